"""How far an edit must reach."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from tonglu.solvers.allocate.cube import Floats, Ints
from tonglu.solvers.allocate.margin import FREE
from tonglu.solvers.allocate.problem import Problem

ROUNDS = 4
UNBOUNDED = 1e15

Scope = NDArray[np.bool_]


def rings(problem: Problem, values: Ints) -> Iterator[Scope]:
    """Ever wider sets of cells around the totals that `values` break, each not plainly too small.

    Locked cells are in none. Ends with the last set that still grew; empty when nothing is broken.
    """
    floors, caps = problem.intervals()
    movable = floors < caps
    sums = problem.sums(values)
    reached = _cells_in((sums < problem.least) | (sums > problem.most), problem) & movable
    while reached.any():
        if _may_suffice(problem.within(reached, values)):
            yield reached
        wider = _cells_in(_groups_of(reached, problem), problem) & movable
        if np.array_equal(wider, reached):
            return
        reached = wider


def _cells_in(groups: NDArray[np.bool_], problem: Problem) -> Scope:
    """The cells that belong to any of the marked groups (K, G)."""
    inside = [marked[row] for marked, row in zip(groups, problem.groups, strict=True)]
    return np.asarray(np.logical_or.reduce(inside))


def _groups_of(scope: Scope, problem: Problem) -> NDArray[np.bool_]:
    groups = np.zeros(problem.least.shape, bool)
    for row, marked in enumerate(groups):
        marked[problem.groups[row, scope]] = True
    return groups


def _may_suffice(problem: Problem) -> bool:
    """False when narrowing each cell's interval by its groups' totals leaves some cell nothing."""
    whole_floors, whole_caps = problem.intervals()
    floors, caps = whole_floors.astype(np.float64), np.minimum(whole_caps, UNBOUNDED).astype(np.float64)
    for _ in range(ROUNDS):
        for row, groups in enumerate(problem.groups):
            if not _narrow(floors, caps, groups, problem.least[row], problem.most[row]):
                return False
    return True


def _narrow(floors: Floats, caps: Floats, groups: NDArray[np.int32], least: Ints, most: Ints) -> bool:
    """Raise floors and lower caps, in place, to what the other cells of the group can leave."""
    lowest, highest = np.bincount(groups, floors, len(least)), np.bincount(groups, caps, len(least))
    if (lowest > most).any() or (highest < least).any():
        return False
    bounded = np.where(most < FREE // 2, most, np.inf)
    np.minimum(caps, bounded[groups] - (lowest[groups] - floors), out=caps)
    np.maximum(floors, least[groups] - (highest[groups] - caps), out=floors)
    return bool((floors <= caps + 0.5).all())
