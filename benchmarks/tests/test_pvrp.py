from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import pvrp
from tonglu.solvers.route import Limit, solve

SQUARE = """1 1 4 2
 0 3
 0 3
 0 0 0 0 0 0 0
 1 1 0 0 1 2 1 3
 2 1 1 0 1 1 2 1 2
 3 0 1 0 1 1 2 1 2
 4 9 9 0 1 0 2 1 2
"""  # the fourth customer has frequency 0: he is not to be visited


@pytest.fixture
def square(tmp_path: Path) -> pvrp.Instance:
    path = tmp_path / "square"
    path.write_text(SQUARE)
    return pvrp.read(path)


def test_a_plan_of_the_solver_passes_the_audit(square: pvrp.Instance) -> None:
    plan = pvrp.plan_of(square, solve(pvrp.pose(square), limit=Limit(rounds=200)))
    assert pvrp.audit(square, plan) == pytest.approx(6.0)


@pytest.mark.parametrize(
    ("plan", "complaint"),
    [
        ([[[1, 2, 3]]], "1 days planned"),
        ([[[1, 2]], [[3]]], "customer 1: visited on mask 1"),
        ([[[1, 2]], [[1, 2, 3]]], "customer 2: visited on mask 3"),
        ([[[1, 2, 3, 4]], [[1]]], "overload"),
        ([[[1, 2]], [[1, 3, 4]]], "customer 4"),
        ([[[1, 2], [3]], [[1]]], "more than 1 vehicles"),
        ([[[1, 2, 2]], [[1, 3]]], "visited twice"),
        ([[[1, 2, 7]], [[1, 3]]], "unknown"),
    ],
)
def test_the_auditor_names_the_breach(square: pvrp.Instance, plan: pvrp.Plan, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        pvrp.audit(square, plan)


def test_a_day_too_long_is_named(tmp_path: Path) -> None:
    path = tmp_path / "short"
    path.write_text(SQUARE.replace(" 0 3\n", " 2 3\n", 2))
    with pytest.raises(ValueError, match="too long"):
        pvrp.audit(pvrp.read(path), [[[1, 2, 3]], [[1]]])


def test_another_type_of_instance_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "multi"
    path.write_text(SQUARE.replace("1 1 4 2", "2 1 4 2"))
    with pytest.raises(ValueError, match="type 2"):
        pvrp.read(path)
