"""Several annealing starts side by side; in every phase each goes on from the best plan found by any."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from tonglu.solvers.errors import BadInput
from tonglu.solvers.route.kernel import anneal
from tonglu.solvers.route.problem import Customer, Ints, Option, Problem, Slot, build
from tonglu.solvers.route.state import blank, load_plan

Progress = Callable[[float, float], None]


@dataclass(frozen=True, kw_only=True)
class Limit:
    """When to stop: after `seconds` on the clock, or after `rounds` of every start (then the same seed gives the
    same answer)."""

    seconds: float | None = None
    rounds: int | None = None

    def __post_init__(self) -> None:
        if (self.seconds is None) == (self.rounds is None):
            raise BadInput("limit", "give seconds or rounds, one of the two")
        if not (self.seconds or self.rounds or 0) > 0:
            raise BadInput("limit", "must be above zero")


@dataclass(frozen=True, kw_only=True)
class Taste:
    """How the search behaves. Heat is in mean legs of the first plan; a phase is (share of the budget, hottest,
    coldest). The starts take turns in the `styles`: (mean customers out, longest string, share of rounds that
    may change days); what one style freezes, another moves. `clean` is the share of rounds without overload at
    which the price of overload stays."""

    phases: tuple[tuple[float, float, float], ...] = ((0.75, 1.0, 0.02), (0.25, 0.15, 0.005))
    styles: tuple[tuple[float, float, float], ...] = ((10.0, 10.0, 0.5), (15.0, 25.0, 0.8))
    clean: float = 0.4


@dataclass(frozen=True, kw_only=True)
class Solution:
    """`routes` are the stops of every route (numbered as in the problem); `option` is -1 for who is left out."""

    price: float
    option: Ints
    routes: tuple[tuple[int, ...], ...]
    rounds: int


class Start:
    """One annealing run with its own routes, its own random numbers and its own price of overload."""

    CHUNK = 200  # rounds at one temperature

    def __init__(self, problem: Problem, seed: int, taste: Taste, number: int) -> None:
        self.problem, self.clean = problem, taste.clean
        self.style = np.array(taste.styles[number % len(taste.styles)])
        self.state = blank(problem)
        self.rng = np.array([seed * 0x9E3779B97F4A7C15 + 0x2545F4914F6CDD1D & 2**64 - 1 | 1], np.uint64)
        self.best = np.array([np.inf])
        self.best_plan = (self.state.stops.copy(), self.state.size.copy(), self.state.option.copy())
        self.rounds = 0
        self.penalty = 1.0
        self._anneal(1, 0.0)
        visits = max(1, int(self.state.size.sum()))
        self.edge = float(self.state.travel.sum()) / visits or 1.0
        self.penalty = 4.0 * self.edge / max(1e-9, float(problem.demand.mean()) or 1.0)

    def _anneal(self, rounds: int, heat: float) -> int:
        self.rounds += rounds
        return int(
            anneal(
                self.problem,
                self.state,
                *self.best_plan,
                self.best,
                self.rng,
                rounds,
                heat,
                self.penalty,
                self.style,
            )
        )

    def phase(self, hot: float, cold: float, used: Callable[[int], float]) -> None:
        """Cool from `hot` to `cold` while `used` (share of the phase, given its rounds so far) is below one."""
        begun, floor = self.rounds, 1e-3 * self.penalty
        while (share := used(self.rounds - begun)) < 1.0:
            clean = self._anneal(self.CHUNK, self.edge * hot * (cold / hot) ** share)
            self.penalty = max(floor, self.penalty * (1.03 if clean < self.clean * self.CHUNK else 1 / 1.03))

    def adopt(self, other: Start) -> None:
        """Go on from the best plan of another start (or of itself)."""
        if not np.isfinite(other.best[0]):
            return
        self.best[:] = other.best
        for mine, theirs in zip(self.best_plan, other.best_plan, strict=True):
            mine[:] = theirs
        load_plan(self.problem, self.state, *self.best_plan)


def warm() -> None:
    """Compile, or load from numba's cache, so that a following time limit is spent on searching."""
    travel = np.ones((3, 3)) - np.eye(3)
    customers = [Customer(options=(Option(slots=(0,)),)) for _ in range(2)]
    solve(build(travel=travel, customers=customers, slots=[Slot(start=2, end=2)]), limit=Limit(rounds=1))


def solve(
    problem: Problem,
    *,
    limit: Limit,
    seed: int = 1,
    starts: int = 2,
    taste: Taste | None = None,
    progress: Progress | None = None,
) -> Solution:
    """The best plan without overload that the starts find, each on its own thread.

    `progress` is called after every phase with (share done, best price). Raises `BadInput` where no start found
    a plan within the capacities.
    """
    taste = taste or Taste()
    clock = time.monotonic
    begun = clock()
    runs = [Start(problem, seed * 1009 + k, taste, k) for k in range(starts)]
    done = 0.0
    with ThreadPoolExecutor(starts) as pool:
        for share, hot, cold in taste.phases:
            since, done = done, done + share

            def used(rounds: int, since: float = since, share: float = share) -> float:
                if limit.rounds:
                    return rounds / (limit.rounds * share)
                return ((clock() - begun) / (limit.seconds or 1.0) - since) / share

            list(pool.map(lambda run: run.phase(hot, cold, used), runs))  # noqa: B023
            best = min(runs, key=lambda run: float(run.best[0]))
            for run in runs:
                run.adopt(best)
            if progress:
                progress(min(1.0, done), float(best.best[0]))
    if not np.isfinite(best.best[0]):
        raise BadInput("capacity", "no plan keeps to the capacities", "give more vehicles or days")
    stops, size, option = best.best_plan
    return Solution(
        price=float(best.best[0]),
        option=option,
        routes=tuple(tuple(int(c) for c in row[1 : k + 1]) for row, k in zip(stops, size, strict=True)),
        rounds=sum(run.rounds for run in runs),
    )
