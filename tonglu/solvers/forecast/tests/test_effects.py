"""Promotions and working days: learned together, taken out, put back."""

from __future__ import annotations

import numpy as np
import pytest

from tonglu.solvers.errors import BadInput
from tonglu.solvers.forecast import Series, fit_effects, forecast


def panel(outlets: int = 30, weeks: int = 40, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Sales that a promotion triples, levels and luck of each outlet's own."""
    rng = np.random.default_rng(seed)
    promoted = (rng.random((outlets, weeks, 1)) < 0.15).astype(float)
    level = rng.uniform(10, 200, (outlets, 1))
    sales = level * np.exp(np.log(3.0) * promoted[..., 0] + 0.2 * rng.standard_normal((outlets, weeks)))
    return np.round(sales), promoted


def test_the_effect_of_a_promotion_is_found_again() -> None:
    sales, promoted = panel()
    effects = fit_effects(sales, drivers=promoted, groups=np.zeros(30, int))
    lift = effects.lift(np.ones((30, 1, 1)))
    assert np.median(lift) == pytest.approx(3.0, rel=0.12)


def test_an_outlet_that_never_promoted_takes_the_effect_of_its_group() -> None:
    sales, promoted = panel()
    promoted[0], sales[0] = 0.0, 50.0
    effects = fit_effects(sales, drivers=promoted, groups=np.zeros(30, int))
    assert effects.lift(np.ones((30, 1, 1)))[0, 0] == pytest.approx(3.0, rel=0.15)


def test_groups_do_not_mix_and_unknown_weeks_do_not_count() -> None:
    sales, promoted = panel()
    sales[15:] = 40.0
    sales[:, 5] = np.nan
    effects = fit_effects(sales, drivers=promoted, groups=np.repeat([0, 1], 15)).coefficients
    assert effects[:15].min() > 0.7
    assert np.abs(effects[15:]).max() < 1e-9


def test_bad_panels_are_refused_by_place() -> None:
    sales, promoted = panel(3, 5)
    with pytest.raises(BadInput, match="do not fit"):
        fit_effects(sales, drivers=promoted[:2], groups=np.zeros(3, int))
    sales[1, 2] = -4
    with pytest.raises(BadInput, match="series 1: has negative sales in period 2"):
        fit_effects(sales, drivers=promoted, groups=np.zeros(3, int))


def test_a_promotion_to_come_lifts_its_month_alone() -> None:
    sales, promoted = panel(12, 36)
    plan = np.concatenate([promoted, np.zeros((12, 3, 1))], axis=1)
    plan[:, 37] = 1.0
    series = [
        Series(key=f"K{n}", values=sales[n].tolist(), season=12, drivers=plan[n].tolist()) for n in range(12)
    ]
    ratios = [got.mean[1] / got.mean[0] for got in forecast(series, horizon=3)]
    assert np.median(ratios) == pytest.approx(3.0, rel=0.2)


def test_fewer_working_days_sell_less() -> None:
    rng = np.random.default_rng(3)
    days = rng.integers(16, 24, 39).astype(float)
    sales = np.round(50 * days * np.exp(0.02 * rng.standard_normal(39)))
    days[36:] = [16.0, 20.0, 24.0]
    got = forecast([Series(key="K1", values=sales[:36].tolist(), working_days=days.tolist())], horizon=3)[0]
    assert got.mean == pytest.approx([800, 1000, 1200], rel=0.06)
    assert "工作日" in got.reason.zh


def test_rows_of_unequal_drivers_are_refused() -> None:
    with pytest.raises(BadInput, match="K1: has rows of other than 1 drivers"):
        forecast([Series(key="K1", values=[1.0, 2.0], drivers=[[1.0], [1.0, 2.0], [0.0]])], horizon=1)
