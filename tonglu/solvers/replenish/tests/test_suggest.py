"""The suggestion for a service level: what it promises, when it steps back, and its worked table."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonglu.solvers.errors import BadInput
from tonglu.solvers.replenish import Interval, Outlook, Policy, Shelf, suggest

PAGE = Path(__file__).parents[4] / "docs" / "algorithms" / "replenish.md"

SHELF = Shelf(sku="K7", last_count=20, count=6, days_since=7, days_to_next=7, pack=6, opening_order=12)
STEADY = tuple(Interval(days=7, sold=sold) for sold in (12, 15, 14, 13, 16, 14))

histories = st.lists(
    st.builds(
        Interval,
        days=st.integers(1, 30),
        sold=st.integers(0, 400),
        ran_out=st.booleans(),
        lift=st.floats(0.5, 4.0),
    ),
    max_size=8,
)


@given(histories, st.sampled_from([0.5, 0.8, 0.95, 0.99]), st.integers(0, 40))
def test_every_answer_is_whole_packs(history: list[Interval], service: float, count: int) -> None:
    got = suggest(replace(SHELF, count=count), history=history, policy=Policy(service=service))
    assert got.quantity >= 0
    assert got.quantity % SHELF.pack == 0
    assert got.reason.zh.endswith("。")


@given(histories)
def test_more_service_never_orders_less(history: list[Interval]) -> None:
    plain, safe = (suggest(SHELF, history=history, policy=Policy(service=s)).quantity for s in (0.8, 0.98))
    assert plain <= safe


def test_a_short_history_falls_back_to_the_rule() -> None:
    assert suggest(SHELF, history=STEADY[:3]).reason.code == "rule15"
    assert suggest(SHELF, history=STEADY[:4]).reason.code == "service"


def test_an_outlet_that_never_sold_falls_back_to_the_rule() -> None:
    nothing = [Interval(days=7, sold=0)] * 9
    assert suggest(replace(SHELF, last_count=6), history=nothing).reason.code == "enough"


def test_a_count_above_what_can_be_asks_for_a_recount() -> None:
    assert suggest(replace(SHELF, count=30), history=STEADY).reason.code == "recount"


def test_sales_that_ended_in_an_empty_shelf_count_for_more() -> None:
    dry = [replace(interval, ran_out=True) for interval in STEADY]
    assert suggest(SHELF, history=dry).quantity > suggest(SHELF, history=STEADY).quantity


def test_a_promotion_ahead_orders_more_and_one_behind_does_not_raise_the_level() -> None:
    policy = Policy(most=3.0)
    plain = suggest(SHELF, history=STEADY, policy=policy)
    ahead = suggest(SHELF, history=STEADY, outlook=Outlook(lift=2.0), policy=policy)
    behind = suggest(SHELF, history=[*STEADY, Interval(days=7, sold=28, lift=2.0)], policy=policy)
    assert ahead.reason.numbers["expected"] == 2 * plain.reason.numbers["expected"]
    assert behind.reason.numbers["expected"] == plain.reason.numbers["expected"]


def test_a_late_delivery_orders_for_the_days_until_it_comes() -> None:
    got = suggest(SHELF, history=STEADY, outlook=Outlook(lead_days=3))
    assert got.reason.numbers["days"] == 10
    assert got.reason.numbers["expected"] == 20


def test_shelf_life_caps_the_order() -> None:
    got = suggest(replace(SHELF, shelf_life_days=7), history=STEADY)
    assert got.reason.code == "shelf_life"
    assert SHELF.count + got.quantity <= 14


def test_one_wild_week_does_not_set_the_level() -> None:
    wild = suggest(SHELF, history=[*STEADY, Interval(days=7, sold=400)], policy=Policy(most=50.0))
    assert wild.reason.numbers["expected"] < 20


@pytest.mark.parametrize("service", [0.0, 1.0, float("nan")])
def test_an_unreachable_service_is_refused(service: float) -> None:
    with pytest.raises(BadInput, match="service"):
        Policy(service=service)


@pytest.mark.parametrize("wrong", [{"days": 0}, {"sold": -1}, {"lift": float("nan")}, {"lift": 0.0}])
def test_an_impossible_interval_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(BadInput, match="Interval"):
        Interval(**({"days": 7, "sold": 3} | wrong))  # type: ignore[arg-type]


def test_the_worked_table_of_the_page_holds() -> None:
    rows = re.findall(
        r"^\| (\d+) % \| (\d+) \| ([\d.]+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$",
        PAGE.read_text("utf-8"),
        re.M,
    )
    assert len(rows) >= 4
    for service, lead, lift, expected, target, need, quantity in rows:
        got = suggest(
            SHELF,
            history=STEADY,
            outlook=Outlook(lead_days=int(lead), lift=float(lift)),
            policy=Policy(service=int(service) / 100, most=3.0),
        )
        numbers = got.reason.numbers
        assert [numbers[key] for key in ("expected", "target", "need", "quantity")] == [
            int(figure) for figure in (expected, target, need, quantity)
        ]
