"""`allocate`: every total exact, every limit kept, nearest to the weights."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tonglu.solvers.allocate import Cube, Dimension, Effort, Limits, Margin, allocate, cap, floor, lock, split
from tonglu.solvers.allocate.tests.cases import OVER, dimensions, feasible, totals
from tonglu.solvers.errors import BadInput

shapes = st.tuples(st.integers(2, 4), st.integers(2, 5), st.integers(2, 4))
margins_of = st.lists(st.sampled_from(OVER), min_size=1, max_size=4, unique=True)


@settings(deadline=None, max_examples=60)
@given(shapes, st.integers(0, 10**6), margins_of)
def test_every_total_is_exact_and_every_limit_kept(shape, seed, over):
    cube, margins, limits, _ = feasible(shape, seed, over)
    answer = allocate(cube=cube, margins=margins, limits=limits)
    table = answer.dense()
    for margin in margins:
        assert (totals(table, margin.over) == margin.least).all()
    held = table.ravel()[limits.places]
    assert ((limits.floors <= held) & (held <= limits.caps)).all()
    assert (answer.values >= 0).all()


@settings(deadline=None, max_examples=8)
@given(st.integers(0, 10**6))
def test_beyond_the_integer_programme_the_search_is_exact_too(seed):
    cube, margins, limits, _ = feasible((11, 12, 12), seed, OVER)
    answer = allocate(cube=cube, margins=margins, limits=limits)
    assert all((totals(answer.dense(), margin.over) == margin.least).all() for margin in margins)
    assert abs(answer.values - answer.ideal).max() < 2


@settings(deadline=None, max_examples=30)
@given(shapes, st.integers(0, 10**6), margins_of)
def test_the_ideal_is_weight_times_one_factor_per_total_cut_by_the_limits(shape, seed, over):
    """That form, with the sums right, is necessary and sufficient for least relative entropy."""
    cube, margins, limits, _ = feasible(shape, seed, over)
    answer = allocate(cube=cube, margins=margins, limits=limits, effort=Effort(tolerance=1e-6))
    wish = cube.weights.copy()
    for row, groups in enumerate(answer.problem.groups):
        wish *= answer.factors[row, groups]
    floors, caps = answer.problem.intervals()
    assert np.allclose(answer.ideal, np.clip(wish, floors, caps), rtol=1e-7, atol=1e-9)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.floats(0.01, 1e6), min_size=1, max_size=40), st.integers(0, 10**9))
def test_one_total_is_shared_within_a_unit_of_the_plain_split(weights, total):
    axis = Dimension("rep", tuple(map(str, range(len(weights)))))
    cube = Cube.dense([axis], np.array(weights))
    values = allocate(cube=cube, margins=[Margin.exact((), total)]).values
    assert values.sum() == total
    assert max(abs(np.array(split(total, weights)) - values)) <= 1


@pytest.mark.parametrize("size", [10**6, 10**9, 10**11])
@pytest.mark.parametrize("shape", [(3, 4, 4), (11, 12, 12)])
def test_large_amounts_are_exact_to_the_cent(size, shape):
    draw = np.random.default_rng(5)
    hidden = draw.integers(0, size, shape)
    cube = Cube.dense(dimensions(*shape), hidden * draw.lognormal(0, 0.3, shape) + 1)
    margins = [Margin.exact(over, totals(hidden, over)) for over in OVER]
    table = allocate(cube=cube, margins=margins).dense()
    assert all((totals(table, margin.over) == margin.least).all() for margin in margins)


def test_the_same_seed_gives_the_same_answer():
    cube, margins, limits, _ = feasible((4, 5, 4), 7, OVER)
    one, other = (allocate(cube=cube, margins=margins, limits=limits, seed=3) for _ in range(2))
    assert (one.values == other.values).all()


def test_weights_that_already_keep_the_totals_stay():
    cube, _, _, hidden = feasible((3, 4, 4), 1, OVER)
    same = Cube.dense(cube.dimensions, hidden.astype(float))
    answer = allocate(cube=same, margins=[Margin.exact(over, totals(hidden, over)) for over in OVER])
    assert (answer.dense() == hidden).all()


def test_a_manager_may_cap_a_whole_region():
    cube = Cube.dense(dimensions(2, 2, 2), np.ones((2, 2, 2)))
    region = Margin.between(("region",), np.array([0, 0]), np.array([30, 1000]))
    answer = allocate(cube=cube, margins=[Margin.exact((), 100), region])
    assert answer.dense().sum(axis=(0, 2)).tolist() == [30, 70]


def test_an_interval_that_holds_already_changes_nothing():
    cube = Cube.dense(dimensions(2, 2, 2), np.ones((2, 2, 2)))
    region = Margin.between(("region",), np.array([40, 0]), np.array([60, 1000]))
    answer = allocate(cube=cube, margins=[Margin.exact((), 80), region])
    assert answer.values.tolist() == [10] * 8
    assert answer.factors[1, :2].tolist() == [1, 1]


def test_totals_may_be_given_for_some_groups_only():
    cube = Cube.dense(dimensions(2, 2, 2), np.ones((2, 2, 2)))
    some = Margin.named(cube, ("region", "month"), {("r0", "m1"): 50})
    answer = allocate(cube=cube, margins=[Margin.exact((), 80), some])
    assert answer.dense()[:, 0, 1].tolist() == [25, 25]
    assert answer.values.sum() == 80


def test_a_reason_gives_share_pull_limit_and_rounding():
    cube = Cube.dense(dimensions(2, 2, 2), np.ones((2, 2, 2)))
    limits = Limits.named(
        cube, {("p0", "r0", "m0"): lock(3), ("p0", "r0", "m1"): cap(5), ("p0", "r1", "m0"): floor(30)}
    )
    answer = allocate(cube=cube, margins=[Margin.exact((), 100)], limits=limits)
    reasons = [
        answer.reason(("p0", "r0", "m0")),
        answer.reason(("p0", "r0", "m1")),
        answer.reason(("p0", "r1", "m0")),
    ]
    assert [(reason.value, reason.binding) for reason in reasons] == [(3, "lock"), (5, "cap"), (30, "floor")]
    free = answer.reason(("p1", "r1", "m1"))
    assert (free.share, free.proportional, free.binding) == (1 / 8, 12.5, "")
    assert free.proportional * free.pulls[0][2] == pytest.approx(free.ideal) == pytest.approx(62 / 5)
    assert free.value == free.ideal + free.rounding
    assert "取整" in free.sentence("zh")
    assert "hence" in free.sentence("en")
    assert "锁定" in reasons[0].sentence("zh")
    with pytest.raises(BadInput):
        free.sentence("fr")


def test_cells_far_from_their_plain_share_are_flagged():
    cube = Cube.dense(dimensions(2, 2, 2), np.ones((2, 2, 2)))
    answer = allocate(
        cube=cube, margins=[Margin.exact((), 80)], limits=Limits.named(cube, {("p0", "r0", "m0"): lock(24)})
    )
    assert answer.strained(2.0) == [("p0", "r0", "m0")]


def test_progress_is_told():
    told = []
    cube, margins, limits, _ = feasible((3, 4, 4), 2, OVER)
    allocate(cube=cube, margins=margins, limits=limits, progress=lambda *step: told.append(step))
    assert told[0][:2] == ("scale", 1)
    assert told[-1][0] in ("round", "programme")


@pytest.mark.slow
@settings(deadline=None, max_examples=12)
@given(st.integers(0, 10**6))
def test_a_larger_cube_is_exact_too(seed):
    cube, margins, limits, _ = feasible((40, 50, 12), seed, OVER)
    table = allocate(cube=cube, margins=margins, limits=limits).dense()
    assert all((totals(table, margin.over) == margin.least).all() for margin in margins)
