"""The point nearest to the weights, in real numbers, that keeps every interval.

Least relative entropy Σ x·ln(x/w) − x + w under sums per group and bounds per cell has the solution
x = clip(w · Π factor[group], floor, cap): one factor per group. Setting one margin's factors at a time so that its
sums are right is dual coordinate ascent; without bounds it is iterative proportional fitting (Deming and Stephan
1940; Csiszár 1975), with bounds it is Bregman's method (1967) with exact line search.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np

from tonglu.solvers.allocate.cube import Floats
from tonglu.solvers.allocate.effort import Effort, Progress
from tonglu.solvers.allocate.margin import FREE
from tonglu.solvers.allocate.problem import Groups, Problem, in_threads, pieces

LINE_STEPS = 60
LARGEST = 1e60
"""A factor beyond this belongs to totals that cannot be reached; it must not overflow before that is told."""
STALLED = 25
"""Sweeps without the error falling by a hundredth, after which the margins are taken to be at odds."""


@dataclass(frozen=True)
class Scaled:
    """`ideal` (n) real cell values; `factors` (K, G); the largest `error` of a total left; `sweeps` made."""

    ideal: Floats
    factors: Floats
    error: float
    sweeps: int


@dataclass
class Bounded:
    """The few cells with a limit: what they would be without it, and their limits and groups."""

    wish: Floats
    floors: Floats
    caps: Floats
    groups: Groups

    def held(self) -> Floats:
        return np.clip(self.wish, self.floors, self.caps)


def scale(problem: Problem, effort: Effort, progress: Progress) -> Scaled:
    """Fit the margins in turn until no total is off by more than the tolerance, or no headway is made."""
    free = problem.weights.copy()
    free[problem.limited] = 0
    bounded = Bounded(
        problem.weights[problem.limited], problem.floors.astype(np.float64), problem.caps.astype(np.float64),
        np.ascontiguousarray(problem.groups[:, problem.limited]),
    )  # fmt: skip
    factors = np.ones(problem.least.shape)
    rows = len(factors)
    ratio = np.ones(problem.least.shape[1])
    sums = _scaled_sums(free, problem.groups[0], ratio, problem.groups[0])
    tolerance = attainable(problem, effort)
    best, best_sweep, sweep, error = np.inf, 0, 0, np.inf
    for sweep in range(1, effort.sweeps + 1):
        error = 0.0
        for row in range(rows):
            error = max(error, _off(sums, bounded, problem, row))
            ratio = _ratios(sums, bounded, problem, row, factors[row])
            ratio = np.minimum(ratio, LARGEST / np.maximum(factors[row], 1.0))
            factors[row] *= ratio
            bounded.wish *= ratio[bounded.groups[row]]
            sums = _scaled_sums(free, problem.groups[row], ratio, problem.groups[(row + 1) % rows])
        if rows == 1:
            error = _off(sums, bounded, problem, 0)
        progress("scale", sweep, error)
        if error <= tolerance or sweep - best_sweep > STALLED:
            break
        if error < 0.99 * best:
            best, best_sweep = error, sweep
    free[problem.limited] = bounded.held()
    return Scaled(free, factors, error, sweep)


def attainable(problem: Problem, effort: Effort) -> float:
    """The tolerance asked for, or what sums of floats can tell apart where totals are very large."""
    largest = int(problem.least.max(initial=0))
    return max(effort.tolerance, 1e-13 * largest)


def _scaled_sums(free: Floats, groups: Groups, ratio: Floats, next_groups: Groups) -> Floats:
    """Multiply the free cells by their group's ratio, in place; their sums in the groups of the next margin."""
    spans = pieces(len(free))
    sums = np.zeros((len(spans), len(ratio)))

    def work(at: int) -> None:
        span = spans[at]
        _scale_and_sum(free[span], groups[span], ratio, next_groups[span], sums[at])

    in_threads(work, range(len(spans)))
    return np.asarray(sums.sum(axis=0))


