"""What boards show, from metrics alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Max, Sum

from tonglu.base.dated import in_force
from tonglu.base.money import unscaled
from tonglu.base.periods import Period, period_of
from tonglu.directory.calendar.models import work_calendar
from tonglu.directory.org.models import REPS, Appointment, Person, Unit
from tonglu.directory.org.scope import Scope
from tonglu.fieldwork.dayplans.models import PlannedStop
from tonglu.fieldwork.visits.models import Visit
from tonglu.results.metrics import engine
from tonglu.results.metrics.engine import Cut
from tonglu.results.metrics.register import REGISTER, Measure
from tonglu.results.metrics.register import Unit as MetricUnit

TARGET = Measure("targets", "amount")
MUST = Measure("targets", "must")
ELAPSED = Measure("targets", "amount", elapsed=True)

# what a line of a board shows beside target, actual and pace
FIGURES = (
    "sales_amount",
    "target_achievement",
    "time_pace",
    "visits",
    "plan_visit_rate",
    "successful_call_rate",
    "minutes_per_visit",
    "must_stock_compliance",
    "active_customers",
    "gross_margin",
)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a board: a rep, a unit, or the whole. `figures` by metric key; `target` and `projection` money."""

    kind: str
    code: str
    name: str
    target: Decimal | None
    projection: Decimal | None
    figures: Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Board:
    """A unit (or a rep) over a period, as of a day: the whole, its parts, and the days' running totals.

    `elapsed`: the share of the target's days gone, or of the working days where there is no target.
    """

    period: Period
    as_of: date
    workday: int
    workdays: int
    elapsed: Decimal | None
    whole: Line
    parts: Sequence[Line]
    days: Sequence[RunningDay]

    @property
    def elapsed_percent(self) -> Decimal | None:
        return None if self.elapsed is None else self.elapsed * 100


@dataclass(frozen=True, slots=True)
class RunningDay:
    """Sales and target from the period's first day to this one; no `actual` after the day of asking."""

    day: date
    actual: Decimal | None
    target: Decimal


def board(
    *, scope: Scope, period: Period, as_of: date, unit: Unit | None = None, person: Person | None = None
) -> Board:
    """The board of a rep, else of a unit, else of all that the scope sees.

    Its parts are the unit's child units where it has any, else its people; a rep has none.
    """
    cut = Cut(
        first=period.start, last=period.last, as_of=as_of, scope=scope, within=unit.path if unit else ""
    )
    days = work_calendar().workdays(period)
    gone = [day for day in days if day <= as_of]
    if person:
        cut = cut.narrow(rep=person.code)
    whole = _lines(cut, (), len(gone), len(days)).get(())
    figures = whole or ({}, None, None)
    name = person.name if person else unit.name if unit else ""
    kind = "rep" if person else "unit"
    code = person.code if person else unit.code if unit else ""
    return Board(
        period=period,
        as_of=as_of,
        workday=len(gone),
        workdays=len(days),
        elapsed=_elapsed(cut, len(gone), len(days)),
        whole=Line(kind, code, name, figures[1], figures[2], figures[0]),
        parts=[] if person else _parts(cut, unit, len(gone), len(days)),
        days=_running(cut, period, as_of),
    )


_Figures = tuple[Mapping[str, Decimal | None], Decimal | None, Decimal | None]


def _parts(cut: Cut, unit: Unit | None, gone: int, days: int) -> list[Line]:
    children = list(unit.children.order_by("code")) if unit else []
    if children:
        cut = replace(cut, branches=tuple((child.path, child.code) for child in children))
        by, kind, names = "branch", "unit", {child.code: child.name for child in children}
    else:
        by, kind = "rep", "rep"
        names = dict(Person.objects.values_list("code", "name")) if unit is None else _people(unit)
    lines = _lines(cut, (by,), gone, days)
    return [
        Line(kind, key[0], names.get(key[0], key[0]), target, projection, figures)
        for key, (figures, target, projection) in sorted(lines.items())
    ]


def _people(unit: Unit) -> dict[str, str]:
    held = Appointment.objects.filter(position__unit__path__startswith=unit.path)
    return dict(held.values_list("person__code", "person__name"))


def _lines(cut: Cut, by: tuple[str, ...], gone: int, days: int) -> dict[tuple[str, ...], _Figures]:
    """key → (figures, target, projection), each measure asked once."""
    found = engine.figures(keys=FIGURES, by=by, cut=cut)
    targets = engine.totals(measure=TARGET, by=by, cut=cut)
    elapsed = engine.totals(measure=ELAPSED, by=by, cut=cut)
    return {
        key: (
            figures,
            unscaled(targets[key]) if key in targets else None,
            _projection(figures.get("sales_amount"), targets.get(key, 0), elapsed.get(key, 0), gone, days),
        )
        for key, figures in found.items()
    }


def _projection(actual: Decimal | None, target: int, elapsed: int, gone: int, days: int) -> Decimal | None:
    """Actual so far over the planned weights elapsed (the target's days; without a target, working days)."""
    share = engine.ratio(elapsed, target) if target else engine.ratio(gone, days)
    return actual / share if actual is not None and share else None


