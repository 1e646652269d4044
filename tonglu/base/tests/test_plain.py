from __future__ import annotations

from tonglu.base.plain import plain, plain_json


def test_what_a_database_keeps_stays_as_it_is():
    assert plain("铁西店 😀\n") == "铁西店 😀\n"


def test_a_nul_goes_and_half_an_emoji_is_shown_as_one_that_is_missing():
    assert plain("a\0b") == "ab"
    assert plain("x\ud83d") == "x�"
    assert plain_json({"a\0": ["\ude00", 1, None, {"b": "😀"}]}) == {"a": ["�", 1, None, {"b": "😀"}]}