def _off(sums: Floats, bounded: Bounded, problem: Problem, row: int) -> float:
    """The largest distance of a group's sum from its interval."""
    held = sums + np.bincount(bounded.groups[row], bounded.held(), len(sums))
    return float(np.maximum(problem.least[row] - held, held - problem.most[row]).max(initial=0.0))


def _ratios(sums: Floats, bounded: Bounded, problem: Problem, row: int, factors: Floats) -> Floats:
    """What to multiply the factors of one margin by.

    A group with an interval takes the factor nearest to 1 that keeps the interval: complementary slackness.
    """
    least, most = problem.least[row], problem.most[row]
    to_least = _solve(sums, least.astype(np.float64), bounded, row)
    if np.array_equal(least, most):
        return to_least
    to_most = np.where(most >= FREE // 2, np.inf, _solve(sums, most.astype(np.float64), bounded, row))
    to_least = np.where(least <= 0, 0.0, to_least)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.clip(1.0, to_least * factors, to_most * factors) / factors
    return np.asarray(np.where(least == most, to_least, np.where(factors > 0, ratio, 1.0)))


def _solve(sums: Floats, target: Floats, bounded: Bounded, row: int) -> Floats:
    """Per group the ratio r with sums·r + Σ clip(wish·r, floor, cap) = target."""
    ratio = np.ones(len(sums))
    groups = bounded.groups[row]
    if len(groups) == 0:
        np.divide(target, sums, out=ratio, where=sums > 0)
        return np.maximum(ratio, 0.0)
    _find_ratios(sums, target, bounded.wish, bounded.floors, bounded.caps, groups, ratio)
    return ratio


@numba.njit(nogil=True, cache=True, fastmath=False)
def _scale_and_sum(free: Floats, groups: Groups, ratio: Floats, next_groups: Groups, sums: Floats) -> None:
    for cell in range(len(free)):
        value = free[cell] * ratio[groups[cell]]
        free[cell] = value
        sums[next_groups[cell]] += value


@numba.njit(nogil=True, cache=True)
def _find_ratios(
    sums: Floats, target: Floats, wish: Floats, floors: Floats, caps: Floats, groups: Groups, ratio: Floats
) -> None:
    """Newton's method on a piecewise linear, increasing function per group, kept inside a shrinking bracket."""
    size = len(sums)
    low, high = np.zeros(size), np.full(size, np.inf)
    held, slope = np.empty(size), np.empty(size)
    floor_sum = np.zeros(size)
    for cell in range(len(wish)):
        floor_sum[groups[cell]] += floors[cell]
    for _ in range(LINE_STEPS):
        held[:] = sums * ratio
        slope[:] = sums
        for cell in range(len(wish)):
            group = groups[cell]
            value = wish[cell] * ratio[group]
            if value <= floors[cell]:
                value = floors[cell]
            elif value >= caps[cell]:
                value = caps[cell]
            else:
                slope[group] += wish[cell]
            held[group] += value
        moved = False
        for group in range(size):
            error = held[group] - target[group]
            if abs(error) <= 1e-9 * (1.0 + abs(target[group])):
                continue
            if error > 0:
                high[group] = ratio[group]
            else:
                low[group] = ratio[group]
            if target[group] <= floor_sum[group]:
                step = 0.0  # no room above the floors: what is free becomes nothing
            elif slope[group] > 0:
                step = ratio[group] - error / slope[group]
                if not low[group] < step < high[group]:
                    step = 0.5 * (low[group] + high[group]) if high[group] < np.inf else 4.0 * low[group]
            else:
                step = ratio[group] * 0.25 if error > 0 else ratio[group] * 4.0
                if not low[group] < step < high[group]:
                    step = 0.5 * (low[group] + high[group])
            if step != ratio[group] and 0.0 <= step < 1e30:
                ratio[group] = step
                moved = True
        if not moved:
            return
