"""Whole numbers near the ideal ones that keep every interval exactly.

First a pass that carries each group's rounding error on to the next cell in it (vector error diffusion), which leaves
errors of a few units whatever the number of cells; then a search that flips single cells up or down while any group
is off (focused local search with a tabu list, after WalkSAT: Selman, Kautz, Cohen 1994). What it cannot close goes
to an integer programme, which either closes it or proves that no whole numbers fit.
"""

from __future__ import annotations

import numba
import numpy as np

from tonglu.solvers.allocate.conflict import raise_conflict
from tonglu.solvers.allocate.cube import Floats, Ints
from tonglu.solvers.allocate.effort import Effort, Progress
from tonglu.solvers.allocate.problem import WHOLE, Groups, Problem, in_threads
from tonglu.solvers.allocate.programme import round_by_programme
from tonglu.solvers.errors import BadInput

SMALL = 1_000
"""Cells up to which the integer programme comes first: there it takes well under a second."""
SMALL_NODES = 300
LARGEST = 100_000
"""Cells beyond which it is not tried at all."""
SAMPLE = 2_000_000
"""Cells searched at first: an index of all of a large cube costs more than the search."""
SCAN = 64
BUDGET = 400_000
"""The fewer groups are off, the longer each is looked through for the one cell that settles several."""
TENURE = 12


def round_exactly(problem: Problem, ideal: Floats, effort: Effort, seed: int, progress: Progress) -> Ints:
    """Whole cell values that keep every interval.

    Up to `SMALL` cells with the least total rounding. Beyond, within one unit of `ideal` wherever the search
    finds such values; it may move further, within the cell's own limits, before it gives up. Raises `Impossible`
    or `BadInput` where no whole numbers exist or none were found.
    """
    if problem.size <= SMALL:
        progress("programme", 0, 0.0)
        nearest = round_by_programme(problem, ideal, effort, min(SMALL_NODES, effort.nodes))
        if nearest is not None:
            return nearest
    values, left = _by_search(problem, ideal, effort, seed, progress)
    if left == 0:
        return values
    progress("programme", 1, float(left))
    raise_conflict(problem, effort)
    found = round_by_programme(problem, ideal, effort, effort.nodes) if problem.size <= LARGEST else None
    if found is None:
        over = tuple(margin.over for margin in problem.margins)
        raise BadInput(
            over, "no whole numbers were found that keep these margins", "more effort or another seed"
        )
    return found


def _by_search(
    problem: Problem, ideal: Floats, effort: Effort, seed: int, progress: Progress
) -> tuple[Ints, int]:
    """Whole values, and by how many units the totals are off in all."""
    values = np.empty(problem.size, np.int64)
    _diffuse(ideal, problem.groups, np.zeros(problem.least.shape), values)
    sums = problem.sums(values)
    whole = problem.size
    for attempt, (sample, slack) in enumerate(((min(SAMPLE, whole), 0), (whole, 0), (whole, 1))):
        left = _off(sums, problem)
        progress("round", attempt, float(left))
        if left == 0:
            return values, 0
        if attempt != 1 or whole > SAMPLE:  # the first search of a small problem has seen every cell
            chance = np.random.default_rng(seed + attempt)
            cells = np.flatnonzero(chance.random(whole) < sample / whole)
            _search(problem, cells, ideal, values, sums, slack, effort.looks, seed + attempt)
    return values, _off(sums, problem)


def _off(sums: Ints, problem: Problem) -> int:
    return int(np.maximum(np.maximum(problem.least - sums, sums - problem.most), 0).sum())


def _search(
    problem: Problem, cells: Ints, ideal: Floats, values: Ints, sums: Ints, slack: int, looks: int, seed: int
) -> None:
    """Flip some of `cells` to a neighbour of the ideal, or `slack` units further; changes `values` and `sums`."""
    floors, caps = _room(problem, cells, ideal[cells], slack)
    movable = floors < caps
    cells, floors, caps = cells[movable], floors[movable], caps[movable]
    groups = np.take(problem.groups, cells, axis=1)
    starts, members = _index(groups, problem.least.shape[1])
    moved = values[cells]
    _repair(
        moved, ideal[cells], floors, caps, groups, starts, members,
        sums, problem.least, problem.most, max(100_000, looks * len(cells)), np.uint64(seed * 2 + 1),
    )  # fmt: skip
    values[cells] = moved


def _room(problem: Problem, cells: Ints, ideal: Floats, slack: int) -> tuple[Ints, Ints]:
    """The least and most that each of `cells` may become, within its own limits."""
    floors, caps = np.floor(ideal + WHOLE).astype(np.int64), np.ceil(ideal - WHOLE).astype(np.int64)
    if not slack:
        return floors, caps
    own_floors, own_caps = problem.intervals()
    return np.maximum(floors - slack, own_floors[cells]), np.minimum(caps + slack, own_caps[cells])


