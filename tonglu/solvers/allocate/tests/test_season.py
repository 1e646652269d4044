"""`season` and `blend`: weights from what was sold before."""

from __future__ import annotations

import numpy as np
import pytest

from tonglu.solvers.allocate import blend, season
from tonglu.solvers.errors import BadInput


def test_a_month_with_fewer_working_days_weighs_less_at_the_same_daily_sales():
    weights = season(history=np.array([[200.0, 200]]), worked=np.array([[20, 20]]), coming=np.array([15, 25]))
    assert weights.tolist() == [0.375, 0.625]


def test_a_holiday_that_moved_is_not_season():
    """Ten a day throughout; the festival was in January one year and in February the next."""
    weights = season(
        history=np.array([[150.0, 200], [200, 150]]),
        worked=np.array([[15, 20], [20, 15]]),
        coming=np.array([20, 20]),
    )
    assert weights.tolist() == [0.5, 0.5]


def test_growth_between_years_is_not_season():
    worked = np.full((2, 2), 20)
    one = season(history=np.array([[100.0, 300], [1000, 3000]]), worked=worked, coming=np.array([20, 20]))
    assert one == pytest.approx([0.25, 0.75])


def test_a_new_customer_gets_its_part_of_the_potential():
    weights = blend(history=np.array([30.0, 10, 0]), potential=np.array([1.0, 1, 2]), trust=0.8)
    assert weights == pytest.approx([0.65, 0.25, 0.1])


@pytest.mark.parametrize(
    ("attempt", "offender"),
    [
        (
            lambda: season(
                history=np.array([[1.0, -1]]), worked=np.ones((1, 2), int), coming=np.ones(2, int)
            ),
            ("history", 0, 1),
        ),
        (
            lambda: season(history=np.array([[1.0, 1]]), worked=np.array([[1, 0]]), coming=np.ones(2, int)),
            ("worked", 0, 1),
        ),
        (
            lambda: season(history=np.zeros((1, 2)), worked=np.ones((1, 2), int), coming=np.ones(2, int)),
            ("history", 0),
        ),
        (
            lambda: season(history=np.ones((1, 2)), worked=np.ones((1, 2), int), coming=np.zeros(2, int)),
            "coming",
        ),
        (
            lambda: season(history=np.ones((1, 2)), worked=np.ones((1, 3), int), coming=np.ones(2, int)),
            "history",
        ),
        (lambda: blend(history=np.array([np.nan]), potential=np.ones(1), trust=0.5), ("history", 0)),
        (lambda: blend(history=np.zeros(1), potential=np.ones(1), trust=0.5), "history"),
        (lambda: blend(history=np.ones(1), potential=np.ones(2), trust=0.5), "potential"),
        (lambda: blend(history=np.ones(1), potential=np.ones(1), trust=1.5), "trust"),
    ],
)
def test_the_offender_is_named(attempt, offender):
    with pytest.raises(BadInput) as refusal:
        attempt()
    assert refusal.value.offender == offender
