"""Bad input names its offender."""

from __future__ import annotations

import numpy as np
import pytest

from tonglu.solvers.allocate import Cube, Dimension, Limits, Margin, allocate, cap, floor, lock
from tonglu.solvers.allocate.tests.cases import dimensions
from tonglu.solvers.errors import BadInput

AXES = dimensions(2, 2, 2)
CUBE = Cube.dense(AXES, np.ones((2, 2, 2)))


def weights(value: float) -> np.ndarray:
    array = np.ones((2, 2, 2))
    array[1, 0, 1] = value
    return array


@pytest.mark.parametrize(
    ("attempt", "offender"),
    [
        (lambda: Cube.dense(AXES, weights(-1)), ("p1", "r0", "m1")),
        (lambda: Cube.dense(AXES, weights(float("nan"))), ("p1", "r0", "m1")),
        (lambda: Cube.dense(AXES, weights(float("inf"))), ("p1", "r0", "m1")),
        (lambda: Cube.dense(AXES, np.zeros((2, 2, 2))), "weights"),
        (lambda: Cube.dense(AXES, np.ones((2, 2))), "weights"),
        (lambda: Cube.table(AXES, {("p0", "r0"): 1}), ("p0", "r0")),
        (lambda: Cube.table(AXES, {("p0", "r9", "m0"): 1}), ("p0", "r9", "m0")),
        (lambda: Dimension("month", ("1", "1")), "month"),
        (lambda: Dimension("month", ("1", "2"), {"half": ("H1",)}), "month.half"),
        (lambda: Margin.exact(("month",), np.array([1.5, 2])), ("month",)),
        (lambda: Margin.named(CUBE, ("month.week",), {}), "month.week"),
        (lambda: Margin.named(CUBE, ("month",), {("m9",): 1}), ("m9",)),
        (lambda: allocate(cube=CUBE, margins=[]), "margins"),
        (lambda: allocate(cube=CUBE, margins=[Margin.exact(("mode",), 5)]), "mode"),
        (lambda: allocate(cube=CUBE, margins=[Margin.exact(("month",), np.array([1, 2, 3]))]), ("month",)),
        (
            lambda: allocate(cube=CUBE, margins=[Margin.exact(("month",), np.array([1, -2]))]),
            (("month",), ("m1",)),
        ),
        (lambda: allocate(cube=CUBE, margins=[Margin.exact((), 2**51)]), ()),
        (lambda: Limits.named(CUBE, {("p0", "r0", "m0"): (5, 4)}), ("p0", "r0", "m0")),
        (
            lambda: Limits.columns(CUBE, np.array([3, 3]), np.array([1, 1]), np.array([1, 1])),
            ("p0", "r1", "m1"),
        ),
    ],
)
def test_the_offender_is_named(attempt, offender):
    with pytest.raises(BadInput) as refusal:
        attempt()
    assert refusal.value.offender == offender


def test_an_empty_cell_takes_no_floor_but_a_cap_is_idle():
    cube = Cube.table(AXES, {("p0", "r0", "m0"): 1, ("p1", "r1", "m1"): 2})
    total = Margin.exact((), 9)
    answer = allocate(cube=cube, margins=[total], limits=Limits.named(cube, {("p0", "r1", "m0"): cap(4)}))
    assert answer.values.tolist() == [3, 6]
    for limit in (floor(1), lock(1)):
        with pytest.raises(BadInput) as refusal:
            allocate(cube=cube, margins=[total], limits=Limits.named(cube, {("p0", "r1", "m0"): limit}))
        assert refusal.value.offender == ("p0", "r1", "m0")