def _index(groups: Groups, width: int) -> tuple[Ints, Groups]:
    """The cells of each group: `members[row, starts[row, g] : starts[row, g + 1]]`."""
    starts = np.zeros((len(groups), width + 1), np.int64)
    members = np.empty(groups.shape, np.int32)
    in_threads(lambda row: _file(groups[row], starts[row], members[row]), range(len(groups)))
    return starts, members


@numba.njit(nogil=True, cache=True)
def _file(groups: Groups, starts: Ints, members: Groups) -> None:
    for cell in range(len(groups)):
        starts[groups[cell] + 1] += 1
    for group in range(len(starts) - 1):
        starts[group + 1] += starts[group]
    free = starts[:-1].copy()
    for cell in range(len(groups)):
        members[free[groups[cell]]] = cell
        free[groups[cell]] += 1


@numba.njit(nogil=True, cache=True)
def _diffuse(ideal: Floats, groups: Groups, carried: Floats, values: Ints) -> None:
    """Round each cell the way that leaves the least Σ carried² over its groups."""
    rows = len(groups)
    for cell in range(len(ideal)):
        below = np.floor(ideal[cell] + WHOLE)
        part = ideal[cell] - below
        if abs(part) <= WHOLE:
            values[cell] = int(below)
            continue
        pull = 0.0
        for row in range(rows):
            pull += carried[row, groups[row, cell]]
        up = part + pull / rows > 0.5
        values[cell] = int(below) + up
        for row in range(rows):
            carried[row, groups[row, cell]] += part - up


@numba.njit(nogil=True, cache=True)
def _gap(total: int, least: int, most: int) -> int:
    """What a group lacks (> 0) or has too much (< 0)."""
    if total < least:
        return least - total
    return most - total if total > most else 0


@numba.njit(nogil=True, cache=True)
def _repair(
    values: Ints, ideal: Floats, floors: Ints, caps: Ints, groups: Groups, starts: Ints, members: Groups,
    sums: Ints, least: Ints, most: Ints, looks: int, state: np.uint64,
) -> None:  # fmt: skip
    """Take a group that is off at random, flip the cell in it that leaves the least total gap; repeat."""
    rows, width = least.shape
    place = np.full(rows * width, -1, np.int64)  # of each group in the list of groups that are off
    off = np.empty(rows * width, np.int64)
    count = 0
    for key in range(rows * width):
        row, group = key // width, key % width
        if _gap(sums[row, group], least[row, group], most[row, group]) != 0:
            place[key], off[count] = count, key
            count += 1
    flipped = np.full(len(values), -TENURE, np.int64)
    step = 0
    while count > 0 and looks > 0:
        step += 1
        state ^= state << np.uint64(13)
        state ^= state >> np.uint64(7)
        state ^= state << np.uint64(17)
        key = off[int(state >> np.uint64(33)) % count]
        row, group = key // width, key % width
        way = 1 if _gap(sums[row, group], least[row, group], most[row, group]) > 0 else -1
        start, size = starts[row, group], starts[row, group + 1] - starts[row, group]
        reach = min(size, max(SCAN, BUDGET // count))
        looks -= reach + 1
        if size == 0:
            continue
        state ^= state << np.uint64(13)
        state ^= state >> np.uint64(7)
        state ^= state << np.uint64(17)
        first = int(state >> np.uint64(33)) % size
        best, best_cost = -1, np.inf
        for turn in range(reach):
            cell = members[row, start + (first + turn) % size]
            after = values[cell] + way
            if after < floors[cell] or after > caps[cell] or step - flipped[cell] < TENURE:
                continue
            cost = 0.1 * (abs(after - ideal[cell]) - abs(values[cell] - ideal[cell]))
            for other in range(rows):
                at = groups[other, cell]
                total, low, high = sums[other, at], least[other, at], most[other, at]
                cost += abs(_gap(total + way, low, high)) - abs(_gap(total, low, high))
            if cost < best_cost:
                best, best_cost = cell, cost
        if best < 0:
            continue
        values[best] += way
        flipped[best] = step
        for other in range(rows):
            at = groups[other, best]
            sums[other, at] += way
            touched = other * width + at
            is_off = _gap(sums[other, at], least[other, at], most[other, at]) != 0
            if is_off and place[touched] < 0:
                place[touched], off[count] = count, touched
                count += 1
            elif not is_off and place[touched] >= 0:
                count -= 1
                last = off[count]
                off[place[touched]], place[last] = last, place[touched]
                place[touched] = -1
