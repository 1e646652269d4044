"""Calls of the past that were written down elsewhere: on paper, or by another system."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tonglu.base.accounts.models import Account
from tonglu.base.errors import Refused
from tonglu.base.journal.models import record
from tonglu.customers.cards.models import Customer
from tonglu.directory.catalog.models import must_stock
from tonglu.directory.org.models import Company, Person, Position
from tonglu.fieldwork.visits.document import VisitBody
from tonglu.fieldwork.visits.models import MustStockCheck, Visit
from tonglu.fieldwork.visits.take import acting_position, call, check_skus, order_of, store_facts
from tonglu.trade.orders.models import Order


@transaction.atomic
def bring_visit(
    *,
    id: UUID,
    person: Person,
    customer: Customer,
    body: VisitBody,
    by: Account,
    at: datetime,
    order: Order | None = None,
) -> Visit:
    """Stores a call as it was written down, under the rules of one that a phone reports, except for two.

    Whoever called on a customer that nobody owned yet did so in his own position. Of the must-stock list only what
    was counted is checked: a sheet that is silent about a product does not say that it was missing. `order` is one
    that is here already. Raises Refused, naming what is wrong, and stores nothing then.
    """
    if not body.started_at <= body.ended_at <= at:
        raise Refused(
            _("{name} 的拜访时间不对：离店早于到店，或还没有到"), name=customer.name, code="bad_times"
        )
    check_skus(body)
    day = Company.current().business_date(body.started_at)
    visit = call(
        body,
        id=id,
        person=person,
        position=position_of(person=person, customer=customer, on=day),
        customer=customer,
        started_at=body.started_at,
        ended_at=body.ended_at,
        business_date=day,
    )
    store_facts(visit, body)
    _check_counted(visit, body)
    if body.order:
        order = order_of(visit, body.order, source=Order.Source.IMPORT, by=by, at=at)
    if order:
        _check_order(visit, order)
        visit.order = order
        visit.save(update_fields=["order"])
    facts = {"customer": customer.code, "outcome": visit.outcome, "order": order and order.number}
    record(verb="visit.record", obj=visit, by=by, at=at, facts=facts)
    return visit


def position_of(*, person: Person, customer: Customer, on: date) -> Position:
    """The position in which he called there on a day. Raises Refused or NotYours where there is none."""
    if customer.owner(on=on) is not None:
        return acting_position(person=person, customer=customer, day=on)
    position = person.position(on=on)
    if position is None:
        raise Refused(
            _("{name} {on} 没有岗位；请先导入他的任职"), name=person.name, on=on, code="no_position"
        )
    return position


def _check_counted(visit: Visit, body: VisitBody) -> None:
    if visit.outcome != Visit.Outcome.COMPLETED:
        return
    customer = visit.customer
    required = must_stock(
        channel_id=customer.channel_id, class_id=customer.customer_class_id, on=visit.business_date
    )
    MustStockCheck.objects.bulk_create(
        MustStockCheck(visit=visit, sku_id=row.sku, present=row.shelf + row.back > 0)
        for row in body.stock
        if row.sku in required
    )


def _check_order(visit: Visit, order: Order) -> None:
    if order.customer_id != visit.customer_id:
        raise Refused(_("订单 {number} 不是 {name} 的"), number=order.number, name=visit.customer.name)
    if Visit.objects.filter(order=order).exists():
        raise Refused(_("订单 {number} 已经记在另一次拜访下"), number=order.number)
