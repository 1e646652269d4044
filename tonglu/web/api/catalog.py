"""Goods and what they cost a customer: channels, customer classes, SKUs, price rules."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.db.models import Prefetch, Q
from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from pydantic import BaseModel

from tonglu.base.dated import in_force
from tonglu.customers.cards.models import Customer
from tonglu.directory.catalog.models import Channel, CustomerClass, Sku, SkuCost
from tonglu.directory.clients.models import Right
from tonglu.trade.prices.models import PriceRule
from tonglu.web.access import FieldGroup, sees
from tonglu.web.api.auth import ApiRequest, Bearer
from tonglu.web.api.kinds import DayIn, Find, Key, MoneyOut, Ref, choice, ref, ref_or_none
from tonglu.web.api.paging import Asked, Page, paged

router = Router(tags=["catalog"])
State = Annotated[Sku.State, choice(Sku.State)]
READ = Bearer(Right.CATALOG_READ, "skus")


class ChannelsAsked(Asked):
    pass


@router.get("/channels", auth=READ, response=Page[Ref], summary=_("渠道"))
def list_channels(request: ApiRequest, asked: Query[ChannelsAsked]) -> object:
    return paged(Channel.objects.all(), asked=asked, out=ref)


class ClassOut(BaseModel):
    """`rank` 1 is the most valuable."""

    id: int
    code: str
    name: str
    rank: int


class ClassesAsked(Asked):
    pass


@router.get("/classes", auth=READ, response=Page[ClassOut], summary=_("客户等级"))
def list_classes(request: ApiRequest, asked: Query[ClassesAsked]) -> object:
    return paged(CustomerClass.objects.all(), asked=asked, out=_class)


def _class(row: CustomerClass) -> ClassOut:
    return ClassOut(id=row.pk, code=row.code, name=row.name, rank=row.rank)


class SkuOut(BaseModel):
    """Counted and ordered in base units (`unit_name`), handled in packs of `pack_size` of them.

    `cost`: of a base unit today; null where it is not known or not for the token's person.
    """

    id: int
    code: str
    name: str
    spec: str
    barcode: str
    brand: Ref | None
    category: Ref | None
    unit_name: str
    pack_name: str
    pack_size: int
    shelf_life_days: int | None
    focus: bool
    state: State
    cost: MoneyOut | None


class SkusAsked(Asked):
    code: Key | None = None
    barcode: Key | None = None
    state: State | None = None
    q: Find | None = None


@router.get("/skus", auth=READ, response=Page[SkuOut], summary=_("单品"))
def list_skus(request: ApiRequest, asked: Query[SkusAsked]) -> object:
    wanted = {
        "code": asked.code,
        "barcode": asked.barcode,
        "state": asked.state,
        "search__icontains": asked.q and asked.q.lower(),
    }
    rows = Sku.objects.filter(**{name: value for name, value in wanted.items() if value is not None})
    shown = sees(request.scope.roles, FieldGroup.COST)
    costs = SkuCost.objects.filter(in_force(request.scope.on)) if shown else SkuCost.objects.none()
    with_costs = rows.select_related("brand", "category").prefetch_related(
        Prefetch("costs", costs, to_attr="known")
    )
    return paged(with_costs, asked=asked, out=_sku)


def _sku(sku: Sku) -> SkuOut:
    known: list[SkuCost] = sku.known  # type: ignore[attr-defined]  # prefetched above
    return SkuOut(
        id=sku.pk,
        code=sku.code,
        name=sku.name,
        spec=sku.spec,
        barcode=sku.barcode,
        brand=ref_or_none(sku.brand),
        category=ref_or_none(sku.category),
        unit_name=sku.unit_name,
        pack_name=sku.pack_name,
        pack_size=sku.pack_size,
        shelf_life_days=sku.shelf_life_days,
        focus=sku.focus,
        state=Sku.State(sku.state),
        cost=known[0].cost if known else None,
    )


class PriceOut(BaseModel):
    """Per base unit, from `start` up to, not including, `stop`. The most specific rule that fits applies: customer

    before class before channel before everyone.
    """

    id: int
    sku: Ref
    channel: Ref | None
    customer_class: Ref | None
    customer: Ref | None
    start: date
    stop: date | None
    list_price: MoneyOut
    net_price: MoneyOut
    floor_price: MoneyOut | None


class PricesAsked(Asked):
    sku: Key | None = None
    customer: Key | None = None
    on: DayIn | None = None


@router.get(
    "/price-rules",
    auth=Bearer(Right.PRICES_READ, "sku"),
    response=Page[PriceOut],
    summary=_("价格规则；客户专价只列管辖内的客户"),
)
def list_price_rules(request: ApiRequest, asked: Query[PricesAsked]) -> object:
    mine = Q(customer__isnull=True) | Q(customer__in=Customer.objects.visible_to(request.scope))
    rows = PriceRule.objects.filter(mine).select_related("sku", "channel", "customer_class", "customer")
    if asked.sku is not None:
        rows = rows.filter(sku__code=asked.sku)
    if asked.customer is not None:
        rows = rows.filter(customer__code=asked.customer)
    if asked.on is not None:
        rows = rows.filter(in_force(asked.on))
    return paged(rows, asked=asked, out=_price)


def _price(rule: PriceRule) -> PriceOut:
    return PriceOut(
        id=rule.pk,
        sku=ref(rule.sku),
        channel=ref_or_none(rule.channel),
        customer_class=ref_or_none(rule.customer_class),
        customer=ref_or_none(rule.customer),
        start=rule.start,
        stop=rule.stop,
        list_price=rule.list_price,
        net_price=rule.net_price,
        floor_price=rule.floor_price,
    )
