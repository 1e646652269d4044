"""Customers: read, enter, correct, hand over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, TypeVar

from django.db.models import Model, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query, Router, Schema, Status
from pydantic import BaseModel, ConfigDict

from tonglu.base.dated import in_force
from tonglu.customers.cards.models import Customer, Ownership
from tonglu.directory.catalog.models import Channel, CustomerClass
from tonglu.directory.clients.models import Right
from tonglu.directory.org.models import Position, Unit
from tonglu.web import clock
from tonglu.web.access import OFFICE
from tonglu.web.api.auth import ApiRequest, Bearer
from tonglu.web.api.etags import IF_MATCH, only_if_unchanged, tagged
from tonglu.web.api.kinds import (
    Code,
    DayIn,
    Find,
    Id,
    Key,
    Latitude,
    Longitude,
    Name,
    Phone,
    Ref,
    Short,
    Words,
    choice,
    ref,
    ref_or_none,
)
from tonglu.web.api.paging import Asked, Page, paged
from tonglu.web.api.problems import Troubled

router = Router(tags=["customers"])
READ = Bearer(Right.CUSTOMERS_READ, "customers")
WRITE = Bearer(Right.CUSTOMERS_WRITE, OFFICE)
M = TypeVar("M", bound=Model)
Kind = Annotated[Customer.Kind, choice(Customer.Kind)]
State = Annotated[Customer.State, choice(Customer.State)]


class CustomerOut(BaseModel):
    """`owner`: the position that it belongs to today; `lng`, `lat`: WGS-84 degrees."""

    id: int
    code: str
    name: str
    kind: Kind
    state: State
    channel: Ref | None
    customer_class: Ref | None
    unit: Ref
    owner: Ref | None
    address: str
    lng: float | None
    lat: float | None
    contact: str
    phone: str
    opened_on: date | None


class CustomersAsked(Asked):
    """`owner`, `channel` and `customer_class` are codes; `q` is looked for in name, pinyin, code and phone."""

    code: Key | None = None
    owner: Key | None = None
    channel: Key | None = None
    customer_class: Key | None = None
    state: State | None = None
    q: Find | None = None


class CardIn(Schema):
    """`channel` and `customer_class` are codes."""

    model_config = ConfigDict(extra="forbid")

    kind: Kind = Customer.Kind.OUTLET
    channel: Key | None = None
    customer_class: Key | None = None
    address: Words = ""
    lng: Longitude | None = None
    lat: Latitude | None = None
    contact: Short = ""
    phone: Phone = ""
    opened_on: DayIn | None = None


class CustomerIn(CardIn):
    """With a `position` (a code) it is active and that position's own from today, in its unit; else a prospect of the

    `unit` (a code), which is needed then.
    """

    code: Code
    name: Name
    unit: Key | None = None
    position: Key | None = None


class CorrectionIn(CardIn):
    """Only what is named changes."""

    name: Name = ""


class HandOverIn(Schema):
    """`position` is a code; `on` is the first day on which it owns the customer."""

    model_config = ConfigDict(extra="forbid")

    position: Key
    on: DayIn


@router.get("/customers", auth=READ, response=Page[CustomerOut], summary=gettext_noop("客户列表"))
def list_customers(request: ApiRequest, asked: Query[CustomersAsked]) -> object:
    rows = _rows(request)
    wanted = {
        "code": asked.code,
        "channel__code": asked.channel,
        "customer_class__code": asked.customer_class,
        "state": asked.state,
        "search__icontains": asked.q and asked.q.lower(),
    }
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    if asked.owner is not None:
        owned = Ownership.objects.filter(in_force(request.scope.on), position__code=asked.owner)
        rows = rows.filter(pk__in=owned.values("customer"))
    return paged(rows, asked=asked, out=_out)


@router.get("/customers/{id}", auth=READ, response=CustomerOut, summary=gettext_noop("一个客户"))
def get_customer(request: ApiRequest, response: HttpResponse, id: Id) -> object:
    return tagged(response, _out(get_object_or_404(_rows(request), pk=id)))


@router.post("/customers", auth=WRITE, response={201: CustomerOut}, summary=gettext_noop("新建客户"))
def create_customer(request: ApiRequest, response: HttpResponse, data: CustomerIn) -> object:
    position = _of_scope(request, data.position) if data.position else None
    unit = position.unit if position else _named(Unit.objects.visible_to(request.scope), data.unit, "unit")
    if unit is None or not request.scope.leads(unit.path):
        words = _("写上 position（岗位编码）或 unit（单位编码）")
        raise Troubled(422, words, code="no_unit", errors=[("body.unit", words)])
    customer = Customer.enter(
        code=data.code,
        name=data.name,
        unit=unit,
        position=position,
        card=_card(data, CardIn.model_fields),
        by=request.person.login,
        at=clock.now(),
    )
    response.headers["Location"] = f"/api/v1/customers/{customer.pk}"
    return Status(201, tagged(response, _out(_rows(request).get(pk=customer.pk))))


@router.patch(
    "/customers/{id}",
    auth=WRITE,
    response=CustomerOut,
    summary=gettext_noop("修改客户：只改写出的字段"),
    openapi_extra=IF_MATCH,
)
def correct_customer(request: ApiRequest, response: HttpResponse, id: Id, data: CorrectionIn) -> object:
    customer = _locked(request, id)
    only_if_unchanged(request, _out(customer))
    customer.correct(changes=_card(data, data.model_fields_set), by=request.person.login, at=clock.now())
    return tagged(response, _out(_rows(request).get(pk=id)))


@router.post(
    "/customers/{id}/hand-over",
    auth=WRITE,
    response=CustomerOut,
    summary=gettext_noop("交接客户给另一个岗位"),
    openapi_extra=IF_MATCH,
)
def hand_over_customer(request: ApiRequest, response: HttpResponse, id: Id, data: HandOverIn) -> object:
    customer = _locked(request, id)
    only_if_unchanged(request, _out(customer))
    to = _of_scope(request, data.position)
    customer.hand_over(to=to, on=data.on, by=request.person.login, at=clock.now())
    return tagged(response, _out(_rows(request).get(pk=id)))


def _rows(request: ApiRequest) -> QuerySet[Customer]:
    owned = Ownership.objects.filter(in_force(request.scope.on)).select_related("position")
    rows = Customer.objects.visible_to(request.scope).select_related("channel", "customer_class", "unit")
    return rows.prefetch_related(Prefetch("ownerships", owned, to_attr="owned_now"))


def _locked(request: ApiRequest, id: int) -> Customer:
    """The customer, held so that nobody else changes him meanwhile."""
    Customer.objects.select_for_update(no_key=True).filter(pk=id).first()
    return get_object_or_404(_rows(request), pk=id)


def _out(customer: Customer) -> CustomerOut:
    owned: list[Ownership] = customer.owned_now  # type: ignore[attr-defined]  # prefetched by _rows
    return CustomerOut(
        id=customer.pk,
        code=customer.code,
        name=customer.name,
        kind=Customer.Kind(customer.kind),
        state=Customer.State(customer.state),
        channel=ref_or_none(customer.channel),
        customer_class=ref_or_none(customer.customer_class),
        unit=ref(customer.unit),
        owner=ref(owned[0].position) if owned else None,
        address=customer.address,
        lng=customer.lng,
        lat=customer.lat,
        contact=customer.contact,
        phone=customer.phone,
        opened_on=customer.opened_on,
    )


def _card(data: CardIn, fields: Iterable[str]) -> dict[str, Any]:
    """Those fields as the verbs take them: of channel and class the row and not its code."""
    given: dict[str, Any] = {name: getattr(data, name) for name in fields}
    tables: dict[str, QuerySet[Any]] = {
        "channel": Channel.objects.all(),
        "customer_class": CustomerClass.objects.all(),
    }
    for name in tables.keys() & given.keys():
        given[name] = _named(tables[name], given[name], name)
    return given


def _named(rows: QuerySet[M], code: str | None, field: str) -> M | None:
    """The row of that code. Raises Troubled where there is none."""
    if code is None:
        return None
    found = rows.filter(code=code).first()
    if found is None:
        words = _("没有编码 {code}").format(code=code)
        raise Troubled(409, words, code="unknown_code", errors=[(f"body.{field}", words)])
    return found


def _of_scope(request: HttpRequest, code: str) -> Position:
    """A position in a unit that the token's person leads or serves."""
    units = request.scope.units_q("unit")  # type: ignore[attr-defined]
    found = _named(Position.objects.filter(units).select_related("unit"), code, "position")
    assert found is not None  # a code was given
    return found
