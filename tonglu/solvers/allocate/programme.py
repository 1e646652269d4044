"""The programmes behind the fast paths: exact rounding as an integer programme, solved by HiGHS."""

from __future__ import annotations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack

from tonglu.solvers.allocate.cube import Floats, Ints
from tonglu.solvers.allocate.effort import Effort
from tonglu.solvers.allocate.margin import FREE
from tonglu.solvers.allocate.problem import Problem
from tonglu.solvers.errors import BadInput

WHOLE = 1e-6
LARGEST = 100_000
"""Cells that an integer programme can still take in a bearable time."""


def round_by_programme(problem: Problem, ideal: Floats, effort: Effort) -> Ints:
    """The whole values with the least Σ |value − ideal| that keep every interval and limit.

    A value is the floor plus a first unit, at the cost of rounding up instead of down, plus further units at
    the cost of one each, less units at the cost of one each; so the answer leaves the two nearest whole numbers
    only where it must. Raises `BadInput` naming the margins when no whole numbers exist, when
    `effort.nodes` branches did not find them, or when there are too many cells to tell.
    """
    over = tuple(margin.over for margin in problem.margins)
    if problem.size > LARGEST:
        raise BadInput(
            over, "no whole numbers were found that keep these margins together", "try another seed"
        )
    below = np.floor(ideal + WHOLE).astype(np.int64)
    floors, caps = problem.intervals()
    part = ideal - below
    room = np.minimum(caps - below, FREE).astype(np.float64)
    step = np.minimum(1.0, room)
    cost = np.concatenate([1 - 2 * part, np.ones(problem.size), np.ones(problem.size)])
    upper = np.concatenate([step, room - step, (below - floors).astype(np.float64)])
    matrix = incidence(problem)
    held = problem.sums(below).ravel()
    answer = milp(
        cost,
        integrality=np.ones(len(cost)),
        bounds=Bounds(0, np.where(upper >= FREE // 4, np.inf, upper)),
        constraints=LinearConstraint(
            hstack([matrix, matrix, -matrix]).tocsr(),
            problem.least.ravel() - held,
            open_ended(problem.most.ravel() - held),
        ),
        options={"node_limit": effort.nodes},
    )
    if answer.status == 2:
        raise BadInput(over, "no whole numbers keep these margins together", "leave one of them an interval")
    if answer.x is None:
        raise BadInput(over, f"no whole numbers found within {effort.nodes} branches", "allow more branches")
    first, more, less = np.rint(answer.x).astype(np.int64).reshape(3, -1)
    return np.asarray(below + first + more - less)


def incidence(problem: Problem) -> csr_array:
    """One row per group, one column per cell, a one where the cell belongs to the group."""
    rows, width = problem.least.shape
    keys = (problem.groups + (np.arange(rows) * width)[:, None]).ravel()
    columns = np.tile(np.arange(problem.size), rows)
    return csr_array((np.ones(len(keys)), (keys, columns)), shape=(rows * width, problem.size))


def open_ended(most: Ints) -> Floats:
    return np.where(most >= FREE // 2, np.inf, most)
