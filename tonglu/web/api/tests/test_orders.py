"""Orders through the API: placed, cancelled, delivered."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tonglu.base.journal.models import Entry
from tonglu.trade.orders.models import Order
from tonglu.web.api.tests.test_auth import said

BODY = {"customer": "SUN1", "lines": [{"sku": "S001", "quantity": 30}], "note": "加急"}


@pytest.fixture
def qian(program):
    return program("qian")


def test_an_order_is_placed_for_the_one_who_owns_the_customer(cast, qian):
    answer = qian.post("orders", BODY)
    assert answer.status_code == 201, answer.content
    order = Order.objects.get()
    assert answer["Location"] == f"/api/v1/orders/{order.pk}"
    assert (order.person, order.position, order.source) == (cast.sun, cast.positions["sun"], "api")
    assert (order.net_amount, order.note) == (Decimal(75), "加急")
    assert answer.json()["state"] == "placed"
    entry = Entry.objects.get(verb="order.place")
    assert (entry.by, entry.facts["client"]) == (cast.qian.login, "ERP")


def test_a_price_below_the_floor_is_held(cast, qian):
    low = {**BODY, "lines": [{"sku": "S001", "quantity": 30, "price": "1.00"}]}
    assert qian.post("orders", low).json()["state"] == "held"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({**BODY, "customer": "FENG1"}, "unknown_code"),
        ({**BODY, "lines": [{"sku": "none", "quantity": 1}]}, "unknown_code"),
    ],
)
def test_what_is_not_there_for_the_caller_is_named(cast, qian, body, code):
    answer = qian.post("orders", body)
    assert said(answer) == (409, code)
    assert Order.objects.count() == 0


def test_an_order_is_cancelled_once(cast, qian):
    order = qian.post("orders", BODY).json()
    answer = qian.post(f"orders/{order['id']}/cancel", {"reason": "重复下单"})
    assert (answer.json()["state"], answer.json()["cancel_reason"]) == ("cancelled", "重复下单")
    assert said(qian.post(f"orders/{order['id']}/cancel", {"reason": "再取消"})) == (409, "refused")
    assert Entry.objects.filter(verb="order.cancel").count() == 1


def test_an_order_is_delivered(cast, qian):
    order = qian.post("orders", BODY).json()
    assert qian.post(f"orders/{order['id']}/deliver").json()["delivered_on"] == "2026-11-23"
    assert qian.get("deliveries").json()["items"][0]["number"] == order["number"]
    assert said(qian.post(f"orders/{order['id']}/cancel", {"reason": "晚了"}))[0] == 409


def test_an_order_that_changed_since_is_left_alone(cast, qian):
    order = qian.post("orders", BODY)
    address = f"orders/{order.json()['id']}"
    qian.post(f"{address}/deliver")
    assert said(qian.post(f"{address}/cancel", {"reason": "x"}, **{"if-match": order["ETag"]})) == (
        412,
        "changed",
    )


def test_who_may_not_deliver_at_the_desk_may_not_here(cast, qian, program):
    order = qian.post("orders", BODY).json()
    for who in ("sun", "li"):
        assert said(program(who).post(f"orders/{order['id']}/deliver")) == (403, "no_door")
    assert said(program("zheng").post(f"orders/{order['id']}/deliver")) == (404, "not_found")
    assert not Entry.objects.filter(verb="order.deliver").exists()
