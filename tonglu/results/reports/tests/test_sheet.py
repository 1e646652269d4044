from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal

import pytest

from conftest import MONDAY, NOW
from tonglu.base.periods import period_of
from tonglu.planning.targets.models import TargetPlan, Wanted
from tonglu.results.metrics import engine
from tonglu.results.metrics.engine import Cut
from tonglu.results.reports.figures import DaySheet
from tonglu.results.reports.queries import FIGURES, day_sheet
from tonglu.trade.deliveries.models import Delivery
from tonglu.trade.orders.models import Order


@pytest.fixture
def sheet(monday):
    return monday.report.sheet()


def test_a_row_is_a_call_in_the_order_of_the_day(sheet):
    assert [(row.sequence, row.customer, row.outcome, row.started) for row in sheet.calls] == [
        (1, "SUN1", "completed", "08:30"),
        (2, "SUN2", "completed", "09:00"),
        (3, "SUN3", "shut", "09:30"),
    ]


def test_a_row_adds_up_from_list_price_to_net(sheet):
    sale = sheet.calls[0].sale
    assert (sale.list_amount, sale.discount, sale.net_amount) == (81, 6, 75)
    assert sale.margin == 40
    assert sheet.calls[1].sale is None


def test_only_what_happened_is_ticked(sheet):
    assert [row.marks for row in sheet.calls] == [("greet", "explain", "order"), ("greet", "explain"), ()]


def test_the_first_order_of_an_outlet_opens_it(sheet, monday, cast, visit_document, sun_phone):
    assert [row.opened for row in sheet.calls] == [True, False, False]
    sun_phone(visit_document("sun1", started=NOW - timedelta(minutes=16)))
    assert [row.opened for row in monday.report.sheet().calls] == [True, False, False, False]


def test_the_foot_parts_new_from_existing_outlets(sheet):
    new, existing, total = sheet.foot
    assert (new.calls, new.deals, new.sale.net_amount) == (1, 1, 75)
    assert (existing.calls, existing.deals, existing.sale.net_amount) == (2, 0, 0)
    assert (total.calls, total.marks["greet"], total.sale) == (3, 2, new.sale)


def test_a_cancelled_order_sold_nothing_but_was_taken(monday, cast):
    Order.objects.get().cancel(by=cast.qian.login, at=NOW, reason="客户反悔")
    row = monday.report.sheet().calls[0]
    assert row.sale is None
    assert "order" in row.marks


def test_the_figures_are_the_registers(sheet):
    cut = Cut(MONDAY, MONDAY, as_of=MONDAY).narrow(rep="E008")
    assert sheet.figures == {key: engine.value(key=key, cut=cut) for key in FIGURES}
    assert sheet.figures["visits"] == 2
    assert sheet.figures["planned_visits"] == 5
    assert sheet.figures["successful_call_rate"] == 50
    assert sheet.figures["must_stock_compliance"] == 50


def test_the_head_says_how_the_month_stands_at_the_end_of_that_day(monday, cast):
    plan = TargetPlan.objects.create(metric="sales_amount", year=2026)
    month = period_of("month", MONDAY)
    wanted = [Wanted(cast.sun, month, Decimal(750), Decimal(500))]
    plan.draft(cells=wanted, reason="", by=None, at=NOW).approve(by=cast.chen.login, at=NOW)
    head = monday.report.sheet().head
    assert (head.target, head.sales, head.achievement) == (750, None, 0)
    Delivery.deliver(order=Order.objects.get(), by=cast.qian.login, at=NOW)
    head = monday.report.sheet().head
    assert (head.sales, head.achievement) == (75, 10)
    assert head.pace is not None
    assert head.pace < 0


def test_what_is_delivered_later_does_not_count_for_an_earlier_day(monday, cast):
    Delivery.deliver(order=Order.objects.get(), by=cast.qian.login, at=NOW + timedelta(days=1))
    assert monday.report.sheet().head.sales is None


def test_the_head_names_the_day_the_place_and_the_customers(sheet):
    assert sheet.head.units == ("铁西营业所", "铁西一组")
    assert (sheet.head.customers, sheet.head.started, sheet.head.ended) == (5, "08:00", "10:00")


def test_planned_outlets_without_a_completed_call_are_named(sheet):
    assert [missed.customer for missed in sheet.missed] == ["SUN3", "SUN4", "SUN5"]


def test_what_was_seen_and_said_stands_below(sheet):
    assert [(word.customer, word.words, word.reason) for word in sheet.words] == [
        ("SUN2", "老板下月换人", "enough")
    ]
    assert [(refusal.sku, refusal.reason, refusal.times, refusal.short) for refusal in sheet.refusals] == [
        ("S001", "cash", 2, 30)
    ]
    assert [(short.sku, short.required, len(short.outlets)) for short in sheet.shortages] == [
        ("S002", True, 2)
    ]
    assert [(rival.brand, rival.price) for rival in sheet.rivals] == [("冰露", 1), ("冰露", 1)]
    assert sheet.counted == 2


def test_the_time_bar_covers_the_marked_day(sheet):
    assert sheet.minutes == {"prepare": 32, "travel": 30, "wait": 5, "talk": 20, "install": 0, "work": 33}
    assert sum(sheet.minutes.values()) == 120


def test_a_day_without_facts_is_an_empty_sheet(cast):
    sheet = day_sheet(person=cast.zhou, position=cast.positions["zhou"], on=MONDAY)
    assert sheet.calls == ()
    assert sheet.head.target is None
    assert sheet.figures["successful_call_rate"] is None


def test_a_sheet_comes_back_from_json_as_it_was(sheet):
    assert DaySheet.from_json(json.loads(json.dumps(sheet.as_json()))) == sheet


def test_the_sheet_takes_as_many_queries_for_ten_calls_as_for_two(
    monday, visit_document, sun_phone, django_assert_max_num_queries
):
    with django_assert_max_num_queries(60) as queries:
        monday.report.sheet()
        before = len(queries)
    sun_phone(*(visit_document(f"sun{n}", started=NOW - timedelta(minutes=20 + n)) for n in (1, 2, 4, 5)))
    with django_assert_max_num_queries(before):
        monday.report.sheet()
