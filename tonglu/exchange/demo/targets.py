"""Monthly targets of each rep: what he sold, or will at the pace of his latest weeks, with a little chance on top."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from tonglu.base.periods import Period, period_of
from tonglu.directory.calendar.rules import WorkCalendar
from tonglu.exchange.demo.people import Post, Staff
from tonglu.exchange.demo.plot import Plot
from tonglu.planning.targets.models import TargetPlan, Wanted

REACHED = (1.03, 1.17)  # of his target, by a rep in a month
BEHIND = (0.82, 0.9)  # by one of the office that is behind, and by the rep who slips
MUST = Decimal("0.92")  # the commitment 任务 as a share of the target 目标
THOUSAND = Decimal(1000)

Sold = Mapping[tuple[int, date], Decimal]


def targets(
    random: Random,
    *,
    staff: Staff,
    sold: Sold,
    start: date,
    today: date,
    calendar: WorkCalendar,
    plot: Plot,
    at: datetime,
) -> int:
    """Months wholly within the history, the present one and the next; the director approves. Returns the cells."""
    months = _months(start, today)
    reached = {
        rep.person.pk: random.uniform(
            *(BEHIND if plot.is_behind(office) or rep is plot.slipping else REACHED)
        )
        for office in staff.offices
        for rep in office.reps
    }
    cells = [
        _wanted(random, rep, month, sold, (start, today), calendar, reached[rep.person.pk])
        for month in months
        for rep in staff.reps
    ]
    for year in sorted({month.start.year for month in months}):
        plan = TargetPlan.objects.create(metric="sales_amount", year=year)
        of_year = [cell for cell in cells if cell.period.start.year == year]
        maker, approver = staff.offices[0].head.account, staff.director.account
        version = plan.draft(cells=of_year, reason="年初分解，按月下达", by=maker, at=at)
        version.approve(by=approver, at=at)
    return len(cells)


def _months(start: date, today: date) -> list[Period]:
    month = period_of("month", start)
    months = [] if start > month.start else [month]
    while (month := month.next()).start <= today:
        months.append(month)
    present = period_of("month", today)
    return [*months, *([] if present in months else [present]), present.next()]


def _wanted(
    random: Random,
    rep: Post,
    month: Period,
    sold: Sold,
    known: tuple[date, date],
    calendar: WorkCalendar,
    reached: float,
) -> Wanted:
    """Sales over what he reaches of his target; where the month is not over, at the pace of the days that are known."""
    pace, days = _pace(rep, month, sold, known, calendar)
    share = Decimal(str(round(reached + random.uniform(-0.04, 0.04), 3)))
    amount = max(THOUSAND, round(pace * days / share / THOUSAND) * THOUSAND)
    return Wanted(rep.person, month, amount, round(amount * MUST / THOUSAND) * THOUSAND)


def _pace(
    rep: Post, month: Period, sold: Sold, known: tuple[date, date], calendar: WorkCalendar
) -> tuple[Decimal, int]:
    """Net sales in yuan of a working day, and the working days of the month."""
    start, today = known
    facts = [day for day in calendar.workdays(month) if start < day < today]
    if len(facts) < 5:  # too few to go by: the latest four weeks instead
        lately = (today - timedelta(days=n) for n in range(1, 29))
        facts = [day for day in calendar.workdays(lately) if start < day]
    total = sum((sold.get((rep.person.pk, day), Decimal(0)) for day in facts), Decimal(0))
    return total / max(1, len(facts)), len(calendar.workdays(month))
