"""Every resource answers, in documented shape, with the rows of the token's person."""

from __future__ import annotations

import pytest

from conftest import MONDAY, NOW
from tonglu.base.periods import parse
from tonglu.fieldwork.dayplans.models import Call, DayPlan
from tonglu.planning.targets.models import TargetPlan, Wanted
from tonglu.trade.deliveries.models import Delivery
from tonglu.trade.orders.models import Order


@pytest.fixture
def worked(cast, visit_document):
    phone = cast.device("sun")
    phone.post("documents", {"sent_at": NOW.isoformat(), "documents": [visit_document("sun1")]})
    Delivery.deliver(order=Order.objects.get(), by=cast.qian.login, at=NOW)
    DayPlan.submit(
        person=cast.sun,
        position=cast.positions["sun"],
        on=MONDAY,
        calls=[Call(cast.customers["sun1"].pk)],
        goal_deals=1,
        goal_sales=100,
        by=cast.sun.login,
        at=NOW,
    )
    plan = TargetPlan.objects.create(metric="sales_amount", year=2026)
    cells = [Wanted(cast.sun, parse("2026-11"), 1000, 900)]
    plan.draft(cells=cells, reason="年度", by=cast.wang.login, at=NOW).approve(by=cast.chen.login, at=NOW)
    return cast


LISTS = {
    "units": 6,
    "positions": 11,
    "people": 11,
    "channels": 1,
    "classes": 3,
    "skus": 3,
    "price-rules": 3,
    "customers": 13,
    "orders": 1,
    "deliveries": 1,
    "visits": 1,
    "day-plans": 1,
    "day-reports": 1,
    "targets": 1,
}


@pytest.mark.parametrize("name", LISTS)
def test_lists_answer(worked, program, name):
    answer = program("chen").get(name)
    assert answer.status_code == 200, answer.content
    assert (len(answer.json()["items"]), answer.json()["next"]) == (LISTS[name], None)


RECORDS = {"customers", "orders", "visits", "day-plans", "day-reports"}


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_records_answer_with_their_version(worked, program, name):
    chen = program("chen")
    shown = chen.get(name).json()["items"][0]
    answer = chen.get(f"{name}/{shown['id']}")
    assert shown.items() <= answer.json().items()
    again = chen.get(f"{name}/{shown['id']}", **{"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_money_is_a_decimal_string_and_time_is_utc(worked, program):
    order = program("chen").get("orders").json()["items"][0]
    assert (order["net_amount"], order["lines"][0]["net_amount"]) == ("75.00", "75.00")
    assert (order["state"], order["delivered_on"]) == ("delivered", "2026-11-23")
    assert order["placed_at"] == "2026-11-23T01:15:00.000Z"


def test_a_metric_by_dimensions(worked, program):
    asked = {"first": "2026-11-01", "last": "2026-11-30", "by": ["rep", "month"]}
    shown = program("chen").get("metrics/sales_amount", asked).json()
    assert shown["cells"] == [{"by": ["E008", "2026-11"], "value": "75.00"}]
    shown = program("chen").get("metrics/visits", {**asked, "by": [], "unit": "TX"}).json()
    assert shown["cells"] == [{"by": [], "value": "1"}]


def test_the_calendar_says_which_days_are_worked(cast, program):
    days = program("sun").get("calendar", {"first": "2026-11-21", "last": "2026-11-23"}).json()
    assert [(day["date"], day["worked"]) for day in days] == [
        ("2026-11-21", False),
        ("2026-11-22", False),
        ("2026-11-23", True),
    ]


def test_the_journal_of_one_who_leads_is_that_of_his_own_line(worked, program):
    verbs = {entry["verb"] for entry in program("he").get("journal").json()["items"]}
    assert {"visit.record", "order.place", "order.deliver", "token.issue"} <= verbs
    by = {entry["by"] for entry in program("li").get("journal").json()["items"]}
    assert by == {"sun", "li"}
    assert program("qian").get("journal").json()["items"] == []


def test_cost_is_for_those_whose_eyes_it_is(worked, program):
    for who, cost in (("chen", ("45.00", "1.50")), ("qian", (None, None))):
        order, sku = (program(who).get(name).json()["items"][0] for name in ("orders", "skus"))
        assert (order["lines"][0]["cost_amount"], sku["cost"]) == cost
    asked = {"first": "2026-11-01", "last": "2026-11-30"}
    assert program("chen").get("metrics/gross_profit", asked).json()["cells"][0]["value"] == "30.00"
    assert program("qian").get("metrics/gross_profit", asked).status_code == 403
    assert "gross_profit" not in {metric["key"] for metric in program("qian").get("metrics").json()}


def test_me_says_for_whom_the_token_acts(cast, program):
    shown = program("sun", "orders:read").get("me").json()
    assert (shown["person"]["code"], shown["roles"], shown["rights"]) == ("E008", ["rep"], ["orders:read"])


def test_filters_narrow_a_list(worked, program):
    chen = program("chen")
    asked = {
        "customers": [({"owner": "P-sun"}, 5), ({"q": "zhou2"}, 1), ({"state": "prospect"}, 1)],
        "orders": [({"state": "delivered"}, 1), ({"state": "held"}, 0), ({"customer": "SUN1"}, 1)],
        "visits": [({"first": "2026-11-24"}, 0), ({"person": "E008"}, 1)],
        "price-rules": [({"sku": "S001"}, 1), ({"on": "2025-01-01"}, 0)],
        "targets": [({"state": "draft"}, 0), ({"year": 2026}, 1)],
    }
    for name, cases in asked.items():
        for query, count in cases:
            assert len(chen.get(name, query).json()["items"]) == count, (name, query)


def test_what_changed_since_goes_by_the_servers_clock(worked, program):
    chen = program("chen")
    for name in ("orders", "day-plans", "visits"):
        key = "received_since" if name == "visits" else "changed_since"
        before = chen.get(name, {key: "2026-11-23T01:59:00Z"}).json()["items"]
        after = chen.get(name, {key: "2026-11-23T02:01:00Z"}).json()["items"]
        assert (len(before), len(after)) == (1, 0), name
