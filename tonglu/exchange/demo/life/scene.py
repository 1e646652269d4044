"""When things happen: an agenda of deeds, and the days and people that they are about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from heapq import heappop, heappush
from random import Random

from tonglu.exchange.demo.outlets import Outlet
from tonglu.exchange.demo.people import Office, Post, Staff
from tonglu.exchange.demo.world import World

Deed = Callable[[datetime], None]


@dataclass
class Agenda:
    """Deeds in the order of their instants; a deed may put in others."""

    _waiting: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    _count: int = 0

    def put(self, at: datetime, deed: Deed) -> None:
        self._count += 1
        heappush(self._waiting, (at, self._count, deed))

    def run(self, *, until: datetime) -> None:
        """Does what is due before that instant; what comes later has not happened yet."""
        while self._waiting and self._waiting[0][0] < until:
            at, _place, deed = heappop(self._waiting)
            deed(at)


@dataclass
class Scene:
    """`days` are the last working days before today, the latest first."""

    world: World
    random: Random
    days: Sequence[date]
    agenda: Agenda = field(default_factory=Agenda)

    @property
    def staff(self) -> Staff:
        return self.world.staff

    @property
    def today(self) -> date:
        return self.world.today

    def office(self, place: int) -> Office:
        """The first, the second …; the last where there are fewer."""
        return self.staff.offices[min(place, len(self.staff.offices) - 1)]

    def at(self, ago: int, hour: int, minute: int = 0) -> datetime:
        """That time on the working day so many before today: 1 is the last."""
        return datetime.combine(self.days[ago - 1], time(hour, minute), self.world.zone)

    def ahead(self, many: int) -> date:
        """The working day so many after today."""
        day = self.today
        for _n in range(many):
            day = self.world.next_workday(day)
        return day

    def later(self, at: datetime, *, least: int, most: int) -> datetime:
        """Some minutes later."""
        return at + timedelta(minutes=self.random.randint(least, most))

    def of_rep(self, post: Post, *, grades: str = "ABC", channels: Sequence[str] = ()) -> list[Outlet]:
        """The outlets that are on a rep's line now."""
        line = self.world.lines.line(post, self.today)
        return [
            call.outlet
            for call in (line.calls if line else ())
            if call.outlet.grade in grades and (not channels or call.outlet.channel in channels)
        ]
