"""What went wrong on a day, from facts alone, so that someone can answer it the next morning."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from django.db.models import Count, Exists, OuterRef, Q

from tonglu.directory.catalog.models import CustomerClass
from tonglu.directory.org.models import Unit
from tonglu.directory.org.scope import Scope
from tonglu.fieldwork.dayplans.models import PlannedStop
from tonglu.fieldwork.visits.models import Visit, VisitQuerySet
from tonglu.results.metrics.engine import ratio
from tonglu.results.metrics.register import REGISTER
from tonglu.results.reports.models import DayReport

Kind = Literal["missed", "shut", "refused", "low_success", "report"]
# fewer calls than this say nothing about a rep's success
ENOUGH_CALLS = 5


@dataclass(frozen=True, slots=True)
class Exceptional:
    """A kind of exception at one person: how many, where (some names), and for low success the rate in percent."""

    kind: Kind
    person_id: int
    person: str
    count: int
    places: tuple[str, ...] = ()
    rate: Decimal | None = None


def exceptions(*, scope: Scope, day: date, unit: Unit | None = None) -> list[Exceptional]:
    """Of a day, in the scope (and below a unit): missed outlets of the first class, shops shut, calls refused, low
    success, reports not handed in. Worst kinds first, then by person."""
    here = Q(position__unit__path__startswith=unit.path) if unit else Q()
    visits = Visit.objects.filter(scope.positions_q(), here, business_date=day)
    reports = DayReport.objects.visible_to(scope).filter(here, day=day, state=DayReport.State.OPEN)
    return [
        *_missed(scope, day, unit),
        *_low_success(visits.filter(outcome=Visit.Outcome.COMPLETED)),
        *_not_served("refused", visits.filter(outcome=Visit.Outcome.REFUSED)),
        *_not_served("shut", visits.filter(outcome=Visit.Outcome.SHUT)),
        *(Exceptional("report", r.person_id, r.person.name, 1) for r in reports.select_related("person")),
    ]


def _missed(scope: Scope, day: date, unit: Unit | None) -> list[Exceptional]:
    first = CustomerClass.objects.order_by("rank").values("pk")[:1]
    done = Visit.objects.filter(
        person=OuterRef("plan__person"),
        customer=OuterRef("customer"),
        business_date=day,
        outcome=Visit.Outcome.COMPLETED,
    )
    here = Q(plan__position__unit__path__startswith=unit.path) if unit else Q()
    stops = PlannedStop.objects.filter(scope.positions_q("plan__position"), here, plan__day=day)
    missed = stops.filter(~Exists(done), customer__customer_class__in=first)
    rows = missed.values_list("plan__person", "plan__person__name", "customer__name")
    return _by_person("missed", rows.order_by("plan__person__code", "sequence"))


def _not_served(kind: Kind, visits: VisitQuerySet) -> list[Exceptional]:
    rows = [
        (v.person_id, v.person.name, v.customer.name) for v in visits.select_related("person", "customer")
    ]
    return _by_person(kind, rows)


def _by_person(kind: Kind, rows: Iterable[tuple[int, str, str]]) -> list[Exceptional]:
    places: dict[tuple[int, str], list[str]] = {}
    for person, name, place in rows:
        places.setdefault((person, name), []).append(place)
    return [Exceptional(kind, person, name, len(at), tuple(at)) for (person, name), at in places.items()]


def _low_success(calls: VisitQuerySet) -> list[Exceptional]:
    standard = REGISTER["successful_call_rate"].standard or 0
    rows = calls.values_list("person", "person__name").annotate(n=Count("pk"), sold=Count("order"))
    rates = [
        (person, name, n, ratio(sold * 100, n)) for person, name, n, sold in rows.order_by("person__code")
    ]
    return [
        Exceptional("low_success", person, name, n, rate=rate)
        for person, name, n, rate in rates
        if n >= ENOUGH_CALLS and rate is not None and rate < standard
    ]
