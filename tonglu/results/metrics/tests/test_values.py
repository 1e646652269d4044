"""Every metric of the register against figures worked out by hand, and against the rows behind it."""

from __future__ import annotations

import copy
from datetime import date, timedelta
from decimal import Decimal

import pytest

from conftest import MONDAY, NOW, Cast, visit_document_of
from tonglu.base.errors import Refused
from tonglu.base.periods import parse
from tonglu.directory.org.models import Company
from tonglu.fieldwork.dayplans.models import DayPlan
from tonglu.planning.targets.models import TargetPlan, Wanted
from tonglu.results.metrics import engine
from tonglu.results.metrics.engine import Cut
from tonglu.results.metrics.register import REGISTER
from tonglu.trade.deliveries.models import Delivery
from tonglu.trade.orders.models import Order

NOVEMBER = Cut(first=date(2026, 11, 1), last=date(2026, 11, 30), as_of=MONDAY)


@pytest.fixture
def facts(_facts, db) -> Cast:
    return copy.deepcopy(_facts)


@pytest.fixture(scope="module")
def _facts(_standing_cast, standing):
    with standing(lambda: _monday(copy.deepcopy(_standing_cast))) as cast:
        yield cast


def _monday(cast: Cast) -> Cast:
    """Monday: Sun plans five, calls at three (one without an order) in 10, 15 and 20 minutes; Feng calls at one.

    Each order is 30 teas at 2.50 (list 2.70, cost 1.50). Sun's first is delivered that day, Feng's is cancelled.
    Targets for November: Sun 2,100 and Zhou 4,200 on 21 working days, 16 of them gone.
    """
    DayPlan.open(person=cast.sun, on=MONDAY, by=None, at=NOW)
    sent = [
        ("sun", visit_document_of(cast, "sun1", minutes=10)),
        ("sun", visit_document_of(cast, "sun2", minutes=15, started=NOW - timedelta(minutes=45))),
        (
            "sun",
            visit_document_of(cast, "sun3", minutes=20, order=False, started=NOW - timedelta(minutes=25)),
        ),
        ("feng", visit_document_of(cast, "feng1")),
    ]
    for who, document in sent:
        answer = (
            cast.device(who).post("documents", {"sent_at": NOW.isoformat(), "documents": [document]}).json()
        )
        assert answer["answers"][0]["outcome"] == "accepted", answer
    Delivery.deliver(order=Order.objects.get(customer__code="SUN1"), by=cast.qian.login, at=NOW)
    Order.objects.get(customer__code="FENG1").cancel(by=cast.qian.login, at=NOW, reason="客户改主意")
    plan = TargetPlan.objects.create(metric="sales_amount", year=2026)
    cells = [
        Wanted(p, parse("2026-11"), Decimal(n), Decimal(n)) for p, n in ((cast.sun, 2100), (cast.zhou, 4200))
    ]
    plan.draft(cells=cells, reason="年度", by=cast.wang.login, at=NOW).approve(by=cast.chen.login, at=NOW)
    return cast


EXPECTED = {
    "sales_amount": "75",
    "sales_quantity": "30",
    "discount_amount": "6",
    "gross_profit": "30",
    "gross_margin": "40",
    "visits": "4",
    "planned_visits": "5",
    "plan_visit_rate": "60",
    "successful_call_rate": "75",
    "minutes_per_visit": "15",
    "orders_per_100_visits": "50",
    "active_customers": "2",
    "must_stock_compliance": "50",
}


@pytest.mark.parametrize(("key", "value"), EXPECTED.items())
def test_a_metric_over_the_company(facts, key, value):
    assert engine.value(key=key, cut=NOVEMBER) == Decimal(value)


