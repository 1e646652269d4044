"""Forecasts against Theta and the seasonal naive on public series.

    python -m benchmarks.forecast --m3 monthly.csv.gz [--walmart weekly_sales.csv]

M3: monthly series with a train and a test part (18 months); only the train part is seen, the test part scores.
Walmart: weekly sales of 45 stores; the last 13 weeks score; the holiday flag is a driver, known beforehand.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from statsforecast.models import Theta

from benchmarks import bench_line
from tonglu.solvers.forecast import Forecast, Series, forecast
from tonglu.solvers.forecast.combination import smape
from tonglu.solvers.forecast.effects import Array
from tonglu.solvers.forecast.members import MEMBERS

WEEKS_AHEAD = 13
CHUNK = 16


@dataclass(frozen=True, slots=True)
class Tests:
    """Series to forecast, and what they turned out to be: series × periods."""

    name: str
    series: Sequence[Series]
    actual: Array

    @property
    def horizon(self) -> int:
        return int(self.actual.shape[1])

    def score(self, means: Sequence[Array]) -> float:
        """Mean sMAPE over the series, in percent."""
        return float(np.mean([smape(*pair) for pair in zip(self.actual, means, strict=True)]))

    def alone(self, method: Callable[[Array, int, int], Array | None]) -> float:
        """The score of one method; the naive where it declines."""
        got = (method(each.past, each.season, self.horizon) for each in self.series)
        plain = (naive2(each.past, each.season, self.horizon) for each in self.series)
        return self.score(
            [fallback if mean is None else mean for mean, fallback in zip(got, plain, strict=True)]
        )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.forecast")
    parser.add_argument("--m3", type=Path, required=True, help="monthly.csv or .csv.gz: sn, part, idx, value")
    parser.add_argument("--walmart", type=Path, help="weekly_sales.csv")
    arguments = parser.parse_args()
    if arguments.walmart:
        run(load_walmart(arguments.walmart))
    figures = run(load_m3(arguments.m3))
    print(bench_line("forecast", **figures))


def run(tests: Tests) -> dict[str, float | int]:
    began = time.perf_counter()
    got = spread(tests)
    seconds = time.perf_counter() - began
    figures = {
        "series": len(tests.series),
        "smape": tests.score([each.mean for each in got]),
        "theta_smape": tests.alone(theta),
        "naive2_smape": tests.alone(naive2),
        "series_per_second": len(tests.series) / seconds,
    }
    print(
        f"{tests.name}: {len(tests.series)} series, {tests.horizon} periods ahead, {os.cpu_count()} processes"
    )
    print(f"  {'combination':14}{figures['smape']:8.3f}")
    for name, member in MEMBERS.items():
        print(f"  {name:14}{tests.alone(member):8.3f}")
    print(f"  {'Theta':14}{figures['theta_smape']:8.3f}\n  {'naive 2':14}{figures['naive2_smape']:8.3f}")
    for level in got[0].bounds:
        inside = [
            (each.bounds[level][0] <= actual) & (actual <= each.bounds[level][1])
            for each, actual in zip(got, tests.actual, strict=True)
        ]
        print(f"  bounds at {level:.0%} held in {np.mean(inside):.1%}")
    return figures


def spread(tests: Tests) -> list[Forecast]:
    """Chunks of series over the processors; series with drivers stay together, for their effects are learned so."""
    size = len(tests.series) if tests.series[0].drivers else CHUNK
    chunks = [tests.series[start : start + size] for start in range(0, len(tests.series), size)]
    with ProcessPoolExecutor() as pool:
        return [
            each for chunk in pool.map(partial(forecast, horizon=tests.horizon), chunks) for each in chunk
        ]


def load_m3(path: Path) -> Tests:
    rows = pd.read_csv(path).sort_values(["sn", "idx"])
    parts = {
        part: {name: own["value"].to_numpy(float) for name, own in half.groupby("sn")}
        for part, half in rows.groupby("part")
    }
    series = [Series(key=name, values=tuple(values), season=12) for name, values in parts["train"].items()]
    return Tests("M3 monthly", series, np.stack([parts["test"][each.key] for each in series]))


def load_walmart(path: Path) -> Tests:
    rows = pd.read_csv(path).sort_values(["Store", "Date"])
    series, actual = [], []
    for store, own in rows.groupby("Store"):
        sales = own["Weekly_Sales"].to_numpy(float)
        drivers = tuple((float(flag),) for flag in own["Holiday_Flag"])
        series.append(Series(key=str(store), values=tuple(sales[:-WEEKS_AHEAD]), season=52, drivers=drivers))
        actual.append(sales[-WEEKS_AHEAD:])
    return Tests("Walmart weekly", series, np.stack(actual))


def theta(past: Array, season: int, horizon: int) -> Array:
    """The standard Theta method."""
    return np.asarray(Theta(season_length=season).forecast(y=past, h=horizon)["mean"], float)


def naive2(past: Array, season: int, horizon: int) -> Array:
    """The last value, seasonally adjusted where the season is significant at 90 % (M competitions)."""
    if not _is_seasonal(past, season):
        return np.full(horizon, past[-1])
    half = season // 2
    window = np.concatenate([[0.5], np.ones(season - 1), [0.5]]) / season
    ratio = past[half:-half] / np.convolve(past, window, "valid")
    place = np.arange(half, half + len(ratio)) % season
    indices = np.bincount(place, ratio, season) / np.bincount(place, minlength=season)
    indices /= indices.mean()
    ahead = np.arange(len(past), len(past) + horizon) % season
    return np.asarray(past[-1] / indices[(len(past) - 1) % season] * indices[ahead])


def _is_seasonal(past: Array, season: int) -> bool:
    """The autocorrelation at one year exceeds its 90 % limit (Bartlett)."""
    if (len(past) < 3 * season and season <= 12) or len(past) < 2 * season + 1 or past.min() <= 0:
        return False
    centred = past - past.mean()
    lags = [float(centred[lag:] @ centred[:-lag] / (centred @ centred)) for lag in range(1, season + 1)]
    limit = 1.645 * np.sqrt((1 + 2 * np.sum(np.square(lags[:-1]))) / len(past))
    return bool(abs(lags[-1]) > limit)


if __name__ == "__main__":
    main()
