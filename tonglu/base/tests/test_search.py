"""Finding a row by what people type."""

from __future__ import annotations

from tonglu.base.search import WIDTH, search_text


def test_a_chinese_part_is_found_by_name_initials_and_pinyin():
    assert search_text("铁西店", "C001") == "铁西店 c001 txd tiexidian"


def test_letters_and_digits_stay_and_punctuation_does_not():
    assert search_text("老张Super（88号）") == "老张super（88号） lzsuper88h laozhangsuper88hao"


def test_empty_parts_are_left_out_and_plain_ones_have_no_pinyin():
    assert search_text("", "K12", "13800001111") == "k12 13800001111"


def test_a_long_name_never_costs_the_code():
    text = search_text("沈阳市铁西区" * 20, "C001")
    assert len(text) == WIDTH
    assert " c001 " in text