def _elapsed(cut: Cut, gone: int, days: int) -> Decimal | None:
    target = engine.totals(measure=TARGET, cut=cut).get((), 0)
    if not target:
        return engine.ratio(gone, days)
    return engine.ratio(engine.totals(measure=ELAPSED, cut=cut).get((), 0), target)


def _running(cut: Cut, period: Period, as_of: date) -> list[RunningDay]:
    sold = {cell.key[0]: cell.value for cell in engine.values(key="sales_amount", by=("day",), cut=cut)}
    due = engine.totals(measure=TARGET, by=("day",), cut=cut)
    actual, target, running = Decimal(0), Decimal(0), []
    for day in period.days():
        actual += sold.get(day.isoformat()) or 0
        target += unscaled(due.get((day.isoformat(),), 0))
        running.append(RunningDay(day, actual if day <= as_of else None, target))
    return running


@dataclass(frozen=True, slots=True)
class Standing:
    """A metric against its standard; `good` is None where one of them is missing."""

    key: str
    name: str
    unit: MetricUnit
    value: Decimal | None
    standard: Decimal | None
    good: bool | None


@dataclass(frozen=True, slots=True)
class Month:
    """A rep's month so far."""

    period: Period
    workday: int
    workdays: int
    target: Decimal | None
    must: Decimal | None
    actual: Decimal
    achievement: Decimal | None
    pace: Decimal | None
    elapsed: Decimal | None
    projection: Decimal | None
    metrics: Sequence[Standing]


APPRAISED = (
    "plan_visit_rate",
    "successful_call_rate",
    "must_stock_compliance",
    "visits",
    "minutes_per_visit",
    "active_customers",
)


def performance(*, person: Person, on: date) -> Month | None:
    """The month of a person's own facts; None for one without a position."""
    scope = person.scope(on=on)
    if not scope.positions:
        return None
    whole = board(scope=scope, period=period_of("month", on), as_of=on, person=person)
    figures = whole.whole.figures
    cut = Cut(whole.period.start, whole.period.last, on, scope).narrow(rep=person.code)
    musts = engine.totals(measure=MUST, cut=cut)
    return Month(
        period=whole.period,
        workday=whole.workday,
        workdays=whole.workdays,
        target=whole.whole.target,
        must=unscaled(musts[()]) if () in musts else None,
        actual=figures.get("sales_amount") or Decimal(0),
        achievement=figures.get("target_achievement"),
        pace=figures.get("time_pace"),
        elapsed=whole.elapsed,
        projection=whole.whole.projection,
        metrics=[standing(key=key, value=figures.get(key)) for key in APPRAISED],
    )


def standing(*, key: str, value: Decimal | None) -> Standing:
    metric = REGISTER[key]
    standard = None if metric.standard is None else Decimal(metric.standard)
    good = None if value is None or standard is None else value >= standard
    return Standing(key, str(metric.name), metric.unit, value, standard, good)


@dataclass(frozen=True, slots=True)
class PersonToday:
    """Where a rep stands today: planned stops, calls completed, orders and their amount, and his latest call."""

    person: Person
    planned: int
    done: int
    orders: int
    amount: Decimal
    last_customer: str
    last_at: datetime | None


def team_today(*, scope: Scope, within: str = "") -> list[PersonToday]:
    """The reps in a scope on its day, by code; `within` is the path of a unit to stay below."""
    held = Appointment.objects.filter(in_force(scope.on), position__role__in=REPS).filter(scope.positions_q())
    held = held.filter(position__unit__path__startswith=within)
    people = Person.objects.filter(appointments__in=held).distinct().order_by("code")
    planned = dict(
        PlannedStop.objects.filter(plan__day=scope.on, plan__person__in=people)
        .values_list("plan__person")
        .annotate(n=Count("id"))
    )
    calls = Visit.objects.filter(business_date=scope.on, person__in=people)
    done = dict(calls.filter(outcome=Visit.Outcome.COMPLETED).values_list("person").annotate(n=Count("id")))
    orders = {
        person: (n, net or Decimal(0))
        for person, n, net in calls.filter(order__isnull=False, order__cancellation__isnull=True)
        .values_list("person")
        .annotate(n=Count("order", distinct=True), net=Sum("order__lines__net_amount"))
    }
    latest = dict(calls.values_list("person").annotate(last=Max("started_at")))
    last = {
        (visit.person_id, visit.started_at): visit.customer.name
        for visit in calls.filter(started_at__in=latest.values()).select_related("customer")
    }
    return [
        PersonToday(
            person=person,
            planned=planned.get(person.pk, 0),
            done=done.get(person.pk, 0),
            orders=orders.get(person.pk, (0, Decimal(0)))[0],
            amount=orders.get(person.pk, (0, Decimal(0)))[1],
            last_customer=last.get((person.pk, latest[person.pk]), "") if person.pk in latest else "",
            last_at=latest.get(person.pk),
        )
        for person in people
    ]


def yesterday(*, on: date) -> date:
    """The last working day before a day: what a morning looks back on."""
    calendar = work_calendar()
    return next(
        (day for n in range(1, 30) if calendar.is_worked(day := on - timedelta(days=n))),
        on - timedelta(days=1),
    )
