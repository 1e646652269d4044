"""A weighted mean of the members: who forecast this series better lately weighs more.

The last periods, as many as are to be forecast, are held back once; each member's weight is the inverse of its error
there. A plain mean already beats its members because their errors differ (Bates & Granger 1969); the weights move it
a little further and tell why a figure came out as it did.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tonglu.solvers.forecast.effects import Array
from tonglu.solvers.forecast.members import MEMBERS

LEAST_LEFT = 10  # periods that must remain to learn from when the last ones are held back
ERROR_FLOOR = 1.0  # percent, so that a chance hit of 0 % does not silence the others


@dataclass(frozen=True, slots=True)
class Combined:
    """`weights` by member, summing to one; `surprises` are log(sales ÷ forecast) of the periods held back, none where
    the series is too short to hold any back; `error` is their sMAPE in percent, NaN where there are none."""

    mean: Array
    weights: dict[str, float]
    surprises: Array
    error: float


def combine(past: Array, *, season: int, horizon: int) -> Combined | None:
    """None where no member can forecast the series."""
    now = _forecasts(past, season, horizon)
    if not now:
        return None
    held = min(horizon, len(past) - LEAST_LEFT)
    if held < 1:
        return Combined(
            _mix(now, dict.fromkeys(now, 1.0)), _share(dict.fromkeys(now, 1.0)), np.empty(0), np.nan
        )
    actual = past[-held:]
    before = _forecasts(past[:-held], season, held)
    errors = {name: smape(actual, got) for name, got in before.items() if name in now}
    typical = float(np.mean(list(errors.values()))) if errors else 0.0
    trust = {name: 1.0 / (errors.get(name, typical) + ERROR_FLOOR) for name in now}
    if not errors:
        return Combined(_mix(now, trust), _share(trust), np.empty(0), np.nan)
    tested = _mix({name: before[name] for name in errors}, trust)
    least = max(
        0.01 * float(past.mean()), 1e-9
    )  # so that a month of zero is a large surprise, not an infinite one
    surprises = np.log(np.maximum(actual, least) / np.maximum(tested, least))
    return Combined(_mix(now, trust), _share(trust), surprises, smape(actual, tested))


def smape(actual: Array, forecast: Array) -> float:
    """Symmetric mean absolute percentage error, 0–200; zero against zero is no error (Makridakis & Hibon 2000)."""
    size = np.abs(actual) + np.abs(forecast)
    return float(np.mean(200 * np.abs(actual - forecast) / np.where(size == 0, 1.0, size)))


def _forecasts(past: Array, season: int, horizon: int) -> dict[str, Array]:
    got = {name: member(past, season, horizon) for name, member in MEMBERS.items()}
    return {name: np.maximum(mean, 0.0) for name, mean in got.items() if mean is not None}


def _mix(forecasts: dict[str, Array], trust: dict[str, float]) -> Array:
    total = sum(trust[name] for name in forecasts)
    return np.asarray(sum(trust[name] / total * mean for name, mean in forecasts.items()))


def _share(trust: dict[str, float]) -> dict[str, float]:
    total = sum(trust.values())
    return {name: each / total for name, each in trust.items()}
