"""Approvals at the desk: the boxes, the record, one answer, many at once, and no more than that."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from conftest import MONDAY, NOW
from tonglu.customers.credit.models import CreditTerms
from tonglu.directory.approvals.models import Approval, Delegation, RuleBook
from tonglu.directory.org.fields import SEEN_BY, FieldGroup
from tonglu.trade.orders.models import Order


@pytest.fixture
def book(cast) -> RuleBook:
    return RuleBook.set_up(on=MONDAY, by=None, at=NOW)


@pytest.fixture
def asked(book, low_order) -> Approval:
    """Sun's order far below the floor at a class C shop: 王所长 is asked."""
    return Approval.objects.get(kind="order_price")


def box(cast, who: str, name: str) -> set[int]:
    rows = cast.client(who).get("/approvals", {"box": name}).context["list"].rows
    return {row.pk for row in rows}


def test_it_waits_for_the_one_who_is_asked_and_for_nobody_else(cast, asked):
    waits = {who for who in cast.people if asked.pk in box(cast, who, "waiting")}
    assert waits == {"wang"}
    assert box(cast, "sun", "mine") == {asked.pk}
    assert {who for who in ("chen", "wang", "li", "qian", "sun") if box(cast, who, "line")} == {
        "chen",
        "wang",
        "li",
        "qian",
        "sun",
    }
    assert box(cast, "zheng", "line") == set()


def test_it_counts_on_top_of_every_page(cast, asked):
    page = cast.client("wang").get("/")
    assert page.context["inbox"].total == 1
    assert f"/approvals/{asked.pk}" in page.content.decode()
    assert cast.client("li").get("/").context["inbox"].total == 0


def test_the_record_shows_what_decides(cast, asked):
    page = cast.client("wang").get(f"/approvals/{asked.pk}").content.decode()
    for said in ("1.00", "2.25", "与政策相比", "孙海波", "王所长", "等待中", "毛利", "近 12 个月"):
        assert said in page, said
    assert 'data-test="approve"' in page
    assert 'data-test="refuse"' in page
    assert 'data-test="return"' not in page
    watching = cast.client("li").get(f"/approvals/{asked.pk}").content.decode()
    assert 'data-test="approve"' not in watching


def test_one_who_may_not_see_cost_sees_no_margin(cast, asked):
    assert "毛利" not in cast.client("sun").get(f"/approvals/{asked.pk}").content.decode()


def test_the_customer_s_credit_stands_beside_it_for_those_who_see_credit(cast, asked, low_order, monkeypatch):
    client = cast.client("wang")
    assert "还没有评定" in client.get(f"/approvals/{asked.pk}").content.decode()
    CreditTerms.grant(
        customer=low_order.customer,
        scores={"character": 20, "capacity": 20, "capital": 15, "collateral": 10, "conditions": 10},
        monthly=Decimal(5000),
        on=MONDAY,
        by=cast.wang.login,
        at=NOW,
    )
    page = client.get(f"/approvals/{asked.pk}").content.decode()
    for said in ("B 级", "5,000", "账期 30 天"):
        assert said in page, said
    monkeypatch.setitem(SEEN_BY, FieldGroup.CREDIT, frozenset())
    page = client.get(f"/approvals/{asked.pk}").content.decode()
    assert not [said for said in ("B 级", "账期", "信用条件") if said in page]


def test_an_answer_decides(cast, asked, low_order):
    client = cast.client("wang")
    refused = client.post(f"/approvals/{asked.pk}/answer", {"verdict": "refuse", "words": ""}, follow=True)
    assert "写明原因" in refused.content.decode()
    client.post(f"/approvals/{asked.pk}/answer", {"verdict": "approve", "words": "清库存"})
    assert Order.objects.with_state().get(pk=low_order.pk).state == "placed"
    assert box(cast, "wang", "done") == {asked.pk}
    page = client.get(f"/approvals/{asked.pk}").content.decode()
    assert "清库存" in page
    assert 'data-test="approve"' not in page


def test_strangers_find_nothing_there(cast, asked):
    assert cast.client("feng").get(f"/approvals/{asked.pk}").status_code == 404
    answer = cast.client("zheng").post(f"/approvals/{asked.pk}/answer", {"verdict": "approve"})
    assert answer.status_code == 404


def test_many_at_once_each_with_its_own_reason(cast, book, low_order, asked, plan):
    rows = list(Approval.objects.order_by("pk"))
    answer = cast.client("li").post(
        "/approvals/bulk", {"row": [row.pk for row in rows], "next": "/approvals"}, follow=True
    )
    page = answer.content.decode()
    assert "已同意 1 件" in page
    assert "没有等您审批" in page
    assert [row.is_open for row in Approval.objects.order_by("pk")] == [
        row.kind == "order_price" for row in rows
    ]


def test_the_plan_page_and_the_order_page_lead_to_it(cast, asked, low_order, plan):
    order = cast.client("wang").get(f"/orders/{low_order.pk}").content.decode()
    assert f"/approvals/{asked.pk}" in order
    signed = Approval.objects.get(kind="day_plan")
    page = cast.client("li").get(f"/plans/{plan.pk}").content.decode()
    assert f"/approvals/{signed.pk}" in page
    assert 'value="sign"' in page
    cast.client("li").post(f"/plans/{plan.pk}/decide", {"decision": "sign", "words": "好"})
    assert Approval.objects.get(pk=signed.pk).outcome.result == "approved"


def test_a_delegation_from_the_page_and_back(cast, asked):
    sent = {
        "to": "赵主任",
        "start": "2026-11-23",
        "last": "2026-11-24",
        "reason": "培训",
        "next": "/approvals/delegations",
    }
    page = cast.client("wang").post("/approvals/delegations/give", sent, follow=True)
    assert "由 赵主任 代您审批" in page.content.decode()
    assert box(cast, "zhao", "waiting") == {asked.pk}
    given = Delegation.objects.get()
    assert given.stop == MONDAY + timedelta(days=2)
    back = f"/approvals/delegations/{given.pk}/take-back"
    assert cast.client("zhao").post(back).status_code == 404
    cast.client("wang").post(back)
    assert box(cast, "zhao", "waiting") == set()
