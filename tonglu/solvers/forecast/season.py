"""Seasonal indices that are shrunk by how much of them is noise.

A classical decomposition gives each calendar position the mean of two to ten observations; where these scatter
widely, much of an index is chance. James & Stein's rule takes out as much (Miller & Williams 2003, "Shrinkage
estimators of time series seasonal factors and their effect on forecasting accuracy").
"""

from __future__ import annotations

import numpy as np

from tonglu.solvers.forecast.effects import Array


def shrunk_indices(values: Array, *, season: int) -> Array:
    """Additive indices by position (the first value has position 0), summing to zero; zeros where two full years
    are not there to tell a season from a trend. Give logarithms for a multiplicative season."""
    if season == 1 or len(values) < 2 * season + 1:
        return np.zeros(season)
    rest, position = _without_trend(values, season)
    count = np.bincount(position, minlength=season)
    if (count == 0).any():
        return np.zeros(season)
    found = np.bincount(position, rest, minlength=season) / count
    found -= found.mean()
    noise = ((rest - found[position]) ** 2).sum() / max(len(rest) - season, 1) / count.mean()
    signal = (found**2).sum() / (season - 1)
    if signal == 0:
        return np.zeros(season)
    return np.asarray(found * max(0.0, 1.0 - (season - 3) / (season - 1) * noise / signal))


def at(indices: Array, *, start: int, periods: int) -> Array:
    """The indices of `periods` periods from position `start` on."""
    return indices[(start + np.arange(periods)) % len(indices)]


def _without_trend(values: Array, season: int) -> tuple[Array, np.ndarray[tuple[int], np.dtype[np.intp]]]:
    """What a centred mean over one year leaves, and the position of each."""
    half = season // 2
    window = np.ones(season) if season % 2 else np.concatenate([[0.5], np.ones(season - 1), [0.5]])
    trend = np.convolve(values, window / season, "valid")
    inside = np.arange(half, half + len(trend))
    return values[inside] - trend, inside % season
