"""`split`: one total over weights."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonglu.solvers.allocate import split
from tonglu.solvers.errors import BadInput

numbers = st.one_of(
    st.integers(0, 10**12),
    st.floats(0, 1e12, allow_nan=False),
    st.fractions(0, 1000, max_denominator=997),
)
weights = st.lists(numbers, min_size=1, max_size=30).filter(lambda row: any(weight > 0 for weight in row))


def test_units_left_over_go_to_the_largest_remainders():
    assert split(100, [1, 2, 4]) == [14, 29, 57]


def test_equal_remainders_go_to_the_earlier_position():
    assert split(5, [1, 1, 1]) == [2, 2, 1]


def test_a_tenth_as_a_fraction_is_a_tenth():
    assert split(1, [Fraction(1, 3), Fraction(1, 3), Fraction(1, 3)]) == [1, 0, 0]


def test_a_correction_is_the_mirror_image():
    assert split(-100, [1, 2, 4]) == [-14, -29, -57]


def test_nothing_over_nothing_is_nothing():
    assert split(0, []) == []
    assert split(0, [0, 0]) == [0, 0]


@given(st.integers(0, 10**15), weights)
def test_the_parts_sum_to_the_total_and_lie_within_one_unit_of_their_share(total, row):
    parts = split(total, row)
    mass = sum(map(Fraction, row))
    assert sum(parts) == total
    assert all(
        abs(part - total * Fraction(weight) / mass) < 1 for part, weight in zip(parts, row, strict=True)
    )
    assert all(part == 0 for part, weight in zip(parts, row, strict=True) if weight == 0)


@given(st.integers(0, 10**9), weights)
def test_a_larger_weight_never_gets_less(total, row):
    pairs = sorted(zip(map(Fraction, row), split(total, row), strict=True))
    assert all(
        lighter[1] <= heavier[1] for lighter, heavier in itertools.pairwise(pairs) if lighter[0] < heavier[0]
    )


@pytest.mark.parametrize(
    ("total", "row", "offender"),
    [
        (10, [1, -1], 1),
        (10, [1.0, float("nan")], 1),
        (10, [float("inf")], 0),
        (10, [0, 0], "weights"),
        (10, [], "weights"),
        (10.5, [1], "total"),
        (True, [1], "total"),
    ],
)
def test_bad_input_names_its_offender(total, row, offender):
    with pytest.raises(BadInput) as refusal:
        split(total, row)
    assert refusal.value.offender == offender
