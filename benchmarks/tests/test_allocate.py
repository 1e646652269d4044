"""The allocation benchmark at a hundredth of its size."""

from __future__ import annotations

from benchmarks.allocate import SMALL, build, margin_error, solve


def test_four_overlapping_margins_are_exact_in_four_dimensions():
    case = build(SMALL, seed=0)
    values = solve(case).dense()
    assert margin_error(case, values) == 0
    assert (values[case.weights == 0] == 0).all()
    values[0, 0, 0, 0] += 1
    assert margin_error(case, values) > 0
