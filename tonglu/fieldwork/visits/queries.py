"""What is known of shelves and past calls, for many customers at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import F, Sum, Window
from django.db.models.functions import RowNumber

from tonglu.base.periods import period_of
from tonglu.fieldwork.dayplans.models import DayPlan
from tonglu.fieldwork.visits.models import StockCount, Visit
from tonglu.trade.orders.models import OrderLine

# of which the mean sales are taken
MONTHS = 6


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is known of a SKU at a customer: counted when and how many, and what has come or is coming since."""

    last_count: int | None = None
    counted_on: date | None = None
    delivered: int = 0
    on_the_way: int = 0


Shelves = Mapping[int, Mapping[int, Shelf]]


def shelves(*, customers: Collection[int], before: date) -> Shelves:
    """customer id → SKU id → `Shelf`, from facts before a day.

    Goods delivered on the day of the count itself came after it: the van comes when the rep has gone.
    """
    known: dict[int, dict[int, Shelf]] = defaultdict(dict)
    counts = StockCount.objects.filter(
        visit__customer__in=customers, visit__business_date__lt=before
    ).annotate(rank=_rank("visit__customer", "sku", newest="visit__started_at"))
    for customer, sku, day, shelf, back in counts.filter(rank=1).values_list(
        "visit__customer", "sku", "visit__business_date", "shelf", "back"
    ):
        known[customer][sku] = Shelf(last_count=shelf + back, counted_on=day)
    lines = OrderLine.objects.filter(order__customer__in=customers, order__cancellation__isnull=True)
    for customer, sku, day, quantity in lines.filter(order__delivery__isnull=False).values_list(
        "order__customer", "sku", "order__delivery__business_date", "quantity"
    ):
        shelf_now = known[customer].get(sku)
        if shelf_now and shelf_now.counted_on and day >= shelf_now.counted_on:
            known[customer][sku] = replace(shelf_now, delivered=shelf_now.delivered + quantity)
    coming = (
        lines.filter(order__delivery__isnull=True)
        .values("order__customer", "sku")
        .annotate(n=Sum("quantity"))
    )
    for customer, sku, quantity in coming.values_list("order__customer", "sku", "n"):
        known[customer][sku] = replace(known[customer].get(sku, Shelf()), on_the_way=quantity)
    return known


@dataclass(frozen=True, slots=True)
class PastLine:
    """What was ordered at a past call: base units, and the net amount of the line."""

    sku_id: int
    quantity: int
    net_amount: Decimal


@dataclass(frozen=True, slots=True)
class PastVisit:
    """A past call, with the lines of its order."""

    id: UUID
    business_date: date
    person: str
    seconds: int
    outcome: str
    note: str
    lines: tuple[PastLine, ...]


def last_visits(*, customers: Collection[int], each: int) -> Mapping[int, list[PastVisit]]:
    """customer id → his latest calls, newest first. As values: a phone's pull reads them by the thousand."""
    ranked = Visit.objects.filter(customer__in=customers).annotate(
        rank=_rank("customer", newest="started_at")
    )
    latest = ranked.filter(rank__lte=each).order_by("customer", "-started_at")
    visits = list(
        latest.values_list(
            "customer", "order", "id", "business_date", "person__name", "seconds", "outcome", "note"
        )
    )
    lines = _lines_of([order for _customer, order, *_rest in visits if order])
    found: dict[int, list[PastVisit]] = defaultdict(list)
    for customer, order, id, day, person, seconds, outcome, note in visits:
        its_lines = tuple(lines.get(order, ()))
        found[customer].append(PastVisit(id, day, person, seconds, outcome, note, its_lines))
    return found


def _lines_of(orders: Collection[UUID]) -> Mapping[UUID, list[PastLine]]:
    lines: dict[UUID, list[PastLine]] = defaultdict(list)
    wanted = OrderLine.objects.filter(order__in=orders).order_by("id")
    for order, sku, quantity, net in wanted.values_list("order", "sku", "quantity", "net_amount"):
        lines[order].append(PastLine(sku, quantity, net))
    return lines


def _rank(*per: str, newest: str) -> Window:
    """1 for the newest row of each group."""
    return Window(RowNumber(), partition_by=[F(field) for field in per], order_by=F(newest).desc())


def months_of_sales(*, customers: Collection[int], since: date) -> Mapping[int, Mapping[str, Decimal]]:
    """customer id → `2026-11` → net sales of orders taken in that month, since a day."""
    found: dict[int, dict[str, Decimal]] = defaultdict(dict)
    lines = OrderLine.objects.filter(
        order__customer__in=customers, order__business_date__gte=since, order__cancellation__isnull=True
    )
    by_month = lines.values(
        "order__customer", y=F("order__business_date__year"), m=F("order__business_date__month")
    )
    for customer, year, month, net in by_month.annotate(net=Sum("net_amount")).values_list(
        "order__customer", "y", "m", "net"
    ):
        found[customer][f"{year}-{month:02d}"] = net
    return found


def monthly_sales(*, customers: Collection[int], on: date) -> Mapping[int, Decimal]:
    """customer id → the mean net sales of the last `MONTHS` full months before a day, for each that is asked for."""
    months = [period_of("month", on).previous()]
    while len(months) < MONTHS:
        months.append(months[-1].previous())
    sold = months_of_sales(customers=customers, since=months[-1].start)
    return {
        one: sum((sold.get(one, {}).get(month.key, Decimal(0)) for month in months), Decimal(0)) / MONTHS
        for one in customers
    }


def visited(plan: DayPlan) -> set[int]:
    """The customers of a day plan at whom its person completed a call that day."""
    made = Visit.objects.filter(
        person=plan.person_id, business_date=plan.day, outcome=Visit.Outcome.COMPLETED
    )
    return set(made.values_list("customer", flat=True))
