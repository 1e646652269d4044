"""The sheet of a person's day, computed from facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal

from tonglu.base.dated import in_force
from tonglu.base.money import unscaled
from tonglu.base.periods import period_of
from tonglu.customers.cards.models import Customer, Ownership
from tonglu.directory.org.models import Company, Person, Position, Unit
from tonglu.fieldwork.dayplans.models import DayMark, PlannedStop
from tonglu.fieldwork.visits.models import Visit
from tonglu.results.boards.queries import TARGET
from tonglu.results.metrics import engine
from tonglu.results.metrics.engine import Cut
from tonglu.results.reports import calls as of_calls
from tonglu.results.reports.figures import DaySheet, Head, Missed
from tonglu.results.reports.rules import day_spells, foot, minutes_of

# the day's metrics on the sheet
FIGURES = (
    "visits",
    "planned_visits",
    "plan_visit_rate",
    "successful_call_rate",
    "minutes_per_visit",
    "must_stock_compliance",
)


def day_sheet(*, person: Person, position: Position, on: date) -> DaySheet:
    """Table 3-1 of a person's day as the facts stand now; `position` is the one whose customers are counted.

    On a row, 金额 is the order of the call at list price, 销售额 the same net of discount, so that the row adds up; an
    order counts on the day of the call, whatever the company calls a sale, for the sheet is about the call. The head's
    month follows the register. Receivables, payments and expenses have no facts yet and are not on the sheet's values.
    """
    zone = Company.current().zone
    visits = of_calls.visits_of(person=person, on=on)
    stops = list(PlannedStop.objects.filter(plan__person=person, plan__day=on).select_related("customer"))
    rows = of_calls.call_rows(visits, planned={stop.customer_id for stop in stops}, zone=zone)
    marks = _marks(person, on)
    seconds = {kind: of_calls.second_of_day(at, on=on, zone=zone) for kind, at in marks.items()}
    spells = day_spells(
        started=seconds.get(DayMark.Kind.START),
        ended=seconds.get(DayMark.Kind.END),
        calls=of_calls.in_store(visits, on=on, zone=zone),
    )
    return DaySheet(
        head=_head(person, position, on, marks, zone),
        calls=rows,
        foot=foot(rows),
        figures=_figures(person, on),
        spells=spells,
        minutes=minutes_of(spells),
        missed=_missed(stops, visits),
        words=of_calls.words_of(visits),
        refusals=of_calls.refusals_of(visits),
        shortages=of_calls.shortages_of(visits),
        counted=of_calls.counted(visits),
        rivals=of_calls.rivals_of(visits),
        version=engine.version(),
    )


def _marks(person: Person, on: date) -> dict[str, datetime]:
    """The first start and the last end of a day."""
    found: dict[str, datetime] = {}
    for mark in DayMark.objects.filter(person=person, business_date=on).order_by("at"):
        if mark.kind == DayMark.Kind.END or mark.kind not in found:
            found[mark.kind] = mark.at
    return found


def _head(person: Person, position: Position, on: date, marks: Mapping[str, datetime], zone: tzinfo) -> Head:
    company = Company.current()
    month = period_of("month", on)
    whole = Cut(month.start, month.last, as_of=on).narrow(rep=person.code)
    target = engine.totals(measure=TARGET, cut=whole)
    return Head(
        company=company.name,
        currency=company.currency,
        units=_units(position),
        person=person.code,
        name=person.name,
        day=on,
        customers=_customers(position, on),
        target=unscaled(target[()]) if () in target else None,
        sales=engine.value(key="sales_amount", cut=Cut(month.start, on, as_of=on).narrow(rep=person.code)),
        achievement=engine.value(key="target_achievement", cut=whole),
        pace=engine.value(key="time_pace", cut=whole),
        started=_clock(marks.get(DayMark.Kind.START), zone),
        ended=_clock(marks.get(DayMark.Kind.END), zone),
    )


def _clock(at: datetime | None, zone: tzinfo) -> str:
    return of_calls.clock(at, zone) if at else ""


def _units(position: Position) -> tuple[str, ...]:
    """From below the company down to his own; the company's own name stands in the title."""
    line = [*position.unit.ancestors(), position.unit]
    return tuple(unit.name for unit in line if unit.kind != Unit.Kind.COMPANY)


def _customers(position: Position, on: date) -> int:
    gone = (Customer.State.CLOSED, Customer.State.PROSPECT)
    return Ownership.objects.filter(in_force(on), position=position).exclude(customer__state__in=gone).count()


def _figures(person: Person, on: date) -> dict[str, Decimal | None]:
    day = Cut(on, on, as_of=on).narrow(rep=person.code)
    return {key: engine.value(key=key, cut=day) for key in FIGURES}


def _missed(stops: Sequence[PlannedStop], visits: Sequence[Visit]) -> tuple[Missed, ...]:
    done = {visit.customer_id for visit in visits if visit.outcome == Visit.Outcome.COMPLETED}
    return tuple(
        Missed(stop.customer.code, stop.customer.name, stop.purpose)
        for stop in stops
        if stop.customer_id not in done
    )
