"""An impossible set of locks is named, not hidden."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from tonglu.solvers.allocate import (
    Cube,
    Dimension,
    Effort,
    Impossible,
    Limits,
    Margin,
    allocate,
    cap,
    floor,
    lock,
)
from tonglu.solvers.allocate.tests.cases import dimensions
from tonglu.solvers.errors import BadInput


def square(size: int, total: int) -> tuple[Cube, list[Margin]]:
    """size × size cells, each row and column to sum to `total`."""
    axes = (
        Dimension("row", tuple(f"a{at}" for at in range(size))),
        Dimension("column", tuple(f"b{at}" for at in range(size))),
    )
    sums = np.full(size, total)
    cube = Cube.dense(axes, np.ones((size, size)))
    return cube, [Margin.exact(("row",), sums), Margin.exact(("column",), sums)]


def refused(cube, margins, limits=None, **kw) -> Impossible:
    with pytest.raises(Impossible) as refusal:
        allocate(cube=cube, margins=margins, limits=limits and Limits.named(cube, limits), **kw)
    return refusal.value


def test_the_two_locks_that_overfill_a_row_are_named_and_the_harmless_one_is_not():
    cube, margins = square(3, 10)
    limits = {("a0", "b0"): lock(6), ("a0", "b1"): lock(5), ("a1", "b2"): lock(7)}
    conflict = refused(cube, margins, limits)
    assert set(conflict.limits) == {("a0", "b0"), ("a0", "b1")}
    assert conflict.smallest


def test_caps_that_conflict_only_across_rows_are_found():
    """The caps force 6 of each of two rows into the first column, which holds 10."""
    cube, margins = square(3, 10)
    limits = {
        ("a0", "b1"): cap(2),
        ("a0", "b2"): cap(2),
        ("a1", "b1"): cap(2),
        ("a1", "b2"): cap(2),
        ("a2", "b2"): cap(9),
    }
    conflict = refused(cube, margins, limits)
    assert set(conflict.limits) == {("a0", "b1"), ("a0", "b2"), ("a1", "b1"), ("a1", "b2")}


def test_out_of_programmes_the_conflict_still_has_no_idle_member():
    cube, margins = square(3, 10)
    limits = {("a0", f"b{at}"): floor(4) for at in range(3)} | {("a1", "b0"): cap(3)}
    conflict = refused(cube, margins, limits, effort=Effort(programmes=1))
    assert set(conflict.limits) == {("a0", "b0"), ("a0", "b1"), ("a0", "b2")}
    assert not conflict.smallest


def test_margins_that_disagree_name_themselves():
    cube, margins = square(3, 10)
    odd = [margins[0], Margin.exact(("column",), np.array([10, 10, 11]))]
    conflict = refused(cube, odd)
    assert "sum to 30 and 31" in conflict.problem
    assert conflict.totals[0][0] == ("row",)


def test_a_total_over_empty_cells_is_named():
    weights = np.ones((2, 2, 2))
    weights[0] = 0
    cube = Cube.dense(dimensions(2, 2, 2), weights)
    conflict = refused(cube, [Margin.exact(("product",), np.array([5, 5]))])
    assert conflict.totals == ((("product",), ("p0",)),)


def test_a_total_below_the_floors_names_the_floors():
    cube, margins = square(2, 10)
    conflict = refused(cube, margins, {("a0", "b0"): floor(4), ("a0", "b1"): floor(7)})
    assert set(conflict.limits) == {("a0", "b0"), ("a0", "b1")}


def test_totals_that_only_halves_can_keep_are_refused():
    levels = {"one": ("x", "x", "y"), "two": ("y", "x", "x"), "three": ("x", "y", "x")}
    cube = Cube.dense([Dimension("sku", ("a", "b", "c"), levels)], np.ones(3))
    margins = [Margin.named(cube, (f"sku.{level}",), {("x",): 1}) for level in levels]
    with pytest.raises(BadInput, match="no whole numbers keep these margins"):
        allocate(cube=cube, margins=margins)


@settings(deadline=None, max_examples=12)
@given(st.integers(0, 10**6))
def test_no_smaller_set_of_locks_conflicts(seed):
    draw = np.random.default_rng(seed)
    cube, margins = square(3, 6)
    cells = draw.permutation(9)[:6]
    limits = {cube.name(int(cell)): lock(int(draw.integers(0, 6))) for cell in cells}
    expected = smallest_by_trial(cube, limits)
    if expected is None:
        allocate(cube=cube, margins=margins, limits=Limits.named(cube, limits))
        return
    conflict = refused(cube, margins, limits)
    assert conflict.smallest
    assert len(conflict.limits) == expected
    assert not possible({name: limits[name] for name in conflict.limits})


def smallest_by_trial(cube: Cube, limits) -> int | None:
    for size in range(1, len(limits) + 1):
        if any(not possible(dict(some)) for some in combinations(limits.items(), size)):
            return size
    return None


def possible(limits) -> bool:
    rows = np.kron(np.eye(3), np.ones(3))
    columns = np.kron(np.ones(3), np.eye(3))
    bounds = [limits.get((f"a{at // 3}", f"b{at % 3}"), (0, None)) for at in range(9)]
    return (
        linprog(np.zeros(9), A_eq=np.vstack([rows, columns]), b_eq=np.full(6, 6), bounds=bounds).status == 0
    )
