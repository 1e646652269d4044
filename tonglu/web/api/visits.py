"""Visits: the calls, and what was counted, proposed and seen at each."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from pydantic import BaseModel

from tonglu.directory.clients.models import Right
from tonglu.fieldwork.visits.models import Visit
from tonglu.web.api.auth import ApiRequest, Bearer
from tonglu.web.api.etags import tagged
from tonglu.web.api.kinds import DayIn, InstantIn, InstantOut, Key, MoneyOut, Ref, choice, ref
from tonglu.web.api.paging import Asked, Page, paged
from tonglu.web.api.since import touched_since

router = Router(tags=["visits"])
READ = Bearer(Right.VISITS_READ, "visits")
DETAILS = ("steps", "stock__sku", "must_stock__sku", "proposals__sku", "competitors", "photos")


class VisitOut(BaseModel):
    """`seconds` in the store; `distance_m` from the recorded place to the customer's."""

    id: UUID
    customer: Ref
    person: Ref
    position: Ref
    purpose: str
    outcome: Annotated[Visit.Outcome, choice(Visit.Outcome)]
    started_at: InstantOut
    ended_at: InstantOut
    business_date: date
    seconds: int
    lng: float | None
    lat: float | None
    distance_m: int | None
    order: UUID | None
    no_order_reason: str
    note: str
    next_date: date | None


class StepOut(BaseModel):
    key: str
    seconds: int


class StockOut(BaseModel):
    """Base units on the shelf and in the back room."""

    sku: Ref
    shelf: int
    back: int
    oldest_date: date | None


class MustStockOut(BaseModel):
    sku: Ref
    present: bool


class ProposalOut(BaseModel):
    """Base units suggested and agreed; why not more."""

    sku: Ref
    suggested: int
    agreed: int
    refusal: str


class CompetitorOut(BaseModel):
    brand: str
    product: str
    price: MoneyOut | None
    note: str


class PhotoOut(BaseModel):
    sha256: str
    step: str


class VisitRecordOut(VisitOut):
    """The call with all that was recorded at it."""

    steps: list[StepOut]
    stock: list[StockOut]
    must_stock: list[MustStockOut]
    proposals: list[ProposalOut]
    competitors: list[CompetitorOut]
    photos: list[PhotoOut]


class VisitsAsked(Asked):
    """`first` and `last` are business days, both included; `received_since` goes by the server's clock."""

    customer: Key | None = None
    person: Key | None = None
    first: DayIn | None = None
    last: DayIn | None = None
    received_since: InstantIn | None = None


@router.get("/visits", auth=READ, response=Page[VisitOut], summary=_("拜访列表"))
def list_visits(request: ApiRequest, asked: Query[VisitsAsked]) -> object:
    wanted = {
        "customer__code": asked.customer,
        "person__code": asked.person,
        "business_date__gte": asked.first,
        "business_date__lte": asked.last,
    }
    rows = _rows(request).filter(**{name: value for name, value in wanted.items() if value is not None})
    rows = touched_since(rows, asked.received_since) if asked.received_since else rows
    return paged(rows, asked=asked, out=lambda visit: VisitOut(**_of(visit)))


@router.get(
    "/visits/{id}", auth=READ, response=VisitRecordOut, summary=_("一次拜访：盘点、必备、建议、竞品、照片")
)
def get_visit(request: ApiRequest, response: HttpResponse, id: UUID) -> object:
    visit = get_object_or_404(_rows(request).prefetch_related(*DETAILS), pk=id)
    return tagged(response, _record(visit))


def _rows(request: ApiRequest) -> QuerySet[Visit]:
    return Visit.objects.visible_to(request.scope).select_related("customer", "person", "position")


def _of(visit: Visit) -> dict[str, Any]:
    return {
        "id": visit.pk,
        "customer": ref(visit.customer),
        "person": ref(visit.person),
        "position": ref(visit.position),
        "purpose": visit.purpose,
        "outcome": visit.outcome,
        "started_at": visit.started_at,
        "ended_at": visit.ended_at,
        "business_date": visit.business_date,
        "seconds": visit.seconds,
        "lng": visit.lng,
        "lat": visit.lat,
        "distance_m": visit.distance_m,
        "order": visit.order_id,
        "no_order_reason": visit.no_order_reason,
        "note": visit.note,
        "next_date": visit.next_date,
    }


def _record(visit: Visit) -> VisitRecordOut:
    return VisitRecordOut(
        **_of(visit),
        steps=[StepOut(key=step.key, seconds=step.seconds) for step in visit.steps.all()],
        stock=[
            StockOut(sku=ref(row.sku), shelf=row.shelf, back=row.back, oldest_date=row.oldest_date)
            for row in visit.stock.all()
        ],
        must_stock=[MustStockOut(sku=ref(row.sku), present=row.present) for row in visit.must_stock.all()],
        proposals=[
            ProposalOut(sku=ref(row.sku), suggested=row.suggested, agreed=row.agreed, refusal=row.refusal)
            for row in visit.proposals.all()
        ],
        competitors=[
            CompetitorOut(brand=row.brand, product=row.product, price=row.price, note=row.note)
            for row in visit.competitors.all()
        ],
        photos=[PhotoOut(sha256=photo.sha256, step=photo.step) for photo in visit.photos.all()],
    )
