"""Ten million cells broken down with four overlapping margins, locks, bounds and empty cells.

`python -m benchmarks.allocate [--small]`. A hidden table of whole numbers (Poisson around a distorted history) gives the
totals and the locks, so an answer exists; the solver sees the history, the totals and the limits. The floor is one
numpy pass that scales the history to the grand total and keeps nothing else. Compilation is done beforehand on
a small cube.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks import bench_line
from tonglu.solvers.allocate import FREE, Allocation, Cube, Dimension, Limits, Margin, allocate

FULL = (420, 500, 12, 4)
SMALL = (42, 50, 12, 4)
OVER = (
    ("sku", "month"),
    ("customer", "month"),
    ("sku.family", "customer"),
    ("customer.area", "month.quarter", "mode"),
)
UNITS_PER_CELL = 40


class Case(NamedTuple):
    dimensions: tuple[Dimension, ...]
    weights: NDArray[np.float64]
    margins: list[Margin]
    places: NDArray[np.int64]
    floors: NDArray[np.int64]
    caps: NDArray[np.int64]


def build(shape: tuple[int, ...], seed: int) -> Case:
    """A feasible case: 30 % of cells empty, of the others 1 % locked and 5 % bounded."""
    draw = np.random.default_rng(seed)
    skus, customers, months, modes = shape
    dimensions = (
        _dimension("sku", skus, family=15),
        _dimension("customer", customers, area=25),
        _dimension("month", months, quarter=3),
        _dimension("mode", modes),
    )
    history = draw.lognormal(0, 1, shape)
    history *= draw.lognormal(0, 0.7, (1, customers, 1, 1)) * draw.lognormal(0, 0.5, (skus, 1, 1, 1))
    history[draw.random(shape) < 0.3] = 0
    hidden = draw.poisson(UNITS_PER_CELL * history * draw.lognormal(0, 0.3, shape)).astype(np.int64)
    margins = [Margin.exact(over, totals(hidden, dimensions, over)) for over in OVER]
    filled = np.flatnonzero(history)
    places = np.sort(draw.choice(filled, round(0.06 * len(filled)), replace=False))
    value = hidden.ravel()[places]
    kind = draw.random(len(places))  # one sixth locked, the rest capped, floored or both, closely
    floors = np.where(kind < 1 / 6, value, np.where(kind < 0.7, np.maximum(value - 3, 0), 0))
    caps = np.where(kind < 1 / 6, value, np.where(kind < 0.4, FREE, value + 3))
    return Case(dimensions, history, margins, places, floors, caps)


def totals(
    values: NDArray[np.int64], dimensions: tuple[Dimension, ...], over: tuple[str, ...]
) -> NDArray[np.int64]:
    """Sums by plain numpy, apart from the solver's own code, so that they also audit its answer."""
    levels = dict(name.partition(".")[::2] for name in over)
    for axis, dimension in reversed(list(enumerate(dimensions))):
        if dimension.name not in levels:
            values = values.sum(axis=axis)
            continue
        labels = dimension.labels(levels[dimension.name])
        first = [labels.index(label) for label in dict.fromkeys(labels)]
        values = np.add.reduceat(values, first, axis=axis)  # labels come in runs here
    order = [dimension.name for dimension in dimensions if dimension.name in levels]
    return values.transpose([order.index(name.partition(".")[0]) for name in over])


def solve(case: Case) -> Allocation:
    """From the dense history to whole numbers: everything that a caller would wait for."""
    cube = Cube.dense(case.dimensions, case.weights)
    return allocate(
        cube=cube, margins=case.margins, limits=Limits.columns(cube, case.places, case.floors, case.caps)
    )


def margin_error(case: Case, values: NDArray[np.int64]) -> int:
    """The largest distance of a total, or of a limited cell, from what was asked."""
    off = [abs(totals(values, case.dimensions, margin.over) - margin.least).max() for margin in case.margins]
    limited = values.ravel()[case.places]
    outside = np.maximum(case.floors - limited, limited - case.caps).max()
    return int(max(*off, outside))


def proportional(case: Case) -> NDArray[np.float64]:
    scaled: NDArray[np.float64] = case.weights * (case.margins[0].least.sum() / case.weights.sum())
    return scaled


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--small", action="store_true", help="a hundredth of the cells")
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    solve(build(SMALL, seed=1))
    case = build(SMALL if arguments.small else FULL, seed=0)
    floor = statistics.median(seconds(lambda: proportional(case)) for _ in range(5))
    times = []
    for run in range(arguments.runs):
        start = time.perf_counter()
        answer = solve(case)
        times.append(time.perf_counter() - start)
        print(f"run {run}: {times[-1]:.3f} s, {answer.sweeps} sweeps, {answer.error:.4f} off before rounding")
    values = answer.dense()
    distance = abs(answer.values - answer.ideal)
    print(f"cells {values.size:,}, filled {len(answer.values):,}, limited {len(case.places):,}")
    print(f"groups per margin {[margin.group_count() for margin in case.margins]}")
    print(
        f"rounding: mean {distance.mean():.3f}, largest {distance.max():.3f} units; floor pass {floor:.4f} s"
    )
    taken = statistics.median(times)
    error = margin_error(case, values)
    print(
        bench_line(
            "allocate", cells=values.size, seconds=taken, max_margin_error=error, ratio_to_floor=taken / floor
        )
    )


def _dimension(name: str, size: int, **levels: int) -> Dimension:
    """Members by number; a level puts so many neighbours under one label."""
    labels = {level: tuple(f"{level} {at // run}" for at in range(size)) for level, run in levels.items()}
    return Dimension(name, tuple(f"{name} {at}" for at in range(size)), labels)


if __name__ == "__main__":
    main()
