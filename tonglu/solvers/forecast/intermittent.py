"""Demand with many periods of none."""

from __future__ import annotations

import numpy as np
from statsforecast.models import TSB, CrostonSBA

from tonglu.solvers.forecast.effects import Array

LEAST_GAP = 1.32  # mean periods from one demand to the next (Syntetos, Boylan & Croston 2005)
SMOOTHING = 0.1


def is_intermittent(past: Array) -> bool:
    return bool((past > 0).sum() * LEAST_GAP < len(past))


def forecast_rate(past: Array, *, horizon: int) -> Array:
    """The same mean for every period ahead: of Croston's method as corrected by Syntetos and Boylan, which is steady,
    and of Teunter, Syntetos and Babai's, which lets a dying SKU die."""
    if not past.any():
        return np.zeros(horizon)
    steady = CrostonSBA().forecast(y=past, h=horizon)["mean"]
    fading = TSB(alpha_d=SMOOTHING, alpha_p=SMOOTHING).forecast(y=past, h=horizon)["mean"]
    return np.asarray((steady + fading) / 2, float)
