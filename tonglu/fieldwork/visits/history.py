"""What happened at a customer: his calls and orders in time, and what was counted each time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Sum

from tonglu.customers.cards.models import Customer
from tonglu.directory.catalog.models import Sku
from tonglu.directory.org.scope import Scope
from tonglu.fieldwork.visits.models import StockCount, Visit
from tonglu.trade.orders.models import Order


@dataclass(frozen=True, slots=True)
class Event:
    """A call, or an order that was taken without one; a call's own order stands with it."""

    at: datetime
    day: date
    who: str
    visit: Visit | None
    order: Order | None
    amount: Decimal | None


def timeline(*, customer: Customer, scope: Scope, last: int = 40) -> list[Event]:
    """The latest events at a customer that the scope may see, newest first."""
    visits = Visit.objects.visible_to(scope).filter(customer=customer)
    visits = visits.select_related("person", "order").annotate(net=Sum("order__lines__net_amount"))
    orders = Order.objects.visible_to(scope).filter(customer=customer, visit__isnull=True)
    orders = orders.select_related("person").with_amount().order_by("-placed_at")
    calls = [
        Event(v.started_at, v.business_date, v.person.name, v, v.order, v.net)  # type: ignore[attr-defined]  # annotated
        for v in visits.order_by("-started_at")[:last]
    ]
    others = [
        Event(o.placed_at, o.business_date, o.person.name, None, o, o.net)  # type: ignore[attr-defined]  # annotated
        for o in orders[:last]
    ]
    return sorted(calls + others, key=lambda event: event.at, reverse=True)[:last]


@dataclass(frozen=True, slots=True)
class Counted:
    """A SKU's counts in base units, one for each of the days of its table; None where it was not counted."""

    sku: Sku
    counts: Sequence[int | None]


@dataclass(frozen=True, slots=True)
class StockTable:
    """The latest calls with a count, oldest first, and what was found of each SKU."""

    calls: Sequence[Visit]
    rows: Sequence[Counted]


def stock_table(*, customer: Customer, scope: Scope, last: int = 8) -> StockTable:
    visits = Visit.objects.visible_to(scope).filter(customer=customer)
    counted = visits.annotate(n=Count("stock")).filter(n__gt=0).order_by("-started_at")
    calls = list(counted[:last])[::-1]
    found = {
        (row.sku_id, row.visit_id): row.total
        for row in StockCount.objects.filter(visit__in=[c.pk for c in calls])
    }
    skus = Sku.objects.filter(pk__in={sku for sku, _visit in found}).order_by("code")
    return StockTable(calls, [Counted(sku, [found.get((sku.pk, call.pk)) for call in calls]) for sku in skus])
