"""The order lines: placed and delivered on the order date, by the rep on the order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from tonglu.base.ids import new_id
from tonglu.customers.cards.models import Customer
from tonglu.exchange.adventureworks.join import Joined
from tonglu.exchange.adventureworks.people import Organisation
from tonglu.exchange.adventureworks.posts import Posts
from tonglu.exchange.adventureworks.products import Catalogue
from tonglu.exchange.adventureworks.source import Line, Source
from tonglu.trade.deliveries.models import Delivery
from tonglu.trade.orders.models import Order, OrderLine

# rows per statement: below every engine's limit on parameters, above what a round trip costs
BATCH = 2000


@dataclass(frozen=True, slots=True)
class Parties:
    """Whom an order names."""

    joined: Joined
    posts: Posts
    organisation: Organisation
    customers: Mapping[str, Customer]


def write_orders(source: Source, parties: Parties, catalogue: Catalogue) -> None:
    heads = {line.order: line for line in source.lines}
    orders = {number: _order(line, parties) for number, line in heads.items()}
    Order.objects.bulk_create(orders.values(), batch_size=BATCH)
    OrderLine.objects.bulk_create(
        (_line(line, orders[line.order], catalogue) for line in source.lines), batch_size=BATCH
    )
    Delivery.objects.bulk_create(_deliveries(orders.values()), batch_size=BATCH)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def _order(line: Line, parties: Parties) -> Order:
    seller = parties.joined.sellers[line.employee_key]
    at = noon(line.day)
    return Order(
        id=new_id(at=at),
        number=line.order,
        customer=parties.customers[line.reseller],
        person=parties.organisation.people[seller],
        position=parties.organisation.positions[parties.posts.seat(seller, line.day).post],
        source=Order.Source.IMPORT,
        placed_at=at,
        business_date=line.day,
    )


def _line(line: Line, order: Order, catalogue: Catalogue) -> OrderLine:
    """Where no list price is known, what was paid stands for it: no discount is made up."""
    sku = catalogue.skus[line.product_key]
    price = catalogue.list_price(sku, line.day)
    return OrderLine(
        order=order,
        sku=sku,
        quantity=line.quantity,
        list_amount=line.net if price is None else price * line.quantity,
        net_amount=line.net,
        cost_amount=line.cost,
    )


def _deliveries(orders: Iterable[Order]) -> Iterable[Delivery]:
    return (Delivery(order=order, at=order.placed_at, business_date=order.business_date) for order in orders)
