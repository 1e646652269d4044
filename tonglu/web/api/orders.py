"""Orders: read, place, cancel, deliver."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query, Router, Schema, Status
from pydantic import BaseModel, ConfigDict, Field

from tonglu.base.errors import Refused
from tonglu.customers.cards.models import Customer
from tonglu.directory.catalog.models import Sku
from tonglu.directory.clients.models import Right
from tonglu.trade.deliveries.models import Delivery
from tonglu.trade.orders.models import Order, OrderLine, OrderQuerySet, Wanted
from tonglu.trade.prices.models import prices_for
from tonglu.web import clock
from tonglu.web.access import SELLING, FieldGroup, sees
from tonglu.web.api.auth import ApiRequest, Bearer
from tonglu.web.api.etags import IF_MATCH, only_if_unchanged, tagged
from tonglu.web.api.kinds import (
    DayIn,
    InstantIn,
    InstantOut,
    Key,
    MoneyIn,
    MoneyOut,
    Reason,
    Ref,
    Words,
    choice,
    ref,
)
from tonglu.web.api.paging import Asked, Page, paged
from tonglu.web.api.problems import Troubled
from tonglu.web.api.since import touched_since

router = Router(tags=["orders"])
State = Annotated[Order.State, choice(Order.State)]
READ = Bearer(Right.ORDERS_READ, "orders")
STATES: Mapping[str, Callable[[OrderQuerySet], OrderQuerySet]] = {
    Order.State.PLACED: lambda rows: rows.to_deliver(),
    Order.State.HELD: lambda rows: rows.held(),
    Order.State.DELIVERED: lambda rows: rows.filter(delivery__isnull=False),
    Order.State.CANCELLED: lambda rows: rows.filter(cancellation__isnull=False),
}


class LineOut(BaseModel):
    """`quantity` in base units; amounts are of the whole line. `cost_amount` is null where it is not known or not

    for the token's person.
    """

    sku: Ref
    quantity: int
    list_amount: MoneyOut
    net_amount: MoneyOut
    cost_amount: MoneyOut | None


class OrderOut(BaseModel):
    """`delivered_on` and `cancelled_at` are null until then; a held order waits for someone to let it go."""

    id: UUID
    number: str
    state: State
    source: Annotated[Order.Source, choice(Order.Source)]
    customer: Ref
    person: Ref
    position: Ref
    placed_at: InstantOut
    business_date: date
    note: str
    net_amount: MoneyOut
    lines: list[LineOut]
    delivered_on: date | None
    cancelled_at: InstantOut | None
    cancel_reason: str | None


class OrdersAsked(Asked):
    """`first` and `last` are business days, both included; `changed_since` goes by the server's clock."""

    number: Key | None = None
    customer: Key | None = None
    person: Key | None = None
    state: State | None = None
    first: DayIn | None = None
    last: DayIn | None = None
    changed_since: InstantIn | None = None


class LineIn(Schema):
    """`quantity` in base units; `price` is net per base unit, the customer's own of today where it is left out."""

    model_config = ConfigDict(extra="forbid")

    sku: Key
    quantity: int = Field(ge=1, le=100_000)
    price: MoneyIn | None = None


class OrderIn(Schema):
    """`customer` and `sku` are codes. The order belongs to the position that owns the customer today."""

    model_config = ConfigDict(extra="forbid")

    customer: Key
    lines: Annotated[list[LineIn], Field(min_length=1, max_length=200)]
    note: Words = ""


class CancelIn(Schema):
    model_config = ConfigDict(extra="forbid")

    reason: Reason


@router.get("/orders", auth=READ, response=Page[OrderOut], summary=gettext_noop("订单列表"))
def list_orders(request: ApiRequest, asked: Query[OrdersAsked]) -> object:
    rows = _rows(request)
    wanted = {
        "number": asked.number,
        "customer__code": asked.customer,
        "person__code": asked.person,
        "business_date__gte": asked.first,
        "business_date__lte": asked.last,
    }
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    rows = STATES[asked.state](rows) if asked.state else rows
    found = touched_since(rows, asked.changed_since) if asked.changed_since else rows
    return paged(found, asked=asked, out=partial(_out, request))


@router.get("/orders/{id}", auth=READ, response=OrderOut, summary=gettext_noop("一张订单"))
def get_order(request: ApiRequest, response: HttpResponse, id: UUID) -> object:
    return tagged(response, _out(request, get_object_or_404(_rows(request), pk=id)))


