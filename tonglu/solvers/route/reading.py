"""From the search's arrays back to days, calls and reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from tonglu.solvers.route.patterns import Cycle, Days
from tonglu.solvers.route.problem import Problem
from tonglu.solvers.route.search import Solution
from tonglu.solvers.route.visiting import Call, Day, LeftOut, Move, Outlet, Plan, Rep

Line = tuple[str, Days]


@dataclass(frozen=True)
class Lines:
    """The slots of the search: one for every rep and every day that he works."""

    slots: tuple[tuple[str, int], ...]
    index: dict[tuple[str, int], int]

    @classmethod
    def of(cls, reps: Sequence[Rep], cycle: Cycle) -> Self:
        slots = tuple(
            (rep.id, day) for rep in reps for day in range(cycle.days) if day not in cycle.closed | rep.off
        )
        return cls(slots, {slot: i for i, slot in enumerate(slots)})

    def slot(self, rep: str, day: int) -> int:
        return self.index[rep, day]


@dataclass(frozen=True)
class Gap:
    """The cheapest place for one more call on a day: minutes that it adds, and whether it fits the hours."""

    adds: float
    fits: bool


def read_plan(
    *,
    outlets: Sequence[Outlet],
    reps: Sequence[Rep],
    lines: Lines,
    choices: Sequence[list[Line]],
    problem: Problem,
    solution: Solution,
) -> Plan:
    """The plan with its clocks; reasons are worked out against the finished days."""
    chosen = {
        c: choices[c][int(option) - int(problem.option_at[c])]
        for c, option in enumerate(solution.option)
        if option >= 0
    }
    days = [_day(problem, outlets, lines, slot, route) for slot, route in enumerate(solution.routes)]
    view = View(problem, lines, solution, days, {rep.id: rep for rep in reps})
    full = _changed(outlets, chosen) >= problem.max_changes
    return Plan(
        days=tuple(day for day in days if day.calls),
        lines={outlets[c].id: line for c, line in chosen.items()},
        moves=tuple(view.move(c, outlets[c], line) for c, line in chosen.items() if _moved(outlets[c], line)),
        left_out=tuple(
            view.left_out(c, outlets[c], choices[c], full) for c in range(len(outlets)) if c not in chosen
        ),
        rounds=solution.rounds,
    )


def _moved(outlet: Outlet, line: Line) -> bool:
    if outlet.today is None:
        return False
    return tuple(sorted(outlet.today)) != line[1] or outlet.rep_today not in (None, line[0])


def _changed(outlets: Sequence[Outlet], chosen: dict[int, Line]) -> int:
    return sum(_moved(outlets[c], line) for c, line in chosen.items())


def _day(problem: Problem, outlets: Sequence[Outlet], lines: Lines, slot: int, route: tuple[int, ...]) -> Day:
    rep, day = lines.slots[slot]
    now, place = float(problem.begins[slot]), int(problem.start[slot])
    calls, travel, waiting = [], 0.0, 0.0
    for c in route:
        way = float(problem.leg[place, c])
        arrives = now + way
        begins = max(arrives, outlets[c].opens)
        now = begins + outlets[c].minutes
        calls.append(Call(outlet=outlets[c].id, arrives=arrives, begins=begins, leaves=now))
        travel, waiting, place = travel + way, waiting + begins - arrives, c
    if route:
        travel += float(problem.leg[place, problem.end[slot]])
    service = sum(outlets[c].minutes for c in route)
    return Day(rep=rep, day=day, calls=tuple(calls), travel=travel, service=service, waiting=waiting)


@dataclass(frozen=True)
class View:
    """The finished days, to ask what one more call would have meant."""

    problem: Problem
    lines: Lines
    solution: Solution
    days: list[Day]
    reps: dict[str, Rep]

    def gap(self, c: int, slot: int) -> Gap:
        """Where outlet `c` would add least on the slot's day, among the places that keep all hours if any do."""
        route = [r for r in self.solution.routes[slot] if r != c]
        leg, start, end = self.problem.leg, int(self.problem.start[slot]), int(self.problem.end[slot])
        stops = [start, *route, end]
        base = [leg[a, b] if route else 0.0 for a, b in pairwise(stops)]
        adds = [
            float(leg[a, c] + leg[c, b] - without)
            for a, b, without in zip(stops, stops[1:], base, strict=False)
        ]
        fitting = [add for i, add in enumerate(adds) if self._keeps_hours([*route[:i], c, *route[i:]], slot)]
        return Gap(min(fitting or adds), bool(fitting))

    def _keeps_hours(self, route: Iterable[int], slot: int) -> bool:
        p, now, place = self.problem, float(self.problem.begins[slot]), int(self.problem.start[slot])
        for c in route:
            begins = max(now + float(p.leg[place, c]), float(p.opens[c]))
            if begins > p.closes[c] + 1e-6:
                return False
            now, place = begins + float(p.service[c]), c
        return bool(now + p.leg[place, p.end[slot]] <= p.ends[slot] + 1e-6)

    def move(self, c: int, outlet: Outlet, line: Line) -> Move:
        """What the old line would cost more than the new one, everything else as planned."""
        old = tuple(sorted(outlet.today or ()))
        rep = outlet.rep_today or line[0]
        slots = [self.lines.index.get((rep, day)) for day in old]
        saves = None
        known = [slot for slot in slots if slot is not None]
        if len(known) == len(slots) == outlet.visits:
            then = [self.gap(c, slot) for slot in known]
            now = [self.gap(c, self.lines.slot(line[0], day)) for day in line[1]]
            if all(gap.fits for gap in then):
                saves = sum(gap.adds for gap in then) - sum(gap.adds for gap in now)
        return Move(outlet=outlet.id, old=old, new=line[1], saves=saves)

    def left_out(self, c: int, outlet: Outlet, choice: Sequence[Line], no_more_changes: bool) -> LeftOut:
        """Why: of all its lines the one that lacks least."""
        return min(
            (self._lack(c, outlet, line, no_more_changes) for line in choice), key=lambda lack: lack[0]
        )[1]

    def _lack(self, c: int, outlet: Outlet, line: Line, no_more_changes: bool) -> tuple[float, LeftOut]:
        rep, days = line
        slots = [self.lines.slot(rep, day) for day in days]
        gaps = [self.gap(c, slot) for slot in slots]
        free = [self.reps[rep].minutes - self.days[slot].minutes for slot in slots]
        lacks = [gap.adds + outlet.minutes - room for gap, room in zip(gaps, free, strict=True)]
        worst = max(range(len(slots)), key=lambda i: lacks[i])
        if all(gap.fits for gap in gaps):
            kind = "changes" if no_more_changes and _moved(outlet, line) else "full"
        else:
            kind = "full" if lacks[worst] > 0 else "hours"
        needs = gaps[worst].adds + outlet.minutes
        reason = LeftOut(outlet=outlet.id, kind=kind, days=days, needs=needs, free=max(0.0, free[worst]))
        return max(lacks[worst], 0.0 if kind == "full" else 0.01), reason
