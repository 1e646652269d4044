"""The same task in numbers alone: cells, the groups they belong to, and the intervals to keep."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise

import numba
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from tonglu.solvers.allocate.cube import Cube, Floats, Ints, Name
from tonglu.solvers.allocate.limits import Limits
from tonglu.solvers.allocate.margin import FREE, Grouping, Margin
from tonglu.solvers.errors import BadInput

Groups = NDArray[np.int32]
WHOLE = 1e-6
"""A cell this near to a whole number is taken to be one."""
LARGEST_TOTAL = 2**50
"""About 10^15 units: sums of floats are exact to the unit below it, with room to spare."""
THREADS = 2
CHUNKS = 8
"""A fixed number of pieces, so that sums come out the same on any number of cores."""


@dataclass(frozen=True)
class Problem:
    """K margins over n cells.

    `groups` (K, n): the group of each cell in each margin. `least`, `most` (K, G): each group's interval, padded
    with 0..0. `limited` (k): ascending positions of the cells that `floors` and `caps` (k) hold.
    """

    cube: Cube
    margins: tuple[Margin, ...]
    cells: Ints  # positions in the cube of the n cells
    weights: Floats
    groups: Groups
    least: Ints
    most: Ints
    limited: Ints
    floors: Ints
    caps: Ints

    @classmethod
    def of(cls, cube: Cube, margins: Sequence[Margin], limits: Limits) -> Problem:
        """Raises `BadInput` where a margin does not fit the cube or a limited cell is empty."""
        if not margins:
            raise BadInput("margins", "none given: nothing to break down")
        groupings = [Grouping(cube.dimensions, margin.over) for margin in margins]
        for margin, grouping in zip(margins, groupings, strict=True):
            _check_margin(margin, grouping)
        width = max(margin.group_count() for margin in margins)
        least, most = np.zeros((2, len(margins), width), np.int64)
        for row, margin in enumerate(margins):
            least[row, : margin.group_count()] = margin.least.ravel()
            most[row, : margin.group_count()] = margin.most.ravel()
        zero_on_empty = _is_idle(limits, cube)
        limited = cube.positions(limits.places[~zero_on_empty])
        return cls(
            cube, tuple(margins), np.arange(len(cube.places)), cube.weights, _groups(cube, groupings), least, most,
            limited, limits.floors[~zero_on_empty], limits.caps[~zero_on_empty],
        )  # fmt: skip

    @property
    def size(self) -> int:
        return len(self.cells)

    def cell_name(self, cell: int) -> Name:
        return self.cube.name(int(self.cells[cell]))

    def group_name(self, margin: int, group: int) -> tuple[Name, Name]:
        """What the margin is over, and the labels of the group."""
        over = self.margins[margin].over
        return over, Grouping(self.cube.dimensions, over).label(group)

    def sums(self, values: Ints) -> Ints:
        """What each group holds, exactly: (K, G)."""
        totals = np.zeros_like(self.least)
        in_threads(lambda row: _add_up(values, self.groups[row], totals[row]), range(len(totals)))
        return totals

    def holds(self, values: Ints) -> bool:
        """Whether `values` keep every total."""
        sums = self.sums(values)
        return bool(((self.least <= sums) & (sums <= self.most)).all())

    def intervals(self) -> tuple[Ints, Ints]:
        """Floor and cap of every cell, those without a limit included."""
        floors, caps = np.zeros(self.size, np.int64), np.full(self.size, FREE)
        floors[self.limited], caps[self.limited] = self.floors, self.caps
        return floors, caps

    def within(self, scope: NDArray[np.bool_], values: Ints) -> Problem:
        """The task of the cells in `scope` when all others keep their `values`."""
        kept = self.sums(np.where(scope, 0, values))
        inside = scope[self.limited]
        new_position = np.cumsum(scope) - 1
        return replace(
            self,
            cells=self.cells[scope],
            weights=self.weights[scope],
            groups=np.ascontiguousarray(self.groups[:, scope]),
            least=self.least - kept,
            most=self.most - kept,
            limited=new_position[self.limited[inside]],
            floors=self.floors[inside],
            caps=self.caps[inside],
        )


def in_threads(work: Callable[[int], None], items: Sequence[int]) -> None:
    """Call `work` with each item, on two cores; kernels release the interpreter lock."""
    if len(items) == 1:
        work(items[0])
        return
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, items))


def pieces(size: int) -> list[slice]:
    """Cut `size` cells into pieces; the cut depends on the size alone."""
    count = CHUNKS if size > 200_000 else 1
    edges = [size * at // count for at in range(count + 1)]
    return [slice(start, end) for start, end in pairwise(edges)]


def _check_margin(margin: Margin, grouping: Grouping) -> None:
    if margin.least.shape != grouping.shape or margin.most.shape != grouping.shape:
        raise BadInput(margin.over, f"totals of shape {margin.least.shape}, groups of shape {grouping.shape}")
    for at in np.flatnonzero((margin.least.ravel() < 0) | (margin.most.ravel() < margin.least.ravel()))[:1]:
        bounds = f"{margin.least.ravel()[at]} to {margin.most.ravel()[at]}"
        raise BadInput((margin.over, grouping.label(int(at))), f"a total of {bounds} cannot be kept")
    if margin.least.sum(dtype=np.float64) > LARGEST_TOTAL:
        raise BadInput(
            margin.over, f"totals of more than {LARGEST_TOTAL:,} units in all", "use a larger unit"
        )


def _is_idle(limits: Limits, cube: Cube) -> NDArray[np.bool_]:
    """Limits that ask nothing of an empty cell: no floor."""
    at = np.minimum(np.searchsorted(cube.places, limits.places), len(cube.places) - 1)
    return np.asarray((cube.places[at] != limits.places) & (limits.floors == 0))


def _groups(cube: Cube, groupings: list[Grouping]) -> Groups:
    sizes = np.array(cube.shape, np.int64)
    tables = np.stack([grouping.contributions(int(sizes.max())) for grouping in groupings])
    groups = np.empty((len(groupings), len(cube.places)), np.int32)
    spans = pieces(len(cube.places))
    in_threads(
        lambda at: _number(cube.places[spans[at]], sizes, tables, groups[:, spans[at]]), range(len(spans))
    )
    return groups


def incidence(problem: Problem) -> csr_array:
    """One row per group, one column per cell, a one where the cell belongs to the group."""
    rows, width = problem.least.shape
    keys = (problem.groups + (np.arange(rows) * width)[:, None]).ravel()
    columns = np.tile(np.arange(problem.size), rows)
    return csr_array((np.ones(len(keys)), (keys, columns)), shape=(rows * width, problem.size))


def open_ended(most: Ints) -> Floats:
    return np.where(most >= FREE // 2, np.inf, most)


@numba.njit(nogil=True, cache=True)
def _number(places: Ints, sizes: Ints, tables: Groups, groups: Groups) -> None:
    """Group numbers of ascending places: an odometer, because dividing seven million numbers is slow."""
    axes = len(sizes)
    at = np.zeros(axes, np.int64)
    before = 0
    for cell in range(len(places)):
        at[axes - 1] += places[cell] - before
        before = places[cell]
        axis = axes - 1
        while axis > 0 and at[axis] >= sizes[axis]:
            at[axis - 1] += at[axis] // sizes[axis]
            at[axis] %= sizes[axis]
            axis -= 1
        for margin in range(len(tables)):
            number = 0
            for axis in range(axes):
                number += tables[margin, axis, at[axis]]
            groups[margin, cell] = number


@numba.njit(nogil=True, cache=True)
def _add_up(values: Ints, groups: Groups, totals: Ints) -> None:
    for cell in range(len(values)):
        totals[groups[cell]] += values[cell]
