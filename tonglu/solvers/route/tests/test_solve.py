from __future__ import annotations

import numpy as np
import pytest

from tonglu.solvers.errors import BadInput
from tonglu.solvers.route import Customer, Limit, Option, Slot, build, solve
from tonglu.solvers.route.tests.instances import cross, cross_optimum

SHORT = Limit(rounds=600)


@pytest.mark.parametrize("capacity", [9.0, 10.0, 14.0])
def test_a_tiny_instance_is_solved_as_well_as_by_trying_everything(capacity: float) -> None:
    solution = solve(cross(capacity=capacity), limit=SHORT)
    assert solution.price == pytest.approx(cross_optimum(capacity))


def test_the_price_is_the_length_of_the_routes() -> None:
    problem = cross(vehicles=2, capacity=5.0)
    solution = solve(problem, limit=SHORT)
    length = sum(
        problem.leg[a, b]
        for route in solution.routes
        if route
        for a, b in zip((6, *route), (*route, 6), strict=True)
    )
    assert solution.price == pytest.approx(length)
    assert all(problem.demand[list(route)].sum() <= 5.0 for route in solution.routes if route)


def test_the_same_seed_gives_the_same_answer() -> None:
    answers = [solve(cross(), limit=SHORT, seed=5) for _ in range(2)]
    assert answers[0].routes == answers[1].routes
    assert answers[0].option.tolist() == answers[1].option.tolist()


def test_progress_ends_at_the_whole_and_never_gets_dearer() -> None:
    seen: list[tuple[float, float]] = []
    solution = solve(cross(), limit=SHORT, progress=lambda share, price: seen.append((share, price)))
    assert seen[-1] == (1.0, solution.price)
    assert [price for _, price in seen] == sorted((price for _, price in seen), reverse=True)


def test_a_time_limit_is_kept() -> None:
    solution = solve(cross(), limit=Limit(seconds=0.2))
    assert solution.price == pytest.approx(cross_optimum())


def test_too_little_capacity_is_refused() -> None:
    with pytest.raises(BadInput, match="capacities"):
        solve(cross(capacity=4.0), limit=SHORT)


@pytest.mark.parametrize(
    ("customer", "travel", "offender"),
    [
        (Customer(options=()), 1.0, "0"),
        (Customer(options=(Option(slots=()),)), 1.0, "0"),
        (Customer(options=(Option(slots=(7,)),)), 1.0, "0"),
        (Customer(options=(Option(slots=(0,)),), demand=-1.0), 1.0, "0"),
        (Customer(options=(Option(slots=(0,)),), demand=np.nan), 1.0, "0"),
        (Customer(options=(Option(slots=(0,)),)), np.nan, r"\(0, 1\)"),
        (Customer(options=(Option(slots=(0,)),)), -1.0, r"\(0, 1\)"),
    ],
)
def test_bad_input_names_the_offender(customer: Customer, travel: float, offender: str) -> None:
    matrix = np.array([[0.0, travel], [travel, 0.0]])
    with pytest.raises(BadInput, match=f"^{offender}:"):
        build(travel=matrix, customers=[customer], slots=[Slot(start=1, end=1)])


def test_a_limit_is_seconds_or_rounds() -> None:
    for wrong in ({}, {"seconds": 1.0, "rounds": 1}, {"seconds": -1.0}):
        with pytest.raises(BadInput, match="limit"):
            Limit(**wrong)  # type: ignore[arg-type]
