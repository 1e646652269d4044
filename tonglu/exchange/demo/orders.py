"""Orders that came of calls: their lines, what held them, their delivery on the next working day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from tonglu.base.money import to_cents
from tonglu.exchange.demo.catalogue import cost_on
from tonglu.exchange.demo.outlets import Outlet
from tonglu.exchange.demo.people import Office, Post
from tonglu.exchange.demo.talk import Answer
from tonglu.exchange.demo.world import World
from tonglu.trade.deliveries.models import Delivery
from tonglu.trade.orders.models import Cancellation, Hold, Order, OrderLine, Release

CANCELLED, LOW, REDUCED = 0.006, 0.012, 0.12


class Sold(NamedTuple):
    """The columns of an order line: base units; amounts for the whole line, in yuan."""

    order: UUID
    sku: int
    quantity: int
    list_amount: Decimal
    net_amount: Decimal
    cost_amount: Decimal


def place(
    world: World, office: Office, post: Post, outlet: Outlet, agreed: Sequence[Answer], *, at: datetime
) -> tuple[Order, Decimal]:
    """The order of a call and what follows from it; returns it with its net amount, 0 once cancelled."""
    day = at.astimezone(world.zone).date()
    order = Order(
        id=world.id(at),
        number=world.order_number(post.position.unit, day),
        customer_id=outlet.customer.pk,
        person_id=post.person.pk,
        position_id=post.position.pk,
        source=Order.Source.PHONE,
        placed_at=at,
        business_date=day,
    )
    low = world.random.random() < LOW
    lines = [_line(world, order, outlet, answer, low and place == 0) for place, answer in enumerate(agreed)]
    world.batch.add(order)
    world.batch.facts(OrderLine, lines)
    if low:
        _hold(world, office, order, outlet, lines[0], at)
    if world.random.random() < CANCELLED:
        world.batch.add(
            Cancellation(
                order_id=order.pk, by=office.clerk.account, at=at + timedelta(hours=2), reason="客户来电取消"
            )
        )
        return order, Decimal(0)
    for answer in agreed:
        answer.count.slot.coming = answer.agreed
    _deliver(world, office, order, day, held=low)
    return order, sum((line.net_amount for line in lines), Decimal(0))


def _line(world: World, order: Order, outlet: Outlet, answer: Answer, low: bool) -> Sold:
    article, sku = answer.count.slot.article, answer.count.sku
    price = world.price(outlet, sku)
    net = price.net
    if low:
        net = to_cents(price.floor * Decimal("0.97"))
    elif world.random.random() < REDUCED:
        net = max(price.floor, to_cents(price.net * Decimal("0.96")))
    return Sold(
        order=order.pk,
        sku=sku,
        quantity=answer.agreed,
        list_amount=price.list * answer.agreed,
        net_amount=net * answer.agreed,
        cost_amount=cost_on(article, order.business_date, today=world.today) * answer.agreed,
    )


def _hold(world: World, office: Office, order: Order, outlet: Outlet, line: Sold, at: datetime) -> None:
    """Below the floor price: held, and let go by the head of the office, but for the latest."""
    floor = world.price(outlet, line.sku).floor
    facts = {"sku": line.sku, "price": str(line.net_amount / line.quantity), "floor": str(floor)}
    hold = Hold(order_id=order.pk, kind=Hold.Kind.PRICE, at=at, facts={"lines": [facts]})
    world.batch.add(hold)
    if not _still_waits(world, order.business_date):
        later = at + timedelta(minutes=world.random.randint(10, 180))
        world.batch.add(Release(hold=hold, by=office.head.account, at=later, words="同意，仅限本次"))


def _still_waits(world: World, day: date) -> bool:
    """A held order of the last day still waits for someone."""
    return day >= world.last_workday(world.today)


def _deliver(world: World, office: Office, order: Order, day: date, *, held: bool) -> None:
    """Not before today: that is left for the clerk to confirm."""
    on = world.next_workday(day)
    if on < world.today and not (held and _still_waits(world, day)):
        at = world.at(on, 9, give=480)
        world.batch.add(Delivery(order_id=order.pk, at=at, business_date=on, by=office.clerk.account))
