"""Demand between two calls: shoppers come at random, at a rate that is itself uncertain.

Sales of a mean m follow a Poisson law whose rate varies by a gamma law, which makes a negative binomial:
variance = m + dispersion · m². One number holds for cases and for single bottles, for a day and for a month. All
functions take numbers or numpy arrays that broadcast; units are whole units, dispersion has none.

Source: Fisher, Corbet & Williams (1943) for the law; its size-biased form (a negative binomial with one more degree)
gives the mean of what a run-out hid.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Numbers = NDArray[np.float64]

LEAST_DISPERSION = 0.01  # below it the law is Poisson for all that matters, and its formulas lose digits
MOST_DISPERSION = 4.0


def quantile(*, mean: Any, dispersion: Any, service: Any) -> Numbers:
    """The least stock that meets all demand with probability `service` (0–1)."""
    size, chance = _law(mean, dispersion)
    return np.asarray(stats.nbinom.ppf(service, size, chance), float)


def wanted(*, sold: Any, mean: Any, dispersion: Any, most: float = 3.0) -> Numbers:
    """The mean of demand given that at least `sold` was wanted: what sales that ended in an empty shelf stand for.

    At most `most` times the sales, since one run-out must not send the next order through the roof.
    """
    size, chance = _law(mean, dispersion)
    beyond = np.maximum(stats.nbinom.sf(np.asarray(sold) - 1, size, chance), 1e-12)
    raised = np.asarray(mean) * stats.nbinom.sf(np.asarray(sold) - 2, size + 1, chance) / beyond
    return np.asarray(np.clip(raised, sold, most * np.maximum(sold, 1)), float)


def extra_variance(*, demand: Any, mean: Any) -> Numbers:
    """One period's estimate of the dispersion, (error² − mean) ÷ mean², clipped so that one spike does not rule."""
    mean = np.maximum(mean, 1e-9)
    return np.asarray(np.clip(((np.asarray(demand) - mean) ** 2 - mean) / mean**2, -1.0, MOST_DISPERSION))


def usual(*, demand: Any, mean: Any, dispersion: Any) -> Numbers:
    """Demand cut at three standard deviations above its mean: a wedding party is not a new level."""
    mean = np.asarray(mean)
    return np.asarray(np.minimum(demand, mean + 3.0 * np.sqrt(mean + dispersion * mean**2)))


def _law(mean: Any, dispersion: Any) -> tuple[Numbers, Numbers]:
    size = 1.0 / np.clip(np.asarray(dispersion, float), LEAST_DISPERSION, MOST_DISPERSION)
    return size, size / (size + np.maximum(np.asarray(mean, float), 1e-9))
