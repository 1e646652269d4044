"""A condition goes into a cell and comes back the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonglu.exchange.formbooks.conditions import Unreadable, read, written

KEYS = st.one_of(
    st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True),
    st.sampled_from(["and", "or", "not", "answered", "blank", "true"]),
)
LETTERS = st.characters(min_codepoint=32, max_codepoint=0x9FFF, exclude_categories=["Cs"])
VALUES = st.one_of(st.text(LETTERS, min_size=1, max_size=12), st.integers(-999, 999), st.booleans())
NUMBERS = st.one_of(st.integers(-99, 99), st.floats(-99, 99).map(lambda x: round(x, 2)))
ASKED = st.one_of(
    st.builds(lambda k, v: {"question": k, "is": v}, KEYS, VALUES),
    st.builds(lambda k, v: {"question": k, "in": v}, KEYS, st.lists(VALUES, min_size=2, max_size=3)),
    st.builds(lambda k, h, v: {"question": k, h: v}, KEYS, st.sampled_from(["at_least", "at_most"]), NUMBERS),
    st.builds(lambda k, v: {"question": k, "answered": v}, KEYS, st.booleans()),
)
CONDITIONS = st.recursive(
    ASKED,
    lambda inner: st.one_of(
        st.builds(
            lambda m, parts: {m: parts},
            st.sampled_from(["all", "any"]),
            st.lists(inner, min_size=2, max_size=3),
        ),
        st.builds(lambda part: {"not": part}, inner),
    ),
    max_leaves=6,
)


@given(CONDITIONS)
def test_a_condition_comes_back_from_its_cell(condition):
    assert read(written(condition)) == condition


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        (
            "powered = yes 且 facings ≥ 6",
            {"all": [{"question": "powered", "is": "yes"}, {"question": "facings", "at_least": 6}]},
        ),
        (
            "（a = x 或 b 未填）",
            {"any": [{"question": "a", "is": "x"}, {"question": "b", "answered": False}]},
        ),
        ("非 a 已填", {"not": {"question": "a", "answered": True}}),
        ("a ≠ x | y", {"not": {"question": "a", "in": ["x", "y"]}}),
        ("", None),
    ],
)
def test_a_condition_is_written_in_chinese_or_english(cell, meant):
    assert read(cell) == meant


@pytest.mark.parametrize(
    "cell", ["powered", "= yes", "a = ", "a >= many", "(a = x", "a = x b = y", "not", 'a = "x']
)
def test_what_is_no_condition_is_refused(cell):
    with pytest.raises(Unreadable):
        read(cell)
