"""The law of demand against simulation and against its own definitions."""

from __future__ import annotations

import numpy as np
import pytest

from tonglu.solvers.replenish import demand
from tonglu.solvers.replenish.level import Level


@pytest.mark.parametrize(("mean", "dispersion"), [(0.4, 0.5), (8.0, 0.2), (150.0, 1.0)])
def test_the_quantile_meets_its_share_of_simulated_periods(mean: float, dispersion: float) -> None:
    rng = np.random.default_rng(7)
    drawn = rng.poisson(rng.gamma(1 / dispersion, mean * dispersion, 40_000))
    stock = demand.quantile(mean=mean, dispersion=dispersion, service=0.9)
    assert (drawn <= stock).mean() >= 0.89
    assert (drawn <= stock - 1).mean() < 0.91


def test_what_a_run_out_hid_is_the_mean_of_what_may_have_been_wanted() -> None:
    rng = np.random.default_rng(7)
    drawn = rng.poisson(rng.gamma(2.0, 10.0, 200_000))
    raised = demand.wanted(sold=25, mean=20.0, dispersion=0.5)
    assert raised == pytest.approx(drawn[drawn >= 25].mean(), rel=0.02)


def test_what_a_run_out_hid_is_bounded() -> None:
    assert demand.wanted(sold=2, mean=500.0, dispersion=0.5) == 6
    assert demand.wanted(sold=900, mean=3.0, dispersion=0.1) >= 900


def test_dispersion_is_found_again() -> None:
    rng = np.random.default_rng(7)
    drawn = rng.poisson(rng.gamma(1 / 0.3, 40 * 0.3, 50_000))
    assert demand.extra_variance(demand=drawn, mean=40.0).mean() == pytest.approx(0.3, abs=0.03)


def test_the_level_of_a_panel_ignores_weeks_without_a_report() -> None:
    level = Level.unknown((2,))
    for sold in ([7.0, np.nan], [7.0, 14.0], [np.nan, 14.0]):
        facts = {"days": 7, "lift": 1.0, "dispersion": 0.3}
        wanted = level.wanted(sold=sold, ran_out=[False, True], **facts)
        level = level.after(wanted=wanted, gain=0.1, **facts)
    assert level.daily[0] == 1.0
    assert level.seen.tolist() == [2, 2]
    assert level.daily[1] > 2.0