def test_achievement_stands_beside_the_share_of_the_targets_days(facts):
    sun = NOVEMBER.narrow(rep=facts.sun.code)
    assert round(engine.value(key="target_achievement", cut=sun), 4) == Decimal("3.5714")  # 75 / 2,100
    gone = Decimal(16) / 21 * 100
    assert round(engine.value(key="time_pace", cut=sun), 4) == round(Decimal("3.5714285714") - gone, 4)
    assert engine.value(key="target_achievement", cut=NOVEMBER.narrow(rep=facts.wu.code)) is None


@pytest.mark.parametrize("key", REGISTER)
def test_a_metric_equals_what_its_drill_down_shows(facts, key):
    for measure in REGISTER[key].measures:
        rows = engine.behind(measure=measure, cut=NOVEMBER, limit=1000)
        shown = [row["value"] for row in rows.rows]
        total = len(set(shown)) if measure.how == "distinct" else sum(shown)
        assert total == rows.total == engine.totals(measure=measure, cut=NOVEMBER).get((), 0)
        assert rows.count == len(shown)


@pytest.mark.parametrize(
    "key", [key for key in REGISTER if REGISTER[key].bottom is None and key != "active_customers"]
)
@pytest.mark.parametrize("by", ["rep", "unit", "day", "week", "month", "quarter", "year"])
def test_every_cut_of_a_sum_adds_up_to_the_whole(facts, key, by):
    cells = engine.values(key=key, by=(by,), cut=NOVEMBER)
    assert sum(cell.value for cell in cells) == engine.value(key=key, cut=NOVEMBER)


def test_the_keys_are_what_people_write(facts):
    def keys(*by):
        return [cell.key for cell in engine.values(key="visits", by=by, cut=NOVEMBER)]

    assert keys("rep", "unit") == [(facts.sun.code, "TX1"), (facts.feng.code, "HG1")]
    assert keys("day", "week", "month", "quarter", "year") == [
        ("2026-11-23", "2026-11-23", "2026-11", "2026Q4", "2026")
    ]
    assert keys("customer") == [("FENG1",), ("SUN1",), ("SUN2",), ("SUN3",)]
    assert [c.key for c in engine.values(key="sales_quantity", by=("sku",), cut=NOVEMBER)] == [("S001",)]


@pytest.mark.parametrize(
    ("who", "visits"), [("sun", 3), ("zhou", None), ("li", 3), ("zheng", 1), ("chen", 4), ("qian", 3)]
)
def test_figures_are_cut_by_scope(facts, who, visits):
    scope = facts.people[who].scope(on=MONDAY)
    seen = engine.value(key="visits", cut=Cut(NOVEMBER.first, NOVEMBER.last, MONDAY, scope))
    assert seen == visits


def test_a_company_may_count_orders_instead_of_deliveries(facts):
    Company.objects.update(sales_basis=Company.Basis.ORDERED)
    assert engine.value(key="sales_amount", cut=NOVEMBER) == Decimal("150")


def test_units_take_in_all_below_them(facts):
    units = facts.units
    branches = tuple((units[u].path, units[u].code) for u in ("tiexi", "huanggu"))
    cut = Cut(NOVEMBER.first, NOVEMBER.last, MONDAY, within=units["company"].path, branches=branches)
    assert {c.key[0]: c.value for c in engine.values(key="visits", by=("branch",), cut=cut)} == {
        "TX": 3,
        "HG": 1,
    }


@pytest.mark.parametrize(
    ("key", "by", "words"), [("visits", "sku", "不能按 sku"), ("happiness", "rep", "没有指标 happiness")]
)
def test_what_cannot_be_asked_is_named(facts, key, by, words):
    with pytest.raises(Refused, match=words):
        engine.values(key=key, by=(by,), cut=NOVEMBER)


def test_nothing_to_divide_by_is_no_value(facts):
    october = Cut(first=date(2026, 10, 1), last=date(2026, 10, 31), as_of=MONDAY)
    assert engine.value(key="successful_call_rate", cut=october) is None
    assert engine.values(key="sales_amount", by=("rep",), cut=october) == []
