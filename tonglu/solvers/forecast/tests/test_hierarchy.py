"""Cells, customers, SKUs and the total agree."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tonglu.solvers.errors import BadInput
from tonglu.solvers.forecast import Base, forecast, reconcile
from tonglu.solvers.forecast.tests.months import series


def base(*mean: float, variance: float = 1.0) -> Base:
    return Base(np.array(mean), variance)


def test_a_worked_case() -> None:
    """Two cells of 10 and 20, a total of 36, all equally sure: each of the three gives way by two."""
    got = reconcile({("A", "x"): base(10), ("B", "x"): base(20)}, total=base(36))
    assert got.cells["A", "x"] == pytest.approx([12])
    assert got.cells["B", "x"] == pytest.approx([22])
    assert got.total == pytest.approx([34])


def test_the_surer_figure_moves_less() -> None:
    got = reconcile({("A", "x"): base(10), ("B", "x"): base(20)}, total=base(36, variance=0.001))
    assert got.total == pytest.approx([36], abs=0.01)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0, 1000), min_size=11, max_size=11), st.floats(0.1, 100))
def test_every_sum_holds_and_nothing_is_negative(figures: list[float], variance: float) -> None:
    keys = [(customer, sku) for customer in "AB" for sku in "xyz"]
    got = reconcile(
        {key: base(figure) for key, figure in zip(keys, figures, strict=False)},
        customers={
            name: base(figure, variance=variance) for name, figure in zip("AB", figures[6:8], strict=True)
        },
        skus={name: base(figure) for name, figure in zip("xyz", figures[8:], strict=True)},
    )
    assert min(float(each[0]) for each in got.cells.values()) >= 0
    for part, sums in ((0, got.customers), (1, got.skus)):
        for name, total in sums.items():
            assert total == pytest.approx(sum(each for key, each in got.cells.items() if key[part] == name))
    assert got.total == pytest.approx(sum(got.customers.values()))


def test_what_agrees_already_stays() -> None:
    got = reconcile(
        {("A", "x"): base(1, 4), ("A", "y"): base(2, 5)}, customers={"A": base(3, 9)}, total=base(3, 9)
    )
    assert got.cells["A", "y"] == pytest.approx([2, 5])


def test_forecasts_go_in_as_they_are() -> None:
    cell, whole = forecast([series("x"), series("A", level=230.0)], horizon=3)
    got = reconcile({("A", "x"): Base.of(cell), ("A", "y"): Base.of(cell)}, customers={"A": Base.of(whole)})
    assert got.customers["A"] == pytest.approx(got.cells["A", "x"] + got.cells["A", "y"])


def test_a_margin_without_cells_is_refused_by_name() -> None:
    with pytest.raises(BadInput, match="C9: has a forecast but no cell"):
        reconcile({("A", "x"): base(1)}, customers={"C9": base(1)})
    with pytest.raises(BadInput, match="total: needs a finite mean"):
        reconcile({("A", "x"): base(1)}, total=base(float("nan")))
    with pytest.raises(BadInput, match="cells: are empty"):
        reconcile({})
