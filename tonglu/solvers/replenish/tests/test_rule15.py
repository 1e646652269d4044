"""The 1.5 rule, against the cases that the phone's own copy of it is held to as well."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonglu.solvers.errors import BadInput
from tonglu.solvers.replenish import Rule, Shelf, rule15
from tonglu.solvers.replenish.suggestion import SENTENCES

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "rule15_cases.json").read_text("utf-8"))

shelves = st.builds(
    Shelf,
    last_count=st.none() | st.integers(0, 500),
    delivered=st.integers(0, 500),
    returned=st.integers(0, 50),
    count=st.integers(0, 500),
    days_since=st.integers(1, 60),
    days_to_next=st.integers(1, 60),
    on_the_way=st.integers(0, 200),
    pack=st.integers(1, 48),
    opening_order=st.integers(0, 100),
    shelf_empty=st.booleans(),
    shelf_life_days=st.none() | st.integers(0, 400),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_shared_cases_hold(case: dict[str, Any]) -> None:
    got = rule15(Shelf(**case["inputs"]))
    assert (got.quantity, got.reason.code, dict(got.reason.numbers)) == (
        case["quantity"],
        case["code"],
        case["numbers"],
    )


def test_the_shared_cases_meet_every_reason() -> None:
    assert {case["code"] for case in CASES} == {
        "rule15",
        "opening",
        "enough",
        "censored",
        "recount",
        "shelf_life",
    }


@given(shelves)
def test_every_answer_is_whole_packs_with_a_sentence_that_names_its_numbers(shelf: Shelf) -> None:
    got = rule15(shelf)
    assert got.quantity >= 0
    assert got.quantity % shelf.pack == 0
    assert str(shelf.count) in got.reason.zh
    assert str(shelf.count) in got.reason.en
    assert got.reason.code in SENTENCES


@given(shelves)
def test_a_plain_order_is_the_least_that_covers_the_days_to_the_next_call(shelf: Shelf) -> None:
    got = rule15(shelf)
    if got.reason.code != "rule15":
        return
    wanted = Fraction(3, 2) * shelf.sold * shelf.days_to_next / shelf.days_since
    assert shelf.position + got.quantity >= wanted > shelf.position + got.quantity - shelf.pack


@given(shelves)
def test_no_order_outlives_its_shelf_life(shelf: Shelf) -> None:
    got = rule15(shelf)
    if got.quantity and shelf.shelf_life_days is not None and got.reason.code != "opening":
        daily = Fraction(shelf.sold * (125 if shelf.found_empty else 100), 100 * shelf.days_since)
        assert shelf.position + got.quantity <= daily * shelf.shelf_life_days


def test_the_sentence_reads_as_the_field_speaks() -> None:
    got = rule15(Shelf(last_count=10, delivered=30, count=4, days_since=7, days_to_next=8, pack=15))
    assert got.reason.zh == (
        "7 天卖了 36，到下次拜访 8 天，按 150% 应备 62；现有 4，在途 0，还差 58，按每箱 15 取整，建议 60。"
    )


def test_a_company_may_set_its_own_factor() -> None:
    shelf = Shelf(last_count=20, count=10, days_since=7, days_to_next=7)
    assert rule15(shelf, rule=Rule(factor_percent=200)).quantity == 10


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"count": -1}, "count"),
        ({"delivered": -3}, "delivered"),
        ({"pack": 0}, "pack"),
        ({"days_to_next": 0}, "days_to_next"),
        ({"days_since": 0}, "days_since"),
        ({"shelf_life_days": -1}, "shelf_life_days"),
    ],
)
def test_impossible_facts_are_refused_by_name(wrong: dict[str, int], named: str) -> None:
    facts = {"sku": "K7", "last_count": 3, "count": 2, "days_since": 7, "days_to_next": 7} | wrong
    with pytest.raises(BadInput, match=rf"K7: {named} is"):
        Shelf(**facts)


def test_a_factor_below_one_is_refused() -> None:
    with pytest.raises(BadInput, match="factor_percent"):
        Rule(factor_percent=90)
