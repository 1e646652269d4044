"""The day patterns that a visit frequency allows: even over the cycle, on the same weekdays every time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from tonglu.solvers.errors import BadInput

Days = tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Cycle:
    """`weeks` of `weekdays` days; day d is weekday d % weekdays of week d // weekdays; `closed` days are holidays."""

    weeks: int = 4
    weekdays: int = 5
    closed: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if self.weeks < 1 or self.weekdays < 1:
            raise BadInput("cycle", "at least one week of one day is needed")

    @property
    def days(self) -> int:
        return self.weeks * self.weekdays


def patterns(
    *, visits: int, cycle: Cycle, weekdays: frozenset[int] | None = None, off: frozenset[int] = frozenset()
) -> list[Days]:
    """All patterns of `visits` days in the cycle, on the allowed `weekdays`; empty where there is none.

    With v = q·weeks + r visits, every week has q weekdays, the most even choice of them, and r weeks, as evenly
    spaced as can be, one more. A day that is closed or `off` moves to the nearest open day of its week.
    """
    if visits < 1:
        raise BadInput("visits", "at least one visit in the cycle is needed")
    each, extra = divmod(visits, cycle.weeks)
    allowed = sorted(weekdays if weekdays is not None else range(cycle.weekdays))
    shut = cycle.closed | off
    found: dict[Days, None] = {}
    for chosen in _even(allowed, each + bool(extra), cycle.weekdays):
        for weeks in _spaced(cycle.weeks, extra):
            wanted = [
                week * cycle.weekdays + day
                for week in range(cycle.weeks)
                for day in (chosen if not extra or week in weeks else chosen[:each])
            ]
            moved = _moved(wanted, cycle, shut, allowed)
            if moved:
                found[moved] = None
    return list(found)


def _even(allowed: list[int], size: int, weekdays: int) -> list[Days]:
    """The choices of weekdays whose smallest gap, round the week, is largest."""
    choices = list(combinations(allowed, size))
    gaps = [min((b - a - 1) % weekdays for a, b in zip(c, (*c[1:], c[0]), strict=True)) for c in choices]
    widest = max(gaps, default=0)
    return [choice for choice, gap in zip(choices, gaps, strict=True) if gap == widest]


def _spaced(weeks: int, extra: int) -> list[frozenset[int]]:
    """The sets of `extra` weeks, evenly spaced, from every first week."""
    step = [i * weeks // extra for i in range(extra)]
    return list(dict.fromkeys(frozenset((i + first) % weeks for i in step) for first in range(weeks)))


def _moved(wanted: Iterable[int], cycle: Cycle, shut: frozenset[int], allowed: list[int]) -> Days | None:
    """The wanted days with those that are shut moved within their week; None where a week has no day left."""
    days = list(wanted)
    taken = {day for day in days if day not in shut}
    for day in days:
        if day not in shut:
            continue
        week = day - day % cycle.weekdays
        free = [week + d for d in allowed if week + d not in shut and week + d not in taken]
        if not free:
            return None
        taken.add(min(free, key=lambda other, day=day: (abs(other - day), other)))  # type: ignore[misc]
    return tuple(sorted(taken))
