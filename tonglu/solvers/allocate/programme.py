"""The programmes behind the fast paths: exact rounding as an integer programme, solved by HiGHS."""

from __future__ import annotations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import hstack

from tonglu.solvers.allocate.conflict import raise_conflict
from tonglu.solvers.allocate.cube import Floats, Ints
from tonglu.solvers.allocate.effort import Effort
from tonglu.solvers.allocate.margin import FREE
from tonglu.solvers.allocate.problem import WHOLE, Problem, incidence, open_ended
from tonglu.solvers.errors import BadInput


def round_by_programme(problem: Problem, ideal: Floats, effort: Effort, nodes: int) -> Ints | None:
    """The whole values with the least Σ |value − ideal| that keep every interval and limit.

    A value is the floor plus a first unit, at the cost of rounding up instead of down, plus further units at
    the cost of one each, less units at the cost of one each; so the answer leaves the two nearest whole numbers
    only where it must; out of `nodes` branches, the best found. None when none was found. Raises `Impossible` or, naming the
    margins, `BadInput` when it is proven that there are none.
    """
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
        options={"node_limit": nodes, "mip_rel_gap": 0},
    )
    if answer.status == 2:
        raise_conflict(problem, effort)
        over = tuple(margin.over for margin in problem.margins)
        raise BadInput(over, "no whole numbers keep these margins together", "leave one of them an interval")
    if answer.x is None:
        return None
    first, more, less = np.rint(answer.x).astype(np.int64).reshape(3, -1)
    return np.asarray(below + first + more - less)
