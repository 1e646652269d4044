"""Lines: five days of neighbouring outlets for each rep, A every week, B every other, C once in a cycle of four."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from operator import attrgetter

from tonglu.customers.cards.models import Customer
from tonglu.directory.calendar.rules import WorkCalendar
from tonglu.exchange.demo.areas import parted, walked
from tonglu.exchange.demo.outlets import HandOver, Outlet
from tonglu.exchange.demo.people import Post, Staff
from tonglu.planning.routes.models import JourneyPlan, Stop
from tonglu.planning.routes.rules import is_due

CYCLE_WEEKS = 4
# the weeks of the cycle as bits; outlets of a class take them in turn, so that the weeks are equally full
PATTERNS = {"A": (0b1111,), "B": (0b0101, 0b1010), "C": (0b0001, 0b0010, 0b0100, 0b1000)}
MINUTES = {"A": 12, "B": 10, "C": 8}
WEDNESDAY = 2
WHERE = attrgetter("point")


@dataclass(frozen=True, slots=True)
class Call:
    """An outlet on a weekday of a line; `weeks` of the cycle as bits."""

    outlet: Outlet
    weekday: int
    weeks: int


@dataclass(frozen=True, slots=True)
class Line:
    """A rep's calls from `start` up to, not including, `stop`, in the order of each day."""

    post: Post
    name: str
    start: date
    stop: date | None
    calls: tuple[Call, ...]

    def due(self, day: date) -> list[Outlet]:
        weekday = day.weekday()
        return [
            call.outlet
            for call in self.calls
            if call.weekday == weekday
            and (call.outlet.customer.opened_on or day) <= day
            and is_due(day, since=self.start, cycle_weeks=CYCLE_WEEKS, weeks=call.weeks)
        ]


@dataclass(frozen=True, slots=True)
class Lines:
    """Every rep's lines; `calendar` says which days are worked."""

    of_rep: dict[int, list[Line]]
    calendar: WorkCalendar
    _due: dict[tuple[int, date], list[Outlet]] = field(default_factory=dict)

    def due(self, post: Post, day: date) -> list[Outlet]:
        """Whom a rep is to visit on a worked day. At a weekend that is worked he goes where he went on Wednesday."""
        key = post.person.pk, day
        if key not in self._due:
            driven = day if day.weekday() < 5 else day - timedelta(days=day.weekday() - WEDNESDAY)
            line = self.line(post, driven)
            self._due[key] = line.due(driven) if line else []
        return self._due[key]

    def line(self, post: Post, day: date) -> Line | None:
        in_force = (
            line
            for line in self.of_rep[post.person.pk]
            if line.start <= day and (line.stop is None or day < line.stop)
        )
        return next(in_force, None)

    def days_until(self, post: Post, day: date) -> dict[int, date]:
        """customer id → the next worked weekday on which the rep comes by again, within two cycles."""
        found: dict[int, date] = {}
        for ahead in range(1, 8 * CYCLE_WEEKS):
            later = day + timedelta(days=ahead)
            if later.weekday() < 5 and self.calendar.is_worked(later):
                for outlet in self.due(post, later):
                    found.setdefault(outlet.customer.pk, later)
        return found


def lines(
    *,
    made: Sequence[Outlet],
    staff: Staff,
    handovers: Sequence[HandOver],
    start: date,
    calendar: WorkCalendar,
) -> Lines:
    """`start` is a Monday; a handover ends the lines of both and begins new ones, with the cycle in step."""
    of_rep: dict[int, list[Line]] = {}
    on_line = [o for o in made if o.customer.state == Customer.State.ACTIVE]
    for office in staff.offices:
        for number, post in enumerate(office.reps, start=1):
            calls = _calls([o for o in on_line if o.owner is post])
            first = Line(post, f"{office.district.name}{number:02d}线", start, None, calls)
            of_rep[post.person.pk] = _versions(first, handovers)
    _write(line for versions in of_rep.values() for line in versions)
    return Lines(of_rep, calendar)


def _calls(mine: Sequence[Outlet]) -> tuple[Call, ...]:
    calls: list[Call] = []
    for weekday, day in enumerate(parted(mine, 5, at=WHERE)):
        turn = {"A": 0, "B": weekday, "C": weekday}
        for outlet in walked(day, at=WHERE):
            patterns = PATTERNS[outlet.grade]
            calls.append(Call(outlet, weekday, patterns[turn[outlet.grade] % len(patterns)]))
            turn[outlet.grade] += 1
    return tuple(calls)


def _versions(line: Line, handovers: Sequence[HandOver]) -> list[Line]:
    """The line, and what became of it after each handover that touched it."""
    versions = [line]
    for handover in handovers:
        if line.post in (handover.giver, handover.taker):
            last = versions.pop()
            versions += [
                Line(line.post, line.name, last.start, handover.on, last.calls),
                Line(line.post, line.name, handover.on, None, _after(last, handover)),
            ]
    return versions


def _after(line: Line, handover: HandOver) -> tuple[Call, ...]:
    if line.post is handover.taker:
        return _calls([*(call.outlet for call in line.calls), *handover.outlets])
    gone = {outlet.customer.pk for outlet in handover.outlets}
    return tuple(call for call in line.calls if call.outlet.customer.pk not in gone)


def _write(every: Iterable[Line]) -> None:
    for line in every:
        plan = JourneyPlan.objects.create(
            position=line.post.position,
            name=line.name,
            cycle_weeks=CYCLE_WEEKS,
            start=line.start,
            stop=line.stop,
        )
        sequence: dict[int, int] = {}
        stops = []
        for call in line.calls:
            sequence[call.weekday] = sequence.get(call.weekday, 0) + 1
            stops.append(
                Stop(
                    plan=plan,
                    customer=call.outlet.customer,
                    weekday=call.weekday,
                    weeks=call.weeks,
                    sequence=sequence[call.weekday],
                    minutes=MINUTES[call.outlet.grade],
                )
            )
        Stop.objects.bulk_create(stops)
