"""Why no answer exists: the fewest limits, or the fewest totals, that cannot hold together.

A conflict is a set of limits that no cell values satisfy beside the margins. By linear programming with slack on
every limit that is not in a set H, either H is itself a conflict, or the limits that had to give way are a set of
which every conflict contains one. So the smallest set that hits all those found so far, tried until it conflicts, is
a smallest conflict (implicit hitting sets: Ignatiev, Previti, Liffiton, Marques-Silva 2015).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import coo_array, csr_array, hstack, vstack
from scipy.sparse import eye_array as eye
from scipy.sparse.csgraph import connected_components

from tonglu.solvers.allocate.cube import Floats, Ints, Name
from tonglu.solvers.allocate.effort import Effort
from tonglu.solvers.allocate.margin import FREE
from tonglu.solvers.allocate.problem import Problem, incidence, open_ended
from tonglu.solvers.errors import BadInput

LARGEST = 30_000
"""Cells that the linear programmes of a conflict can still take; beyond, only single groups are looked at."""

Total = tuple[Name, Name]
"""What a margin is over, and the labels of one of its groups."""


class Impossible(BadInput):
    """`limits` (cells) cannot hold together beside the margins, or, if there are none, `totals` cannot.

    `smallest`: no conflict has fewer members. Otherwise every member is needed for this one, but another may
    be smaller.
    """

    def __init__(
        self, *, limits: tuple[Name, ...] = (), totals: tuple[Total, ...] = (), smallest: bool, why: str = ""
    ) -> None:
        self.limits = limits
        self.totals = totals
        self.smallest = smallest
        super().__init__(limits or totals, why or "cannot all be kept together", "loosen one of them")


@dataclass(frozen=True)
class Elastic:
    """`matrix @ x` within `least`..`most`, x ≥ 0; every row in `items` may be broken at a price."""

    matrix: csr_array
    least: Floats
    most: Floats
    items: Ints

    def broken(self, hard: frozenset[int]) -> frozenset[int] | None:
        """The items that give way at the least total slack while those in `hard` hold; None if these cannot."""
        count, cells = len(self.items), self.matrix.shape[1]
        slack = coo_array((np.ones(count), (self.items, np.arange(count))), (len(self.least), count))
        free = np.where(np.isin(np.arange(count), list(hard)), 0, np.inf)
        whole = hstack([self.matrix, slack, -slack]).tocsr()
        upper, lower = np.isfinite(self.most), np.isfinite(self.least)
        answer = linprog(
            np.concatenate([np.zeros(cells), np.ones(2 * count)]),
            A_ub=vstack([whole[upper], -whole[lower]]),
            b_ub=np.concatenate([self.most[upper], -self.least[lower]]),
            bounds=np.column_stack([
                np.zeros(cells + 2 * count), np.concatenate([np.full(cells, np.inf), free, free]),
            ]),
            method="highs",
        )  # fmt: skip
        if answer.status == 2:
            return None
        if answer.x is None:
            raise BadInput("margins", f"the search for a conflict failed: {answer.message}")
        gives = answer.x[cells : cells + count] + answer.x[cells + count :]
        return frozenset(int(at) for at in np.flatnonzero(gives > 1e-6))


def raise_conflict(problem: Problem, effort: Effort) -> None:
    """Raise `Impossible` when the margins and limits contradict each other; return when no proof was found.

    Returning proves that real numbers exist up to `LARGEST` cells; and amounts of 10^7 units; beyond, contradictions that no single
    group and no two margins show go unnoticed.
    """
    _compare_margins(problem)
    if problem.size > LARGEST:
        _check_groups(problem)
        return
    limits = _by_limits(problem)
    if limits.broken(frozenset()) is None:
        found, smallest = _smallest(_by_totals(problem), effort)
        totals = tuple(problem.group_name(*divmod(at, problem.least.shape[1])) for at in sorted(found))
        raise Impossible(totals=totals, smallest=smallest)
    if limits.broken(frozenset()):
        found, smallest = _smallest(limits, effort)
        cells = tuple(problem.cell_name(int(problem.limited[at])) for at in sorted(found))
        raise Impossible(limits=cells, smallest=smallest)


def _compare_margins(problem: Problem) -> None:
    """Two margins that tie the same cells to different sums, such as months that do not add up to the year."""
    for one, other in combinations(range(len(problem.margins)), 2):
        width = problem.least.shape[1]
        keys = np.unique(problem.groups[one].astype(np.int64) * width + problem.groups[other])
        pairs = coo_array((np.ones(len(keys)), (keys // width, keys % width + width)), (2 * width, 2 * width))
        _, part = connected_components(pairs, directed=False)
        least = [
            np.bincount(part[at * width :][:width], problem.least[row]) for at, row in enumerate((one, other))
        ]
        most = [
            np.bincount(part[at * width :][:width], np.minimum(problem.most[row], FREE).astype(np.float64))
            for at, row in enumerate((one, other))
        ]
        size = max(map(len, least))
        least = [np.pad(row, (0, size - len(row))) for row in least]
        most = [np.pad(row, (0, size - len(row))) for row in most]
        used = np.zeros(size, bool)
        used[part[keys // width]] = True
        for at in np.flatnonzero(used & ((least[0] > most[1]) | (least[1] > most[0])))[:1]:
            names = problem.margins[one].over, problem.margins[other].over
            sample = int(keys[part[keys // width] == at][0])
            totals = problem.group_name(one, sample // width), problem.group_name(other, sample % width)
            sums = [f"{row[at]:,.0f}" for row in (least[0], least[1])]
            why = f"margins {names[0]} and {names[1]} sum to {sums[0]} and {sums[1]} over the same cells"
            raise Impossible(totals=totals, smallest=False, why=why)


def _check_groups(problem: Problem) -> None:
    """The fewest limits that break one group's total, whatever the other margins ask."""
    for row in range(len(problem.margins)):
        floor_sums = np.bincount(problem.groups[row, problem.limited], problem.floors, problem.least.shape[1])
        for group in np.flatnonzero(floor_sums > problem.most[row])[:1]:
            raise _one_group(problem, row, int(group), problem.floors, int(problem.most[row, group]))
        members = np.bincount(problem.groups[row], minlength=problem.least.shape[1])
        capped = problem.caps < FREE
        caps_in = problem.groups[row, problem.limited[capped]]
        held = np.bincount(caps_in, minlength=len(members)) == members
        cap_sums = np.bincount(caps_in, problem.caps[capped], len(members))
        for group in np.flatnonzero(held & (cap_sums < problem.least[row]))[:1]:
            if members[group] == 0:
                why = f"a total of {problem.least[row, group]:,} over no cells"
                raise Impossible(totals=(problem.group_name(row, int(group)),), smallest=True, why=why)
            cells = problem.limited[problem.groups[row, problem.limited] == group]
            raise Impossible(limits=tuple(map(problem.cell_name, cells)), smallest=False)


