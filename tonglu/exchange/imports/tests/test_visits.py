"""Calls of the past come in once, with what was counted and ordered at them, and are not rewritten from a sheet."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from conftest import NOW, SHANGHAI
from tonglu.base.journal.models import Entry
from tonglu.exchange.imports.tests.conftest import back, counts
from tonglu.fieldwork.visits.models import MustStockCheck, Visit
from tonglu.results.reports.models import DayReport
from tonglu.trade.orders.models import Order

HEAD = [
    "客户",
    "拜访日期",
    "到店时间",
    "离店时间",
    "业务员",
    "结果",
    "产品",
    "货架库存",
    "后仓库存",
    "订货",
    "备注",
]
CALL = ["SUN1", "2026-11-20", "9:30", "9:45", "", ""]
TEA = [*CALL, "S001", "4", "2", "30", "要促销"]
WATER = [*CALL, "S002", "0", "", "", ""]


def test_rows_of_one_minute_are_one_call_by_the_rules_of_a_phones(cast, send):
    brought = send("visits", HEAD, TEA, WATER, by="qian")

    visit = Visit.objects.get()
    started = datetime(2026, 11, 20, 9, 30, tzinfo=SHANGHAI)
    assert (visit.person, visit.position, visit.started_at, visit.seconds, visit.note) == (
        cast.sun,
        cast.positions["sun"],
        started,
        900,
        "要促销",
    )
    assert [(c.sku.code, c.shelf, c.back) for c in visit.stock.all()] == [("S001", 4, 2), ("S002", 0, 0)]
    assert {(c.sku.code, c.present) for c in MustStockCheck.objects.all()} == {
        ("S001", True),
        ("S002", False),
    }
    assert (visit.order.source, visit.order.net_amount) == (Order.Source.IMPORT, Decimal("75.00"))
    assert DayReport.objects.get().day == date(2026, 11, 20)
    entry = Entry.objects.get(verb="visit.record")
    assert (entry.by, entry.facts["imported"], entry.facts["order"]) == (
        cast.qian.login,
        "list.csv",
        visit.order.number,
    )
    assert (back(brought), counts(brought)["created"]) == ({}, 2)


def test_what_was_not_counted_is_not_said_to_be_missing(cast, send):
    send("visits", HEAD, WATER)
    assert [(c.sku.code, c.present) for c in MustStockCheck.objects.all()] == [("S002", False)]


def test_the_same_sheet_again_changes_nothing(cast, send):
    send("visits", HEAD, TEA, WATER)
    before = Entry.objects.exclude(verb="import.visits").count()

    assert counts(send("visits", HEAD, TEA, WATER)) == {"rows": 2, "same": 2}
    assert Entry.objects.exclude(verb="import.visits").count() == before


def test_a_call_that_a_phone_reported_is_known_again(cast, send, visit_document):
    sent = {"sent_at": NOW.isoformat(), "documents": [visit_document("sun1", order=False)]}
    cast.device("sun").post("documents", sent)
    row = ["SUN1", "2026-11-23", "9:00", "9:15", "孙海波", "", "S001", "4", "", "", ""]

    assert counts(send("visits", HEAD, row)) == {"rows": 1, "same": 1}


def test_what_was_written_down_is_not_rewritten(cast, send):
    send("visits", HEAD, TEA)
    other = [*CALL, "S001", "9", "2", "30", "要促销"]

    assert "已有 孙海波 2026-11-20 09:30 在" in back(send("visits", HEAD, other))[2]
    assert "表格不改写记下的事" in back(send("visits", HEAD, other, existing="update"))[2]
    assert "不能再加行" in back(send("visits", HEAD, WATER))[2]
    assert Visit.objects.get().stock.get().shelf == 4


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (["FENG1", "2026-11-20", "9:30", "9:45", "孙海波"], "不在您的线路上"),
        (["SUN1", "2025-11-20", "9:30", "9:45", "孙海波"], "孙海波 2025-11-20 没有岗位；请先导入他的任职"),
        (["ORPHAN", "2026-11-20", "9:30", "9:45", ""], "客户当天没有业务员；请写上是谁拜访的"),
        (["SUN1", "2026-11-20", "9:30", "9:15", ""], "离店时间早于到店"),
        (["SUN1", "2026-11-20", "9:30", "", ""], "离店时间和停留分钟要填一个"),
        (["SUN1", "2026-11-24", "9:30", "9:45", ""], "2026-11-24 还没有到"),
        (["SUN1", "2026-11-20", "半夜", "9:45", ""], "'半夜' 不是时间"),
        ([*CALL[:5], "", "S001", "", "", "", ""], "产品和它的库存、订货要一起填"),
        ([*CALL[:5], "", "没有", "3", "", "", ""], "没有产品 '没有'"),
    ],
)
def test_a_row_that_cannot_be_is_refused_by_name(cast, send, row, told):
    brought = send("visits", HEAD, [*row, *[""] * (len(HEAD) - len(row))])

    assert told in back(brought)[2]
    assert not Visit.objects.exists()


def test_who_called_on_a_customer_that_nobody_owned_did_so_in_his_own_position(cast, send):
    send("visits", HEAD, ["ORPHAN", "2026-11-20", "9:30", "9:45", "吴迪", "店铺未营业", *[""] * 5])

    visit = Visit.objects.get()
    assert (visit.position, visit.outcome) == (cast.positions["wu"], Visit.Outcome.SHUT)


def test_a_bad_row_keeps_the_whole_call_back(cast, send):
    brought = send("visits", HEAD, TEA, [*CALL, "没有", "1", "", "", ""])

    assert back(brought)[2] == "错误 同一单的第 3 行有错"
    assert not Visit.objects.exists()


def test_rows_that_contradict_each_other_say_where(cast, send):
    brought = send("visits", HEAD, TEA, [*CALL, "S002", "1", "", "", "别的话"])

    assert set(back(brought)) == {2, 3}
    assert "同一张单的各行“备注”不一样：要促销、别的话" in back(brought)[2]


def test_a_call_may_name_an_order_that_is_there(cast, send):
    send("orders", ["单号", "日期", "客户", "产品", "数量"], ["D1", "2026-11-20", "SUN1", "S001", "3"])
    head = ["客户", "日期", "到店时间", "分钟", "订单号"]
    brought = send(
        "visits", head, ["SUN1", "2026-11-20", "9:30", "15", "D1"], ["SUN2", "2026-11-20", "10:00", "5", "D1"]
    )

    assert Visit.objects.get().order == Order.objects.get()
    assert "不是 sun第2便利店 的" in back(brought)[3]


def test_an_office_brings_its_own_calls_alone(cast, send):
    row = ["FENG1", "2026-11-20", "9:30", "9:45", "", "", *[""] * 5]
    assert "没有客户 'FENG1'" in back(send("visits", HEAD, row, by="qian"))[2]


def test_a_trial_leaves_no_call(cast, send):
    assert counts(send("visits", HEAD, TEA, dry=True)) == {"rows": 1, "created": 1}
    assert not Visit.objects.exists()
    assert not Order.objects.exists()
