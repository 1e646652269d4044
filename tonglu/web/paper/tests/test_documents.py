"""Plan, order, delivery note and board as documents; who takes one is written down."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from conftest import NOW
from tonglu.base.journal.models import Entry
from tonglu.fieldwork.dayplans.models import Call, DayPlan
from tonglu.trade.orders.models import Order, Wanted
from tonglu.web.paper.day_plan import day_plan
from tonglu.web.paper.order_note import delivery_note, order_sheet


@pytest.fixture
def order(cast) -> Order:
    tea, water = cast.skus["tea"], cast.skus["water"]
    return Order.place(
        customer=cast.customers["sun1"],
        person=cast.sun,
        position=cast.positions["sun"],
        lines=[Wanted(tea.pk, 30, Decimal("2.50")), Wanted(water.pk, 25, Decimal("1.00"))],
        source=Order.Source.PHONE,
        placed_at=NOW,
        by=cast.sun.login,
        at=NOW,
        note="上午送",
    )


@pytest.fixture
def plan(cast) -> DayPlan:
    found = DayPlan.submit(
        person=cast.sun,
        position=cast.positions["sun"],
        on=NOW.date(),
        calls=[Call(cast.customers[name].pk) for name in ("sun2", "sun1")],
        goal_deals=1,
        goal_sales=Decimal(100),
        by=cast.sun.login,
        at=NOW,
    )
    found.decide(approve=True, words="先去大店", by=cast.li.login, at=NOW)
    return found


def texts(rows) -> list[str]:
    return [str(cell) for row in rows for cell in row if cell != ""]


def test_a_delivery_note_spells_the_amount_and_waits_for_three_names(order, rows):
    found = rows(delivery_note(order))
    assert found[0][0] == "送货单"
    head = next(n for n, row in enumerate(found) if row[0] == "序号")
    assert [cell for cell in found[head + 1] if cell != ""] == [1, "冰红茶（S001）", "500ml", "2箱", 2.5, 75]
    assert {"壹佰元整（¥100.00）", "上午送", "送货人", "收货人（签字盖章）"} <= set(texts(found))


def test_an_order_shows_list_price_discount_and_net_and_no_cost(order, rows):
    found = texts(rows(order_sheet(order)))
    assert {"标准金额", "折扣", "净额"} <= set(found)
    assert not {"成本", "毛利"} & set(found)
    total = next(row for row in rows(order_sheet(order)) if row[0] == "合计")
    assert [cell for cell in total if cell != ""] == ["合计", 111, 11, 100]


def test_a_plan_lists_its_stops_and_who_signed(plan, cast, rows):
    found = texts(rows(day_plan(plan, visited={cast.customers["sun2"].pk})))
    assert found.index("sun第2便利店（SUN2）") < found.index("sun第1便利店（SUN1）")
    assert found.count("√") == 1
    assert "2 家（已访 1 家）" in found
    assert "李主任 2026-11-23 10:00" in found
    assert "2026-11-23 10:00 李主任 签核：先去大店" in found


def test_taking_a_document_is_written_down(cast, order):
    answer = cast.client("li").get(reverse("order_note", args=[order.pk, "xlsx"]))
    assert answer.status_code == 200
    entry = Entry.objects.get(verb="paper.take")
    assert (entry.by, entry.object_id) == (cast.li.login, str(order.pk))
    assert entry.facts == {"name": f"送货单-{order.number}", "type": "xlsx", "documents": 1}


def test_goods_that_may_not_leave_have_no_delivery_note(cast, order):
    order.cancel(by=cast.qian.login, at=NOW, reason="错单")
    answer = cast.client("qian").get(reverse("order_note", args=[order.pk, "pdf"]))
    assert "不能开送货单" in answer.content.decode()
    assert not Entry.objects.filter(verb="paper.take").exists()


def test_a_board_goes_on_paper_as_it_is_picked(cast, order):
    answer = cast.client("wang").get(
        reverse("board_paper", args=["xlsx"]), {"unit": "TX1", "period": "2026-11"}
    )
    assert answer.status_code == 200
    assert Entry.objects.get(verb="paper.take").facts["name"] == "看板-铁西一组-2026-11"


def test_margin_goes_on_paper_for_those_alone_who_see_it_on_the_screen(cast, order):
    def cells(name: str) -> str:
        answer = cast.client(name).get(reverse("board_paper", args=["xlsx"]))
        book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
        return str(book.get_sheet_by_index(0).to_python())

    assert "毛利率" in cells("wang")
    assert "毛利率" not in cells("sun")
