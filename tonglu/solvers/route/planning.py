"""From outlets and reps to the search and back: `plan_visits`."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

from tonglu.solvers.distance import Matrix, travel_minutes
from tonglu.solvers.errors import BadInput
from tonglu.solvers.route.patterns import Cycle, Days, patterns
from tonglu.solvers.route.problem import Customer, Option, Problem, Slot, build
from tonglu.solvers.route.reading import Lines, read_plan
from tonglu.solvers.route.search import Limit, Progress, Taste, solve
from tonglu.solvers.route.visiting import Aims, Outlet, Plan, Rep

# one route a day and clocks instead of loads: less heat is needed than for a fleet
COOL = Taste(phases=((0.85, 0.4, 0.01), (0.15, 0.04, 0.003)))


def plan_visits(
    *,
    outlets: Sequence[Outlet],
    reps: Sequence[Rep],
    cycle: Cycle,
    limit: Limit,
    aims: Aims | None = None,
    travel: Matrix | None = None,
    seed: int = 1,
    progress: Progress | None = None,
) -> Plan:
    """Days and order of visits with the least travel, balanced, keeping to today's lines as far as asked.

    `travel` is in minutes, of all outlets, then start and end of each rep in turn; by default great circle ×
    detour. The clock of every day is kept: who does not fit is left out, with the reason. Raises `BadInput` naming
    the outlet whose frequency cannot be reached, that is given twice, or that has no place.
    """
    _check(outlets, reps, cycle)
    aims = aims or Aims()
    points = [o.place for o in outlets] + [point for rep in reps for point in (rep.start, rep.end)]
    minutes = _minutes(outlets, reps) if travel is None else travel
    if minutes.shape != (len(points), len(points)):
        raise BadInput("travel", f"{len(points)} × {len(points)} places are needed, not {minutes.shape}")
    lines = Lines.of(reps, cycle)
    choices = [_choices(outlet, reps, cycle) for outlet in outlets]
    problem = _problem(outlets, reps, lines, choices, minutes, aims)
    solution = solve(problem, limit=limit, seed=seed, taste=COOL, progress=progress)
    return read_plan(
        outlets=outlets, reps=reps, lines=lines, choices=choices, problem=problem, solution=solution
    )


def _check(outlets: Sequence[Outlet], reps: Sequence[Rep], cycle: Cycle) -> None:
    if not outlets or not reps:
        raise BadInput("outlets" if not outlets else "reps", "the set is empty")
    for things in (outlets, reps):
        seen: set[str] = set()
        for thing in things:
            if thing.id in seen:
                raise BadInput(thing.id, "is given twice")
            seen.add(thing.id)
    names = {rep.id for rep in reps}
    for outlet in outlets:
        if outlet.rep is not None and outlet.rep not in names:
            raise BadInput(outlet.id, f"its rep {outlet.rep} is not among the reps")
        if any(
            not 0 <= day < cycle.days
            for days in (outlet.fixed, *(outlet.patterns or ()))
            for day in days or ()
        ):
            raise BadInput(outlet.id, f"a day is outside the cycle of {cycle.days}")


def _minutes(outlets: Sequence[Outlet], reps: Sequence[Rep]) -> Matrix:
    owners = [o.id for o in outlets] + [rep.id for rep in reps for _ in range(2)]
    points = [o.place for o in outlets] + [point for rep in reps for point in (rep.start, rep.end)]
    try:
        return travel_minutes(points)
    except BadInput as error:
        raise BadInput(owners[int(str(error.offender))], error.problem) from error


def _choices(outlet: Outlet, reps: Sequence[Rep], cycle: Cycle) -> list[tuple[str, Days]]:
    """All (rep, days) that the outlet allows; `BadInput` where there is none."""
    found: list[tuple[str, Days]] = []
    for rep in reps:
        if outlet.rep in (None, rep.id):
            found += [(rep.id, days) for days in _days(outlet, rep, cycle)]
    if not found:
        raise BadInput(
            outlet.id,
            f"{outlet.visits} visits in the cycle cannot be reached",
            "allow more days or fewer visits",
        )
    return found


def _days(outlet: Outlet, rep: Rep, cycle: Cycle) -> list[Days]:
    given = (outlet.fixed,) if outlet.fixed is not None else outlet.patterns
    if given is None:
        return patterns(visits=outlet.visits, cycle=cycle, weekdays=outlet.weekdays, off=rep.off)
    shut = cycle.closed | rep.off
    fits = (tuple(sorted(set(days))) for days in given)
    return [days for days in fits if len(days) == outlet.visits and not shut.intersection(days)]


def _problem(
    outlets: Sequence[Outlet],
    reps: Sequence[Rep],
    lines: Lines,
    choices: Sequence[list[tuple[str, Days]]],
    minutes: Matrix,
    aims: Aims,
) -> Problem:
    ends = {rep.id: len(outlets) + 2 * i for i, rep in enumerate(reps)}
    hours = {rep.id: rep for rep in reps}
    far = float(minutes.max())
    customers = [
        Customer(
            options=_options(outlet, choice, lines, aims),
            service=outlet.minutes,
            opens=outlet.opens,
            closes=outlet.closes - outlet.minutes,
            drop=outlet.visits * outlet.worth * (4 * far + outlet.minutes + 60.0),
        )
        for outlet, choice in zip(outlets, choices, strict=True)
    ]
    slots = [
        Slot(
            start=ends[rep],
            end=ends[rep] + 1,
            begins=hours[rep].begins,
            ends=hours[rep].begins + hours[rep].minutes,
        )
        for rep, _ in lines.slots
    ]
    lined = sum(_kept(outlet, choice) is not None for outlet, choice in zip(outlets, choices, strict=True))
    work = sum(outlet.visits * outlet.minutes for outlet in outlets) / len(slots)
    return build(
        travel=minutes,
        customers=customers,
        slots=slots,
        balance=aims.balance / max(1.0, 2.0 * work),
        max_changes=floor((1.0 - aims.keep) * lined + 1e-9),
    )


def _options(
    outlet: Outlet, choice: Sequence[tuple[str, Days]], lines: Lines, aims: Aims
) -> tuple[Option, ...]:
    kept = _kept(outlet, choice)
    return tuple(
        Option(
            slots=tuple(lines.slot(rep, day) for day in days),
            price=0.0 if kept is None or line == kept else aims.change,
            changes=kept is not None and line != kept,
        )
        for line in choice
        for rep, days in [line]
    )


def _kept(outlet: Outlet, choice: Sequence[tuple[str, Days]]) -> tuple[str, Days] | None:
    """Today's line, where it is still allowed; a change that must be does not count against the limit."""
    if outlet.today is None:
        return None
    today = tuple(sorted(outlet.today))
    return next((line for line in choice if line[1] == today and outlet.rep_today in (None, line[0])), None)
