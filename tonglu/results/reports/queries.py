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

Of = Sequence[tuple[Person, Position]]
Figures = Mapping[str, Decimal | None]

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
    return day_sheets(of=[(person, position)], on=on)[0]


def day_sheets(*, of: Of, on: date) -> list[DaySheet]:
    """The sheets of several persons' same day, in their order; what can be asked for all at once is."""
    visits = of_calls.visits_of(people=[person for person, _position in of], on=on)
    figures, months = _figures(of, on), _months(of, on)
    return [
        _sheet(person, position, on, visits[person.pk], figures[person.code], months[person.code])
        for person, position in of
    ]


def _sheet(
    person: Person,
    position: Position,
    on: date,
    visits: Sequence[Visit],
    figures: Figures,
    month: Figures,
) -> DaySheet:
    zone = Company.current().zone
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
        head=_head(person, position, on, marks, zone, month),
        calls=rows,
        foot=foot(rows),
        figures=figures,
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


def _head(
    person: Person,
    position: Position,
    on: date,
    marks: Mapping[str, datetime],
    zone: tzinfo,
    month: Figures,
) -> Head:
    company = Company.current()
    return Head(
        company=company.name,
        currency=company.currency,
        units=_units(position),
        person=person.code,
        name=person.name,
        day=on,
        customers=_customers(position, on),
        target=month["target"],
        sales=month["sales_amount"],
        achievement=month["target_achievement"],
        pace=month["time_pace"],
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


def _figures(of: Of, on: date) -> dict[str, Figures]:
    """By the code of the person: the day's metrics."""
    day = Cut(on, on, as_of=on)
    each = {key: _by_person(key, of, day) for key in FIGURES}
    return {person.code: {key: each[key].get(person.code) for key in FIGURES} for person, _position in of}


def _months(of: Of, on: date) -> dict[str, Figures]:
    """By the code of the person: how his month stands at the end of the day."""
    month = period_of("month", on)
    whole = Cut(month.start, month.last, as_of=on)
    each = {key: _by_person(key, of, whole) for key in ("target_achievement", "time_pace")}
    each["sales_amount"] = _by_person("sales_amount", of, Cut(month.start, on, as_of=on))
    only, by = _only(of)
    sums = engine.totals(measure=TARGET, by=by, cut=whole.narrow(**only))
    each["target"] = {only.get("rep") or key[0]: unscaled(total) for key, total in sums.items()}
    return {person.code: {key: each[key].get(person.code) for key in each} for person, _position in of}


def _by_person(key: str, of: Of, cut: Cut) -> dict[str, Decimal | None]:
    only, by = _only(of)
    cells = engine.values(key=key, by=by, cut=cut.narrow(**only))
    return {only.get("rep") or cell.key[0]: cell.value for cell in cells}


def _only(of: Of) -> tuple[dict[str, str], tuple[str, ...]]:
    """One person's numbers are asked for alone; those of several together, for everyone."""
    return ({"rep": of[0][0].code}, ()) if len(of) == 1 else ({}, ("rep",))


def _missed(stops: Sequence[PlannedStop], visits: Sequence[Visit]) -> tuple[Missed, ...]:
    done = {visit.customer_id for visit in visits if visit.outcome == Visit.Outcome.COMPLETED}
    return tuple(
        Missed(stop.customer.code, stop.customer.name, stop.purpose)
        for stop in stops
        if stop.customer_id not in done
    )
