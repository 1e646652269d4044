"""Within what bounds a forecast should come true."""

from __future__ import annotations

import numpy as np
from scipy import stats

from tonglu.solvers.forecast.effects import Array

FREEDOM = 4.0  # of Student's t: the surprises held back are few and lean on one another
GROWTH = 0.2  # by which variance grows with each further period, of the first period's
UNTESTED = 0.4  # log spread of a series too short to hold anything back: half to double at four in five


def spread_of(surprises: Array) -> float:
    """Standard deviation of log(sales ÷ forecast) one period ahead, from those of the first, second … period ahead."""
    if not len(surprises):
        return UNTESTED
    return float(np.sqrt(np.mean((surprises / _growth(len(surprises))) ** 2)))


def around(mean: Array, *, spread: float, level: float) -> tuple[Array, Array]:
    """Lower and upper bound per period that hold with probability `level`, on the logarithmic scale."""
    reach = np.exp(stats.t.ppf(0.5 + level / 2, FREEDOM) * spread * _growth(len(mean)))
    return np.asarray(mean / reach), np.asarray(mean * reach)


def _growth(periods: int) -> Array:
    return np.asarray(np.sqrt(1.0 + GROWTH * np.arange(periods)))


def of_history(past: Array, *, level: float, horizon: int) -> tuple[Array, Array]:
    """For intermittent demand, what the past itself shows: its quantiles, for every period ahead."""
    low, high = np.quantile(past, [0.5 - level / 2, 0.5 + level / 2])
    return np.full(horizon, low), np.full(horizon, high)
