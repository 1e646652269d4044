"""A SKU without a past of its own, forecast from the course that similar ones took after their launch."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tonglu.solvers.errors import BadInput
from tonglu.solvers.forecast import interval
from tonglu.solvers.forecast.effects import Array
from tonglu.solvers.forecast.forecasting import Forecast
from tonglu.solvers.forecast.reason import Reason

BELIEF = 2.0  # periods of its own that a SKU needs before they weigh as much as its likes


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """A similar SKU: its sales per period from its launch on, and how alike it is (any unit, above zero)."""

    key: str
    values: Sequence[float]
    likeness: float = 1.0

    def __post_init__(self) -> None:
        _check_sales(self.key, self.values)
        if not 0 < self.likeness < math.inf:
            raise BadInput(self.key, f"likeness is {self.likeness}; it is above zero")


def forecast_new(
    key: str,
    *,
    like: Sequence[Launch],
    horizon: int,
    own: Sequence[float] = (),
    levels: Sequence[float] = (0.8, 0.95),
) -> Forecast:
    """The coming periods after the `own` ones, none on the day of the launch.

    The curve is the mean of the similar SKUs at the same age, by likeness; beyond the age of the oldest it stays
    where it was. The own periods scale it, the more of them the more. Bounds come from how far the similar ones lie apart.
    """
    _check_sales(key, own)
    if not any(sum(each.values) for each in like):
        raise BadInput(key, "has no similar SKU that ever sold", "name at least one")
    curve = _curve(like, len(own) + horizon)
    belief = BELIEF * float(curve.mean())
    scale = (sum(own) + belief) / (float(curve[: len(own)].sum()) + belief)
    mean = curve[len(own) :] * scale
    spread = _spread(like)
    return Forecast(
        key,
        mean,
        {level: interval.around(mean, spread=spread, level=level) for level in levels},
        Reason("similar", {"analogues": len(like), "periods": len(own), "scale_percent": round(100 * scale)}),
    )


def _curve(like: Sequence[Launch], periods: int) -> Array:
    curve = np.zeros(periods)
    for age in range(periods):
        known = [each for each in like if age < len(each.values)]
        if known:
            weights = [each.likeness for each in known]
            curve[age] = np.average([each.values[age] for each in known], weights=weights)
        elif age:
            curve[age] = curve[age - 1]
    return curve


def _spread(like: Sequence[Launch]) -> float:
    """How far the similar SKUs' mean sales lie apart, as a log spread; a single one tells nothing of it."""
    means = [float(np.mean(each.values)) for each in like if sum(each.values)]
    return max(float(np.std(np.log(means), ddof=1)), 0.1) if len(means) > 1 else interval.UNTESTED


def _check_sales(key: str, values: Sequence[float]) -> None:
    for period, value in enumerate(values):
        if not math.isfinite(value) or value < 0:
            raise BadInput(key, f"period {period} is {value}; sales are zero or more")