@router.post(
    "/orders",
    auth=Bearer(Right.ORDERS_WRITE, SELLING),
    response={201: OrderOut},
    summary=gettext_noop("下订单；低于底价的自动待审"),
)
def place_order(request: ApiRequest, response: HttpResponse, data: OrderIn) -> object:
    now, today = clock.now(), request.scope.on
    customer = Customer.objects.visible_to(request.scope).filter(code=data.customer).first()
    if customer is None:
        raise _unknown("body.customer", data.customer)
    position = customer.owner(on=today)
    person = position.holder(on=today) if position else None
    if position is None or person is None:
        raise Refused(_("{name} 今天没有负责人；请先交接给有人的岗位"), name=customer.name, code="no_owner")
    order = Order.place(
        customer=customer,
        person=person,
        position=position,
        lines=_wanted(data, customer, today),
        source=Order.Source.API,
        placed_at=now,
        by=request.person.login,
        at=now,
        note=data.note,
    )
    response.headers["Location"] = f"/api/v1/orders/{order.pk}"
    return Status(201, tagged(response, _out(request, _rows(request).get(pk=order.pk))))


@router.post(
    "/orders/{id}/cancel",
    auth=Bearer(Right.ORDERS_WRITE, "order_cancel"),
    response=OrderOut,
    summary=gettext_noop("取消订单"),
    openapi_extra=IF_MATCH,
)
def cancel_order(request: ApiRequest, response: HttpResponse, id: UUID, data: CancelIn) -> object:
    order = _locked(request, id)
    order.cancel(by=request.person.login, at=clock.now(), reason=data.reason)
    return tagged(response, _out(request, _rows(request).get(pk=id)))


@router.post(
    "/orders/{id}/deliver",
    auth=Bearer(Right.ORDERS_WRITE, "order_deliver"),
    response=OrderOut,
    summary=gettext_noop("订单送达，计入当天销售"),
    openapi_extra=IF_MATCH,
)
def deliver_order(request: ApiRequest, response: HttpResponse, id: UUID) -> object:
    order = _locked(request, id)
    Delivery.deliver(order=order, by=request.person.login, at=clock.now())
    return tagged(response, _out(request, _rows(request).get(pk=id)))


def _rows(request: ApiRequest) -> OrderQuerySet:
    rows = Order.objects.visible_to(request.scope).select_related("customer", "person", "position")
    return rows.with_state().prefetch_related("lines__sku")


def _locked(request: ApiRequest, id: UUID) -> Order:
    """The order as the caller saw it, held so that nobody delivers it while it is cancelled."""
    Order.objects.select_for_update(no_key=True).filter(pk=id).first()
    order = get_object_or_404(_rows(request), pk=id)
    only_if_unchanged(request, _out(request, order))
    return order


def _wanted(data: OrderIn, customer: Customer, on: date) -> list[Wanted]:
    skus = dict(Sku.objects.filter(code__in=[line.sku for line in data.lines]).values_list("code", "id"))
    prices = prices_for(customer=customer, on=on, skus=skus.values())
    wanted = []
    for n, line in enumerate(data.lines):
        if line.sku not in skus:
            raise _unknown(f"body.lines.{n}.sku", line.sku)
        sku = skus[line.sku]
        # a SKU without a price is refused by the verb, whatever stands here
        usual = prices[sku].net_price if sku in prices else Decimal(0)
        wanted.append(Wanted(sku, line.quantity, usual if line.price is None else line.price))
    return wanted


def _unknown(where: str, code: str) -> Troubled:
    words = _("没有编码 {code}").format(code=code)
    return Troubled(409, words, code="unknown_code", errors=[(where, words)])


def _out(request: ApiRequest, order: Order) -> OrderOut:
    cost = sees(request.scope.roles, FieldGroup.COST)
    lines: list[OrderLine] = list(order.lines.all())
    cancelled = getattr(order, "cancellation", None)
    delivered = getattr(order, "delivery", None)
    return OrderOut(
        id=order.pk,
        number=order.number,
        state=order.state,
        source=Order.Source(order.source),
        customer=ref(order.customer),
        person=ref(order.person),
        position=ref(order.position),
        placed_at=order.placed_at,
        business_date=order.business_date,
        note=order.note,
        net_amount=sum((line.net_amount for line in lines), Decimal(0)),
        lines=[_line(line, cost) for line in lines],
        delivered_on=delivered.business_date if delivered else None,
        cancelled_at=cancelled.at if cancelled else None,
        cancel_reason=cancelled.reason if cancelled else None,
    )


def _line(line: OrderLine, cost: bool) -> LineOut:
    return LineOut(
        sku=ref(line.sku),
        quantity=line.quantity,
        list_amount=line.list_amount,
        net_amount=line.net_amount,
        cost_amount=line.cost_amount if cost else None,
    )
