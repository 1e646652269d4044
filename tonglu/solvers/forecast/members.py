"""The members of the combination: four statistical methods, of the sales or of their logarithms.

All come from statsforecast. Each takes the past (one dimension, zero or more) and hands back the mean of the
coming periods; None where the series is too short or too odd for the method.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from statsforecast.models import AutoCES, AutoETS, DynamicOptimizedTheta

from tonglu.solvers.forecast import season as seasonal
from tonglu.solvers.forecast.effects import Array

Member = Callable[[Array, int, int], Array | None]

LONGEST_SEASON = 24  # exponential smoothing keeps a state per position; beyond, the season is taken out first


def theta(past: Array, season: int, horizon: int) -> Array | None:
    """Dynamic optimised Theta (Fiorucci et al. 2016) of the sales themselves."""
    if season > LONGEST_SEASON:
        return None
    return _mean(DynamicOptimizedTheta(season_length=_usable(past, season)), past, horizon)


def shrunk_theta(past: Array, season: int, horizon: int) -> Array | None:
    """The same of the logarithms, after a shrunk season is taken out."""
    return _deseasoned(lambda: DynamicOptimizedTheta(season_length=1), past, season, horizon)


def damped(past: Array, season: int, horizon: int) -> Array | None:
    """Exponential smoothing of the logarithms with a damped trend (Gardner & McKenzie 1985; Hyndman et al. 2008)."""

    def model(length: int) -> Any:
        return AutoETS(season_length=length, model="AAZ", damped=True)

    return _logged(model, past, season, horizon)


def complex_smoothing(past: Array, season: int, horizon: int) -> Array | None:
    """Complex exponential smoothing of the logarithms (Svetunkov, Kourentzes & Ord 2022)."""
    return _logged(lambda length: AutoCES(season_length=length), past, season, horizon)


MEMBERS: Mapping[str, Member] = {
    "theta": theta,
    "shrunk_theta": shrunk_theta,
    "damped": damped,
    "ces": complex_smoothing,
}


def _logged(model: Callable[[int], Any], past: Array, season: int, horizon: int) -> Array | None:
    if season > LONGEST_SEASON:
        return _deseasoned(lambda: model(1), past, season, horizon)
    if past.min() <= 0:
        return _mean(model(_usable(past, season)), past, horizon)
    return _exp(_mean(model(_usable(past, season)), np.log(past), horizon), past)


def _deseasoned(model: Callable[[], Any], past: Array, season: int, horizon: int) -> Array | None:
    logs = past.min() > 0
    values = np.log(past) if logs else past
    indices = seasonal.shrunk_indices(values, season=season)
    got = _mean(model(), values - seasonal.at(indices, start=0, periods=len(past)), horizon)
    if got is None:
        return None
    got = got + seasonal.at(indices, start=len(past), periods=horizon)
    return _exp(got, past) if logs else got


def _usable(past: Array, season: int) -> int:
    return season if len(past) > 2 * season else 1


def _exp(logs: Array | None, past: Array) -> Array | None:
    """Back from logarithms, at most ten times the largest sale: a trend of logarithms can run away."""
    return None if logs is None else np.exp(np.minimum(logs, np.log(10 * past.max())))


def _mean(model: Any, values: Array, horizon: int) -> Array | None:
    """None where statsforecast declines: it says so by these errors, for series too short for the method, or by NaN."""
    if np.ptp(values) == 0:
        return np.full(horizon, values[0])
    try:
        with np.errstate(
            all="ignore"
        ):  # a fit without degrees of freedom divides by zero; its figures are judged below
            got = np.asarray(model.forecast(y=values, h=horizon)["mean"], float)
    except (NotImplementedError, IndexError, ValueError, ZeroDivisionError):
        return None
    return got if np.isfinite(got).all() else None
