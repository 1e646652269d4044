"""When a stop of a line is due, and when it comes round again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta


def week_of_cycle(day: date, *, since: date, cycle_weeks: int) -> int:
    """0 for the week (from Monday) in which the plan starts, then 1, 2 … and round again."""
    monday = since - timedelta(days=since.weekday())
    return (day - monday).days // 7 % cycle_weeks


def is_due(day: date, *, since: date, cycle_weeks: int, weeks: int) -> bool:
    """Whether bit `week_of_cycle` of `weeks` is set; the weekday is the caller's matter."""
    return bool(weeks >> week_of_cycle(day, since=since, cycle_weeks=cycle_weeks) & 1)


def next_due(day: date, *, since: date, cycle_weeks: int, stops: Iterable[tuple[int, int]]) -> date | None:
    """The first day after `day` on which one of the stops, each (weekday, weeks), is due."""
    wanted = list(stops)
    for ahead in range(1, cycle_weeks * 7 + 8):
        later = day + timedelta(days=ahead)
        if any(
            weekday == later.weekday() and is_due(later, since=since, cycle_weeks=cycle_weeks, weeks=weeks)
            for weekday, weeks in wanted
        ):
            return later
    return None
