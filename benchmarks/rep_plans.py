"""The plans to compare a rep's month with, and a check of his days that shares no code with the solver."""

from __future__ import annotations

from collections.abc import Sequence

from tonglu.solvers.distance import Matrix
from tonglu.solvers.route import Cycle, Outlet, Plan, Rep

Days = list[list[int]]  # days → outlets by index, in order


def minutes_of(days: Days, travel: Matrix) -> float:
    """Travel minutes; the matrix has the outlets first, then the rep's start and end."""
    start, end = len(travel) - 2, len(travel) - 1
    return float(
        sum(sum(travel[a, b] for a, b in zip([start, *day], [*day, end], strict=True)) for day in days if day)
    )


def by_code(outlets: Sequence[Outlet], cycle: Cycle, _travel: Matrix) -> Days:
    """Outlets dealt out in the order of their codes: each begins on the day with the fewest calls so far."""
    days: Days = [[] for _ in range(cycle.days)]
    for i, outlet in enumerate(outlets):
        step = cycle.days // outlet.visits
        first = min(range(step), key=lambda day, step=step: (sum(map(len, days[day::step])), day))  # type: ignore[misc]
        for day in days[first::step]:
            day.append(i)
    return days


def day_by_day(outlets: Sequence[Outlet], cycle: Cycle, travel: Matrix) -> Days:
    """Every day from home to the nearest outlet that may be visited, until the day has its share of the visits.

    Due are those whose last visit is `cycle.days / visits` days back (these must go), then those not yet begun.
    """
    step = [cycle.days // outlet.visits for outlet in outlets]
    begun: dict[int, int] = {}
    total = sum(outlet.visits for outlet in outlets)
    days: Days = []
    for day in range(cycle.days):
        due = {i for i, first in begun.items() if (day - first) % step[i] == 0}
        new = {i for i in range(len(outlets)) if i not in begun and day < step[i]}
        must = {i for i in new if day == step[i] - 1}
        share = round(total * (day + 1) / cycle.days) - sum(map(len, days))
        days.append(_nearest(due | must, new - must, share, travel))
        begun |= {i: day for i in days[-1] if i in new}
    return days


def _nearest(must: set[int], may: set[int], share: int, travel: Matrix) -> list[int]:
    """Nearest first; of `may` only as many as the share leaves room for."""
    room = max(0, share - len(must))
    here, route = len(travel) - 2, []
    while must or (room and may):
        nearest = min(must | (may if room else set()), key=lambda i, here=here: (travel[here, i], i))  # type: ignore[misc]
        room -= nearest in may
        must, may = must - {nearest}, may - {nearest}
        route.append(nearest)
        here = nearest
    return route


def check(plan: Plan, outlets: Sequence[Outlet], rep: Rep, travel: Matrix) -> None:
    """Raises ValueError where a call lies outside the hours, a day is too long, or a frequency is not met."""
    index = {outlet.id: i for i, outlet in enumerate(outlets)}
    start, end = len(outlets), len(outlets) + 1
    visits = dict.fromkeys(index, 0)
    for day in plan.days:
        now, here = rep.begins, start
        for call in day.calls:
            there = index[call.outlet]
            outlet = outlets[there]
            now = max(now + travel[here, there], outlet.opens) + outlet.minutes
            visits[call.outlet] += 1
            here = there
            if now > outlet.closes + 1e-6:
                raise ValueError(f"{call.outlet} on day {day.day}: outside the hours")
        if now + travel[here, end] > rep.begins + rep.minutes + 1e-6:
            raise ValueError(f"day {day.day} is too long")
    out = {left.outlet for left in plan.left_out}
    for outlet in outlets:
        if visits[outlet.id] != (0 if outlet.id in out else outlet.visits):
            raise ValueError(f"{outlet.id}: {visits[outlet.id]} visits")
