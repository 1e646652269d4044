"""Orders at the desk: let go, delivered, cancelled, and many delivered at once."""

from __future__ import annotations

from tonglu.base.journal.models import Entry
from tonglu.trade.orders.models import Order


def state(order) -> str:
    return Order.objects.with_state().get(pk=order.pk).state


def test_the_supervisor_lets_a_held_order_go(cast, low_order):
    assert state(low_order) == "held"
    cast.client("li").post(f"/orders/{low_order.pk}/release", {"words": "清临期"})
    assert state(low_order) == "placed"
    assert Entry.objects.get(verb="order.release").facts == {"words": "清临期"}


def test_the_clerk_delivers(cast, worked):
    cast.client("qian").post(f"/orders/{worked.order.pk}/deliver")
    assert state(worked.order) == "delivered"
    assert Entry.objects.get(verb="order.deliver").by == cast.qian.login


def test_a_held_order_is_not_delivered(cast, low_order):
    answer = cast.client("qian").post(f"/orders/{low_order.pk}/deliver", {"next": "/orders"}, follow=True)
    assert state(low_order) == "held"
    assert "不能送达" in answer.content.decode()


def test_an_order_is_not_cancelled_without_a_reason(cast, worked):
    cast.client("qian").post(f"/orders/{worked.order.pk}/cancel", {"reason": ""})
    assert state(worked.order) == "placed"


def test_an_order_is_cancelled_with_one(cast, worked):
    cast.client("qian").post(f"/orders/{worked.order.pk}/cancel", {"reason": "客户改期"})
    assert state(worked.order) == "cancelled"
    assert Entry.objects.get(verb="order.cancel").facts == {"reason": "客户改期"}


def test_ticked_orders_are_delivered_each_by_itself(cast, worked, low_order):
    ticked = {"row": [worked.order.pk, low_order.pk], "next": "/orders"}
    answer = cast.client("qian").post("/orders/deliver", ticked, follow=True)
    assert (state(worked.order), state(low_order)) == ("delivered", "held")
    assert "1 单已送达" in answer.content.decode()


def test_the_clerk_of_another_office_delivers_nothing(cast, worked):
    assert cast.client("zheng").post(f"/orders/{worked.order.pk}/deliver").status_code == 404
    cast.client("zheng").post("/orders/deliver", {"row": [worked.order.pk]})
    assert state(worked.order) == "placed"


def test_a_rep_neither_delivers_nor_releases(cast, worked, low_order):
    client = cast.client("sun")
    assert client.post(f"/orders/{worked.order.pk}/deliver").status_code == 403
    assert client.post(f"/orders/{low_order.pk}/release").status_code == 403
