"""`rebalance`: after an edit only what must move moves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tonglu.solvers.allocate import Cube, Impossible, Limits, Margin, allocate, lock, rebalance
from tonglu.solvers.allocate.tests.cases import OVER, dimensions, feasible, totals


def branches():
    """Region totals alone: an edit in one region is no other region's business."""
    cube = Cube.dense(dimensions(2, 3, 4), np.arange(1.0, 25).reshape(2, 3, 4))
    return allocate(cube=cube, margins=[Margin.exact(("region",), np.array([100, 200, 300]))])


def test_an_edit_in_one_region_moves_that_region_alone():
    before = branches()
    limits = Limits.named(before.cube, {("p0", "r1", "m0"): lock(50)})
    after = rebalance(before, limits=limits)
    moved = after.dense() != before.dense()
    assert not moved[:, [0, 2]].any()
    assert after.value(("p0", "r1", "m0")) == 50
    assert after.dense().sum(axis=(0, 2)).tolist() == [100, 200, 300]
    assert after.reason(("p0", "r0", "m0")).binding == "kept"


def test_the_rest_of_the_region_keeps_its_proportions():
    before = branches()
    after = rebalance(before, limits=Limits.named(before.cube, {("p0", "r1", "m0"): lock(50)}))
    rest = np.ones((2, 4), bool)
    rest[0, 0] = False
    old, new = before.dense()[:, 1][rest], after.dense()[:, 1][rest]
    assert abs(new - old * (150 / old.sum())).max() < 1


def test_an_edit_that_changes_nothing_moves_nothing():
    before = branches()
    limits = Limits.named(before.cube, {("p0", "r1", "m0"): lock(before.value(("p0", "r1", "m0")))})
    after = rebalance(before, limits=limits)
    assert (after.values == before.values).all()
    assert after.kept.all()


def test_a_new_total_moves_its_own_cells():
    before = branches()
    raised = [Margin.exact(("region",), np.array([100, 200, 360]))]
    after = rebalance(before, margins=raised, limits=Limits.none())
    assert (after.dense()[:, :2] == before.dense()[:, :2]).all()
    assert after.dense()[:, 2].sum() == 360


def test_where_rows_and_columns_are_fixed_the_edit_reaches_the_whole_table():
    cube = Cube.dense(dimensions(3, 3, 2), np.ones((3, 3, 2)))
    margins = [
        Margin.exact(("product",), np.full(3, 60)),
        Margin.exact(("region", "month"), np.full((3, 2), 30)),
    ]
    before = allocate(cube=cube, margins=margins)
    after = rebalance(before, limits=Limits.named(cube, {("p0", "r0", "m0"): lock(16)}))
    assert all((totals(after.dense(), margin.over) == margin.least).all() for margin in margins)
    assert after.value(("p0", "r0", "m0")) == 16


def test_an_edit_that_cannot_be_made_up_for_names_the_locks():
    before = branches()
    limits = Limits.named(before.cube, {("p0", "r0", "m0"): lock(70), ("p1", "r0", "m0"): lock(70)})
    with pytest.raises(Impossible) as refusal:
        rebalance(before, limits=limits)
    assert set(refusal.value.limits) == {("p0", "r0", "m0"), ("p1", "r0", "m0")}


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6))
def test_after_any_feasible_edit_every_total_is_still_exact(seed):
    cube, margins, limits, _ = feasible((3, 4, 4), seed, OVER[:2])
    before = allocate(cube=cube, margins=margins)
    after = rebalance(before, limits=limits)
    assert all((totals(after.dense(), margin.over) == margin.least).all() for margin in margins)
    held = after.dense().ravel()[limits.places]
    assert ((limits.floors <= held) & (held <= limits.caps)).all()
    assert (after.values[after.kept] == before.values[after.kept]).all()
    assert not after.kept[after.values != before.values].any()
