"""Break down, and break down again after an edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from tonglu.solvers.allocate.answer import Allocation
from tonglu.solvers.allocate.conflict import raise_conflict
from tonglu.solvers.allocate.cube import Cube, Floats, Ints
from tonglu.solvers.allocate.effort import Effort, Progress
from tonglu.solvers.allocate.limits import Limits
from tonglu.solvers.allocate.margin import Margin
from tonglu.solvers.allocate.problem import Problem
from tonglu.solvers.allocate.rounding import round_exactly
from tonglu.solvers.allocate.scale import Scaled, attainable, scale
from tonglu.solvers.allocate.scope import rings
from tonglu.solvers.errors import BadInput


def quiet(stage: str, step: int, error: float) -> None:
    """Tell nobody."""


def allocate(
    *,
    cube: Cube,
    margins: Sequence[Margin],
    limits: Limits | None = None,
    seed: int = 0,
    effort: Effort | None = None,
    progress: Progress = quiet,
) -> Allocation:
    """Whole numbers in the cells of `cube` that keep every margin and limit, nearest to the weights.

    Without any total the weights stand for themselves, in smallest units. Raises `Impossible` naming the limits
    or totals that contradict each other, and `BadInput` for anything else that no answer fits.
    """
    problem = Problem.of(cube, margins, limits or Limits.none())
    scaled, values = _solve(problem, effort or Effort(), seed, progress)
    return _allocation(problem, values, scaled)


def rebalance(
    previous: Allocation,
    *,
    margins: Sequence[Margin] | None = None,
    limits: Limits,
    seed: int = 0,
    effort: Effort | None = None,
    progress: Progress = quiet,
) -> Allocation:
    """The allocation after an edit of limits or margins; `limits` are all that now hold, old and new.

    Cells with a new limit go to it; if every total still holds, that is all. Otherwise the first ring of
    cells that can make up for it moves, in proportion to what the cells have: first those of the totals that are
    off, then all that share a total with them, and so on. No other cell moves.
    """
    problem = Problem.of(previous.cube, previous.problem.margins if margins is None else margins, limits)
    values = _to_limits(problem, previous.values)
    problem_from_here = replace(problem, weights=_reference(previous, values))
    for scope in rings(problem_from_here, values):
        try:
            part = problem_from_here.within(scope, values)
            scaled, moved = _solve(part, effort or Effort(), seed, progress)
        except BadInput:
            continue  # this ring cannot make up for the edit
        values[scope] = moved
        ideal = values.astype(np.float64)
        ideal[scope] = scaled.ideal
        return replace(
            _allocation(problem, values, replace(scaled, ideal=ideal)),
            kept=~scope & (values == previous.values),
        )
    if problem.holds(values):
        still = Scaled(values.astype(np.float64), np.ones(problem.least.shape), 0.0, 0)
        return replace(_allocation(problem, values, still), kept=values == previous.values)
    scaled, values = _solve(problem_from_here, effort or Effort(), seed, progress)
    return _allocation(problem, values, scaled)


def _solve(problem: Problem, effort: Effort, seed: int, progress: Progress) -> tuple[Scaled, Ints]:
    scaled = scale(problem, effort, progress)
    if scaled.error > attainable(problem, effort):
        raise_conflict(problem, effort)
    values = round_exactly(problem, scaled.ideal, effort, seed, progress)
    if not problem.holds(values):  # whatever the steps before did: nothing nearly right leaves here
        raise BadInput("totals", "amounts too large to be kept exactly", "use a larger unit")
    return scaled, values


def _allocation(problem: Problem, values: Ints, scaled: Scaled) -> Allocation:
    nothing_kept = np.zeros(problem.size, bool)
    return Allocation(
        problem, values, scaled.ideal, scaled.factors, scaled.error, scaled.sweeps, nothing_kept
    )


def _to_limits(problem: Problem, values: Ints) -> Ints:
    """The values, those outside their limit moved to the nearer end of it."""
    moved = values.copy()
    moved[problem.limited] = np.clip(values[problem.limited], problem.floors, problem.caps)
    return moved


def _reference(previous: Allocation, values: Ints) -> Floats:
    """Weights to stay near to: what each cell has; a cell rounded to nothing may come back."""
    return np.where(values > 0, values, np.clip(previous.ideal, 1e-6, 0.5))
