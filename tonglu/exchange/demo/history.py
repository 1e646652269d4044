"""The history: every worked day up to yesterday, day by day and rep by rep; then the plan of today and of tomorrow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import groupby

from tonglu.base.journal.models import record
from tonglu.directory.org.models import Company
from tonglu.exchange.demo.calls import Whose
from tonglu.exchange.demo.days import GOAL_PER_CALL, plan, report, walk
from tonglu.exchange.demo.remarks import Round
from tonglu.exchange.demo.world import World
from tonglu.fieldwork.dayplans.models import DayPlan
from tonglu.results.reports.models import DayReport

NO_ORDER = (0.07, 0.17)  # the chance that a rep leaves without an order, from the best to the worst
OPEN, FILED = (
    0.2,
    0.9,
)  # of the last day's reports: share not handed in, and of the others waiting for a signature
EARLY = 0.5  # of the reps have handed in tomorrow's plan already


@dataclass
class History:
    """What was sold by whom on which day of delivery, for the targets: (person id, day) → net amount in yuan."""

    sold: dict[tuple[int, date], Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    rows: dict[str, int] = field(default_factory=dict)


def history(world: World, *, company: Company, start: date, at: datetime) -> History:
    """One batch, and one journal row, for each week."""
    told = History()
    everyone = list(_everyone(world))
    goals = dict.fromkeys((whose.post.person.pk for whose in everyone), GOAL_PER_CALL)
    days = [start + timedelta(days=n) for n in range((world.today - start).days)]
    worked = [day for day in days if world.lines.calendar.is_worked(day)]
    for _week, of_week in groupby(worked, key=lambda day: day.isocalendar()[:2]):
        for day in of_week:
            for whose in everyone:
                _day(world, whose, day, told, goals, last=day == worked[-1])
        _write(world, company, day, told, at)
    for whose in everyone:
        _ahead(world, whose, goals[whose.post.person.pk])
    _write(world, company, world.today, told, at)
    world.write_counters()
    return told


def _everyone(world: World) -> Iterator[Whose]:
    for office in world.staff.offices:
        for team in office.teams:
            for rep in team.reps:
                yield Whose(office, team, rep, world.random.uniform(*NO_ORDER))


def _day(
    world: World, whose: Whose, day: date, told: History, goals: dict[int, Decimal], *, last: bool
) -> None:
    outlets, person = world.lines.due(whose.post, day), whose.post.person.pk
    if not outlets:
        return
    before = world.last_workday(day)
    plan(world, whose, day, outlets, DayPlan.State.SIGNED, handed_in=before, goal=goals[person])
    done = walk(world, whose, day, outlets)
    report(world, whose, day, done, _report_state(world) if last else DayReport.State.SIGNED)
    told.sold[person, world.next_workday(day)] += done.net
    goals[person] = _goal(done, goals[person])


def _goal(done: Round, before: Decimal) -> Decimal:
    """Yuan a call, in whole tens: tomorrow's goal leans on what today brought."""
    today = done.net / done.calls if done.calls else before
    return round((before * 4 + today) / 50) * Decimal(10)


def _report_state(world: World) -> DayReport.State:
    if world.random.random() < OPEN:
        return DayReport.State.OPEN
    return DayReport.State.FILED if world.random.random() < FILED else DayReport.State.SIGNED


def _ahead(world: World, whose: Whose, goal: Decimal) -> None:
    """Today's plan is signed, so that the day can be played; some of the next day's wait for a signature."""
    before = world.last_workday(world.today)
    if today := world.lines.due(whose.post, world.today):
        plan(world, whose, world.today, today, DayPlan.State.SIGNED, handed_in=before, goal=goal)
    tomorrow = world.next_workday(world.today)
    if world.random.random() < EARLY and (outlets := world.lines.due(whose.post, tomorrow)):
        plan(world, whose, tomorrow, outlets, DayPlan.State.SUBMITTED, handed_in=before, goal=goal)


def _write(world: World, company: Company, day: date, told: History, at: datetime) -> None:
    written = world.batch.write()
    evening = datetime.combine(day, time(22), world.zone)
    for name, count in written.items():
        told.rows[name] = told.rows.get(name, 0) + count
    record(verb="demo.history", obj=company, by=None, at=min(at, evening), facts={"to": day, "rows": written})
