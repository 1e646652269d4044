from __future__ import annotations

from decimal import Decimal

import pytest

from conftest import NOW
from tonglu.base.errors import NotYours, Refused
from tonglu.base.journal.models import Entry
from tonglu.trade.deliveries.models import Delivery
from tonglu.trade.orders.models import Order, Wanted
from tonglu.trade.prices.models import PriceRule


@pytest.fixture
def place(cast):
    def place(*, sku="tea", quantity=30, price="2.50", customer="sun1"):
        return Order.place(
            customer=cast.customers[customer],
            person=cast.sun,
            position=cast.positions["sun"],
            lines=[Wanted(cast.skus[sku].pk, quantity, Decimal(price))],
            source=Order.Source.DESK,
            placed_at=NOW,
            by=cast.qian.login,
            at=NOW,
        )

    return place


def test_an_order_is_placed_at_the_price_shown_with_its_cost_of_the_day(place):
    order = place()
    line = order.lines.get()
    assert (line.list_amount, line.net_amount, line.cost_amount) == (81, 75, 45)
    assert (order.state, order.number, order.business_date.isoformat()) == (
        Order.State.PLACED,
        "O-TX1-261123-001",
        "2026-11-23",
    )
    assert place().number == "O-TX1-261123-002"
    assert Entry.objects.filter(verb="order.place").count() == 2


def test_an_order_below_the_floor_price_is_held_until_another_releases_it(place, cast):
    order = place(price="2.20")
    assert order.state == Order.State.HELD
    with pytest.raises(Refused, match="不能送达"):
        Delivery.deliver(order=order, by=cast.qian.login, at=NOW)
    with pytest.raises(NotYours):
        order.release(by=cast.sun.login, at=NOW, words="")
    order.release(by=cast.li.login, at=NOW, words="月底冲量")
    assert Order.objects.with_state().get().state == Order.State.PLACED
    assert Entry.objects.get(verb="order.release").facts == {"words": "月底冲量"}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"quantity": 0}, "须大于 0"), ({"sku": "juice", "customer": "sun2"}, "当日没有价格")],
)
def test_what_cannot_be_ordered_is_refused_and_leaves_nothing(place, cast, wrong, words):
    PriceRule.objects.filter(sku=cast.skus["juice"]).delete()
    with pytest.raises(Refused, match=words):
        place(**wrong)
    assert not Order.objects.exists()
    assert not Entry.objects.filter(verb="order.place").exists()


def test_a_delivered_order_is_neither_cancelled_nor_delivered_again(place, cast):
    order = place()
    Delivery.deliver(order=order, by=cast.qian.login, at=NOW)
    order = Order.objects.get()
    assert order.state == Order.State.DELIVERED
    with pytest.raises(Refused, match="退货"):
        order.cancel(by=cast.qian.login, at=NOW, reason="错了")
    with pytest.raises(Refused, match="已送达"):
        Delivery.deliver(order=order, by=cast.qian.login, at=NOW)
    assert Entry.objects.filter(verb="order.deliver").count() == 1


def test_cancelling_needs_a_reason(place, cast):
    order = place()
    with pytest.raises(Refused, match="写原因"):
        order.cancel(by=cast.qian.login, at=NOW, reason=" ")
    order.cancel(by=cast.qian.login, at=NOW, reason="客户改主意")
    assert Order.objects.get().state == Order.State.CANCELLED
    assert not Order.objects.standing().exists()


def test_the_most_specific_price_applies(cast):
    from tonglu.trade.prices.models import prices_for

    tea, shop = cast.skus["tea"], cast.customers["sun1"]
    common = {"sku": tea, "start": NOW.date(), "list_price": Decimal(3)}
    PriceRule.objects.create(**common, channel=cast.channel, net_price=Decimal("2.40"))
    PriceRule.objects.create(**common, customer_class=shop.customer_class, net_price=Decimal("2.30"))
    assert prices_for(customer=shop, on=NOW.date())[tea.pk].net_price == Decimal("2.30")
    PriceRule.objects.create(**common, customer=shop, net_price=Decimal("2.20"))
    assert prices_for(customer=shop, on=NOW.date())[tea.pk].net_price == Decimal("2.20")
