"""The forecast of each series, with bounds and reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tonglu.solvers.errors import BadInput
from tonglu.solvers.forecast import interval
from tonglu.solvers.forecast.combination import Combined, combine
from tonglu.solvers.forecast.drivers import lifts
from tonglu.solvers.forecast.effects import Array
from tonglu.solvers.forecast.intermittent import forecast_rate, is_intermittent
from tonglu.solvers.forecast.members import MEMBERS
from tonglu.solvers.forecast.reason import Reason
from tonglu.solvers.forecast.series import Series

LEAST = 6  # periods below which a method is only guessing
USED = 3  # of them, whose mean answers instead

Bounds = Mapping[float, tuple[Array, Array]]


@dataclass(frozen=True, slots=True)
class Forecast:
    """`mean` per coming period; `bounds` by level (0.8, 0.95 …): lower and upper per period."""

    key: str
    mean: Array
    bounds: Bounds
    reason: Reason


def forecast(
    series: Sequence[Series],
    *,
    horizon: int,
    levels: Sequence[float] = (0.8, 0.95),
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Forecast, ...]:
    """The coming `horizon` periods of every series, in the order given.

    Nothing is random: the same series give the same figures. `progress` is called with the series done and in all.
    """
    if not series or horizon < 1 or any(not 0 < level < 1 for level in levels):
        raise BadInput(
            "forecast", "needs a series, a horizon of one period or more, and levels between 0 and 1"
        )
    keys = [each.key for each in series]
    if len(set(keys)) < len(keys):
        raise BadInput(next(key for key in keys if keys.count(key) > 1), "is there twice")
    answers = []
    for done, (each, lift) in enumerate(zip(series, lifts(series, horizon=horizon), strict=True), 1):
        answers.append(_one(each, lift, horizon, levels))
        if progress:
            progress(done, len(series))
    return tuple(answers)


def _one(series: Series, lift: Array, horizon: int, levels: Sequence[float]) -> Forecast:
    plain = series.past / lift[:-horizon]
    mean, bounds, reason = _plain(plain, series.season, horizon, levels)
    ahead = lift[-horizon:]
    if series.drivers or series.working_days:
        reason = Reason(reason.code, {**reason.numbers, "lift_percent": round(100 * float(ahead.mean()))})
    lifted = {level: (low * ahead, high * ahead) for level, (low, high) in bounds.items()}
    return Forecast(series.key, mean * ahead, lifted, reason)


def _plain(past: Array, season: int, horizon: int, levels: Sequence[float]) -> tuple[Array, Bounds, Reason]:
    """Without drivers: which kind of series this is decides the method."""
    if len(past) >= LEAST and is_intermittent(past):
        bounds = {level: interval.of_history(past, level=level, horizon=horizon) for level in levels}
        numbers = {"periods": len(past), "sold": int((past > 0).sum())}
        return forecast_rate(past, horizon=horizon), bounds, Reason("intermittent", numbers)
    got = combine(past, season=season, horizon=horizon) if len(past) >= LEAST else None
    if got is None:
        mean = np.full(horizon, past[-USED:].mean())
        numbers = {"periods": len(past), "used": min(USED, len(past))}
        return mean, _around(mean, np.empty(0), levels), Reason("short", numbers)
    return got.mean, _around(got.mean, got.surprises, levels), _combined(got, len(past))


def _combined(got: Combined, periods: int) -> Reason:
    if not len(got.surprises):
        return Reason("untested", {"periods": periods})
    shares = {name: round(100 * got.weights.get(name, 0.0)) for name in MEMBERS}
    tested = {"held": len(got.surprises), "error": round(got.error)}
    return Reason("combination", {"periods": periods, **shares, **tested})


def _around(mean: Array, surprises: Array, levels: Sequence[float]) -> Bounds:
    spread = interval.spread_of(surprises)
    return {level: interval.around(mean, spread=spread, level=level) for level in levels}
