"""Tiny instances with names, small enough to be solved by trying everything."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np

from tonglu.solvers.route import Customer, Cycle, Option, Outlet, Problem, Rep, Slot, build

CROSS_XY = [(1, 0), (2, 0), (0, 1), (0, 2), (-1, 0), (0, -1), (0, 0)]
CROSS_DEMAND = [3, 2, 3, 2, 2, 2]
CROSS_OPTIONS = [[(0, 1)], [(0,), (1,)], [(0,), (1,)], [(0,), (1,)], [(0,), (1,)], [(0,), (1,)]]


def cross(*, vehicles: int = 1, capacity: float = 9.0) -> Problem:
    """Six customers on the arms of a cross, the depot in the middle, two days; the first is due on both."""
    xy = np.array(CROSS_XY, dtype=float)
    return build(
        travel=np.hypot(*np.moveaxis(xy[:, None] - xy[None], 2, 0)),
        customers=[
            Customer(demand=demand, options=tuple(Option(slots=days) for days in options))
            for demand, options in zip(CROSS_DEMAND, CROSS_OPTIONS, strict=True)
        ],
        slots=[Slot(start=6, end=6, vehicles=vehicles, capacity=capacity)] * 2,
    )


def cross_optimum(capacity: float = 9.0) -> float:
    """The least cost of `cross` with one vehicle: every choice of days, every order."""
    leg = cross().leg
    best = np.inf
    for chosen in product(*CROSS_OPTIONS):
        days = [[c for c, option in enumerate(chosen) if day in option] for day in (0, 1)]
        if all(sum(CROSS_DEMAND[c] for c in day) <= capacity for day in days):
            best = min(best, sum(_tour(leg, day) for day in days))
    return float(best)


def _tour(leg: np.ndarray, day: list[int]) -> float:
    return min(
        (
            sum(leg[a, b] for a, b in zip((6, *order), (*order, 6), strict=True))
            for order in permutations(day)
        ),
        default=0.0,
    )


TWO_QUARTERS = [
    Outlet(id="E1", place=(41.80, 123.50), visits=2, minutes=20),
    Outlet(id="E2", place=(41.80, 123.51), visits=1, minutes=20),
    Outlet(id="E3", place=(41.81, 123.50), visits=1, minutes=20),
    Outlet(id="W1", place=(41.80, 123.30), visits=2, minutes=20),
    Outlet(id="W2", place=(41.80, 123.29), visits=1, minutes=20),
    Outlet(id="W3", place=(41.81, 123.30), visits=1, minutes=20),
]
TWO_WEEKS = Cycle(weeks=2, weekdays=2)
MIDDLE = Rep(id="R", start=(41.80, 123.40), end=(41.80, 123.40), minutes=150)
