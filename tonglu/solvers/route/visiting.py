"""The sales rep's problem in his own words: outlets, reps, a cycle, and the plan that comes back."""

from __future__ import annotations

from dataclasses import dataclass

from tonglu.solvers.distance import Point
from tonglu.solvers.errors import BadInput
from tonglu.solvers.route.patterns import Days


@dataclass(frozen=True, kw_only=True)
class Outlet:
    """Who is visited `visits` times per cycle for `minutes` each, between `opens` and `closes` (minutes after
    midnight).

    The days are `fixed` (exactly these), or one of `patterns`, or by default all even patterns on `weekdays`.
    `today` and `rep_today` are his line as it is now; `rep` fixes the rep; `worth` weighs who is left out first.
    """

    id: str
    place: Point
    visits: int
    minutes: float
    opens: float = 0.0
    closes: float = 1440.0
    fixed: Days | None = None
    patterns: tuple[Days, ...] | None = None
    weekdays: frozenset[int] | None = None
    rep: str | None = None
    today: Days | None = None
    rep_today: str | None = None
    worth: float = 1.0

    def __post_init__(self) -> None:
        if self.visits < 1:
            raise BadInput(self.id, "at least one visit in the cycle is needed")
        if not (self.minutes >= 0 and self.worth > 0):
            raise BadInput(self.id, "minutes or worth is negative or not a number")
        if not self.closes - self.opens >= self.minutes:
            raise BadInput(self.id, "the opening hours are shorter than the visit")


@dataclass(frozen=True, kw_only=True)
class Rep:
    """Leaves `start` at `begins` (minutes after midnight) and is at `end` within `minutes`; `off` are his free
    days."""

    id: str
    start: Point
    end: Point
    begins: float = 540.0
    minutes: float = 480.0
    off: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if not (self.minutes > 0 and self.begins >= 0):
            raise BadInput(self.id, "the day must have a beginning and a length above zero")


@dataclass(frozen=True, kw_only=True)
class Aims:
    """What matters, in minutes of travel.

    `balance` is the price of a minute of work on a day of mean load; it grows with the day's load, so a minute
    moved from a day 10 % above the mean to one 10 % below saves 0.2 × `balance`. `change` is the price of a new
    line for one outlet, and at least the share `keep` of the outlets that have a line keep it.
    """

    balance: float = 1.0
    change: float = 0.0
    keep: float = 0.0

    def __post_init__(self) -> None:
        if not (self.balance >= 0 and self.change >= 0 and 0 <= self.keep <= 1):
            raise BadInput("aims", "balance and change must not be negative, keep is a share")


@dataclass(frozen=True, kw_only=True)
class Call:
    outlet: str
    arrives: float  # minutes after midnight
    begins: float  # later than `arrives` where he waits for the doors to open
    leaves: float


@dataclass(frozen=True, kw_only=True)
class Day:
    """One rep's day; times in minutes."""

    rep: str
    day: int
    calls: tuple[Call, ...]
    travel: float
    service: float
    waiting: float

    @property
    def minutes(self) -> float:
        return self.travel + self.service + self.waiting


@dataclass(frozen=True, kw_only=True)
class Move:
    """An outlet that gets new days or another rep, and the travel minutes that the old line would cost more
    (None where the old line is no longer allowed or has no room)."""

    outlet: str
    old: Days
    new: Days
    saves: float | None


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """An outlet that no day can take: `needs` minutes a visit (with the way) on the best `days`, of which the
    tightest has `free` left. `kind`: full · hours · changes."""

    outlet: str
    kind: str
    days: Days
    needs: float
    free: float

    @property
    def en(self) -> str:
        days = ", ".join(str(day + 1) for day in self.days)
        return {
            "full": f"needs {self.needs:.0f} min a visit on day {days}; the fullest has {self.free:.0f} min left",
            "hours": f"no way to arrive within the opening hours on day {days}",
            "changes": f"would fit on day {days}, but no more lines may change",
        }[self.kind]

    @property
    def zh(self) -> str:
        days = "、".join(str(day + 1) for day in self.days)
        return {
            "full": f"第 {days} 天每次需 {self.needs:.0f} 分钟，最满的一天只剩 {self.free:.0f} 分钟",
            "hours": f"第 {days} 天无法在营业时间内到达",
            "changes": f"第 {days} 天排得下，但线路调整已达上限",
        }[self.kind]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The days that are worked, every outlet's line, who moved, and who is left out and why."""

    days: tuple[Day, ...]
    lines: dict[str, tuple[str, Days]]  # outlet → (rep, days)
    moves: tuple[Move, ...]
    left_out: tuple[LeftOut, ...]
    rounds: int

    @property
    def travel(self) -> float:
        """Minutes of travel in the whole cycle."""
        return sum(day.travel for day in self.days)
