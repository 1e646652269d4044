"""Taking in a visit: one document becomes a call, its facts, and the order that came of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from pydantic import ValidationError

from tonglu.base.accounts.models import Account
from tonglu.base.dated import in_force
from tonglu.base.errors import NotYours, Refused
from tonglu.base.journal.models import record
from tonglu.customers.cards.models import Customer
from tonglu.directory.catalog.models import Sku, must_stock
from tonglu.directory.devices.models import PhoneDocument
from tonglu.directory.org.models import Company, Person, Position
from tonglu.fieldwork.dayplans.models import PlannedStop
from tonglu.fieldwork.visits.document import Ordered, VisitBody
from tonglu.fieldwork.visits.models import (
    CompetitorSeen,
    MustStockCheck,
    OrderProposal,
    StepDone,
    StockCount,
    Visit,
    VisitPhoto,
)
from tonglu.fieldwork.visits.rules import metres
from tonglu.trade.orders.models import Order, Wanted


@transaction.atomic
def take_visit(document: PhoneDocument, raw: dict[str, Any]) -> Visit:
    """Stores the call that a phone reports. Raises Refused, naming what is wrong, and stores nothing then."""
    body = read_body(raw)
    customer = Customer.objects.select_related("channel").filter(pk=body.customer).first()
    if customer is None:
        raise Refused(
            _("客户 {customer} 不存在；请同步客户资料后重做"), customer=body.customer, code="unknown_customer"
        )
    check_skus(body)
    started, ended = document.instant(body.started_at), document.instant(body.ended_at)
    if ended < started:
        raise Refused(_("拜访的结束时间早于开始时间；请检查手机时钟后重做"), code="bad_times")
    day = Company.current().business_date(started)
    position = acting_position(person=document.person, customer=customer, day=day)
    visit = call(
        body,
        id=document.id,
        document=document,
        person=document.person,
        position=position,
        customer=customer,
        started_at=started,
        ended_at=ended,
        business_date=day,
    )
    store_facts(visit, body)
    if visit.outcome == Visit.Outcome.COMPLETED:
        _check_must_stock(visit, body)
    if body.order:
        by = document.person.account
        visit.order = order_of(visit, body.order, source=Order.Source.PHONE, by=by, at=visit.ended_at)
        visit.save(update_fields=["order"])
    facts = {"customer": customer.code, "outcome": visit.outcome, "order": visit.order and visit.order.number}
    record(verb="visit.record", obj=visit, by=document.person.account, at=document.received_at, facts=facts)
    return visit


def read_body(raw: dict[str, Any]) -> VisitBody:
    """A call as values. Raises Refused with the first thing that is wrong with it."""
    try:
        return VisitBody.model_validate(raw)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Refused(
            _("拜访单据有误：{where} {fault}"), where=where, fault=first["msg"], code="bad_document"
        ) from error


def call(body: VisitBody, **of: Any) -> Visit:
    """Stores the call itself; `of` are the fields that are not in the body."""
    visit = Visit(
        purpose=body.purpose,
        outcome=body.outcome,
        note=body.note,
        no_order_reason=body.no_order_reason,
        next_date=body.next_date,
        **of,
    )
    visit.seconds = int((visit.ended_at - visit.started_at).total_seconds())
    place, customer = body.place, visit.customer
    if place:
        visit.lng, visit.lat, visit.accuracy_m = place.lng, place.lat, round(place.accuracy)
        if customer.lng is not None and customer.lat is not None:
            visit.distance_m = metres(place.lng, place.lat, customer.lng, customer.lat)
    visit.save(force_insert=True)
    return visit


def acting_position(*, person: Person, customer: Customer, day: date) -> Position:
    """The position that owns the customer, if this person acts in it; else his own, if his plan sent him there."""
    held = {position.pk: position for position in person.held(on=day)}
    owner = customer.ownerships.filter(in_force(day), position__in=held).first()
    if owner:
        return held[owner.position_id]
    sent = PlannedStop.objects.filter(plan__person=person, plan__day=day, customer=customer).exists()
    if sent and held:
        return next(iter(held.values()))
    raise NotYours(
        _("{name}（{number}）{day} 不在您的线路上；请主管交接或排入计划后重发"),
        name=customer.name,
        number=customer.code,
        day=day,
    )


def check_skus(body: VisitBody) -> None:
    """Every SKU is known, and none is counted twice."""
    _refuse_twice(_("盘点"), (row.sku for row in body.stock))
    _refuse_twice(_("建议"), (row.sku for row in body.proposals))
    named = {row.sku for row in (*body.stock, *body.proposals, *(body.order.lines if body.order else ()))}
    unknown = named - set(Sku.objects.filter(pk__in=named).values_list("pk", flat=True))
    if unknown:
        raise Refused(_("产品 {sku} 不存在；请同步产品资料后重做"), sku=min(unknown), code="unknown_sku")


def _refuse_twice(what: str, skus: Iterable[int]) -> None:
    seen: set[int] = set()
    for sku in skus:
        if sku in seen:
            raise Refused(
                _("产品 {sku} 的{what}出现两次；请合并后重发"), sku=sku, what=what, code="bad_document"
            )
        seen.add(sku)


def store_facts(visit: Visit, body: VisitBody) -> None:
    """What was seen and said at the call."""
    rows: list[tuple[type[models.Model], Iterable[dict[str, Any]]]] = [
        (StepDone, ({"key": r.key, "seconds": r.seconds} for r in body.steps)),
        (
            StockCount,
            (
                {"sku_id": r.sku, "shelf": r.shelf, "back": r.back, "oldest_date": r.oldest_date}
                for r in body.stock
            ),
        ),
        (
            OrderProposal,
            (
                {
                    "sku_id": r.sku,
                    "suggested": r.suggested,
                    "agreed": r.agreed,
                    "reason": r.reason,
                    "refusal": r.refusal,
                }
                for r in body.proposals
            ),
        ),
        (CompetitorSeen, (r.model_dump() for r in body.competitors)),
        (VisitPhoto, (r.model_dump() for r in body.photos)),
    ]
    for model, values in rows:
        model._default_manager.bulk_create(model(visit=visit, **value) for value in values)


def _check_must_stock(visit: Visit, body: VisitBody) -> None:
    """What the standard of the day requires, against what was counted; what was not counted was not there."""
    customer = visit.customer
    required = must_stock(
        channel_id=customer.channel_id, class_id=customer.customer_class_id, on=visit.business_date
    )
    there = {row.sku for row in body.stock if row.shelf + row.back > 0}
    MustStockCheck.objects.bulk_create(
        MustStockCheck(visit=visit, sku_id=sku, present=sku in there) for sku in required
    )


def order_of(
    visit: Visit, ordered: Ordered, *, source: Order.Source, by: Account | None, at: datetime
) -> Order:
    """The order that came of a call, at the prices that the shopkeeper was shown."""
    if Order.objects.filter(pk=ordered.id).exists():
        raise Refused(_("订单号已被占用；请重新确认订单后发送"), code="id_taken")
    return Order.place(
        id=ordered.id,
        customer=visit.customer,
        person=visit.person,
        position=visit.position,
        lines=[Wanted(row.sku, row.quantity, row.price) for row in ordered.lines],
        source=source,
        placed_at=visit.ended_at,
        by=by,
        at=at,
        note=ordered.note,
    )
