"""Periodic routes: who is visited on which days, and in which order, so that travel is least.

`plan_visits` answers the sales rep's question (outlets, reps, a cycle → days, calls and reasons). Beneath it,
`solve` takes any periodic routing problem that `build` poses, as the public benchmarks do.
"""

from tonglu.solvers.route.patterns import Cycle, patterns
from tonglu.solvers.route.planning import plan_visits
from tonglu.solvers.route.problem import Customer, Option, Problem, Slot, build
from tonglu.solvers.route.search import Limit, Solution, Taste, solve, warm
from tonglu.solvers.route.visiting import Aims, Call, Day, LeftOut, Move, Outlet, Plan, Rep

__all__ = [
    "Aims", "Call", "Customer", "Cycle", "Day", "LeftOut", "Limit", "Move", "Option", "Outlet", "Plan", "Problem",
    "Rep", "Slot", "Solution", "Taste", "build", "patterns", "plan_visits", "solve", "warm",
]  # fmt: skip
