"""Cells, customers, SKUs and the total agree."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tonglu.solvers.errors import BadInput
from tonglu.solvers.forecast import Base, Series, forecast, forecast_grid, reconcile
from tonglu.solvers.forecast.tests.months import rare, series


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


def test_a_grid_adds_up_and_keeps_the_reasons() -> None:
    cells = {
        ("A", "x"): series(seed=1),
        ("A", "y"): Series(key="y", values=rare()),
        ("B", "x"): series(seed=2, level=40.0),
    }
    got = forecast_grid(cells, horizon=3)
    assert got.coherent.customers["A"] == pytest.approx(
        got.coherent.cells["A", "x"] + got.coherent.cells["A", "y"]
    )
    assert got.coherent.total == pytest.approx(got.coherent.skus["x"] + got.coherent.skus["y"])
    assert got.cells["A", "y"].reason.code == "intermittent"
    assert got.coherent.cells["B", "x"] == pytest.approx(got.cells["B", "x"].mean, rel=0.25)


def test_a_margin_over_promoted_cells_is_only_summed() -> None:
    plan = [[0.0]] * 8 + [[1.0]]
    cells = {("A", sku): Series(key=sku, values=[4.0, 6.0] * 4, drivers=plan) for sku in "xy"}
    got = forecast_grid(cells, horizon=1)
    assert got.coherent.total == pytest.approx(got.cells["A", "x"].mean + got.cells["A", "y"].mean)


def test_a_bad_cell_is_named_by_customer_and_sku() -> None:
    short_plan = Series(key="K", values=[1.0, 2.0], working_days=[20.0])
    with pytest.raises(BadInput, match="A × x: has 1 working_days"):
        forecast_grid({("A", "x"): short_plan}, horizon=1)