def _one_group(problem: Problem, row: int, group: int, floors: Ints, most: int) -> Impossible:
    inside = np.flatnonzero(problem.groups[row, problem.limited] == group)
    largest = inside[np.argsort(-floors[inside], kind="stable")]
    count = int(np.argmax(np.cumsum(floors[largest]) > most)) + 1
    cells = sorted(int(cell) for cell in problem.limited[largest[:count]])
    return Impossible(limits=tuple(map(problem.cell_name, cells)), smallest=False)


def _by_limits(problem: Problem) -> Elastic:
    """Margins are law, limits may give way."""
    matrix = incidence(problem)
    count = len(problem.limited)
    cells = eye(problem.size, format="csr")[problem.limited]
    return Elastic(
        vstack([matrix, cells]).tocsr(),
        np.concatenate([problem.least.ravel(), problem.floors]) / _unit(problem),
        np.concatenate([open_ended(problem.most.ravel()), open_ended(problem.caps)]) / _unit(problem),
        len(problem.least.ravel()) + np.arange(count),
    )


def _by_totals(problem: Problem) -> Elastic:
    """No limits; totals may give way."""
    unit = _unit(problem)
    least, most = problem.least.ravel().astype(np.float64), open_ended(problem.most.ravel())
    return Elastic(incidence(problem), least / unit, most / unit, np.arange(len(least)))


def _unit(problem: Problem) -> float:
    """Larger amounts are divided by this: the programmes tell apart some fourteen digits, no more."""
    return max(1.0, float(problem.least.max(initial=0)) / 1e7)


def _smallest(elastic: Elastic, effort: Effort) -> tuple[frozenset[int], bool]:
    """A smallest conflict, or after `effort.programmes` tries one from which nothing can be left out."""
    count = len(elastic.items)
    hits: list[frozenset[int]] = []
    chosen: frozenset[int] = frozenset()
    for _ in range(effort.programmes):
        gives = elastic.broken(chosen)
        if gives is None:
            return chosen, True
        hits.append(gives)
        chosen = _fewest(hits, count)
    while (gives := elastic.broken(chosen)) is not None:
        chosen |= gives
    for item in sorted(chosen):
        if elastic.broken(chosen - {item}) is None:
            chosen -= {item}
    return chosen, False


def _fewest(sets: list[frozenset[int]], count: int) -> frozenset[int]:
    """The fewest items of which every set holds one."""
    matrix = np.zeros((len(sets), count))
    for row, members in enumerate(sets):
        matrix[row, list(members)] = 1
    answer = milp(
        np.ones(count),
        integrality=np.ones(count),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, 1),
    )
    return frozenset(int(at) for at in np.flatnonzero(answer.x > 0.5))
