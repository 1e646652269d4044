"""Territories: `python -m benchmarks.territory --outlets FILE` (a CSV with columns lng, lat) and a made 6,000.

Balance, connected pieces, seconds, and total km against a lower bound: the Lagrangian bound of the p-median
problem (centres are outlets, loads may be as uneven as they like), by subgradient.
"""

from __future__ import annotations

import argparse
import csv
import time
from pathlib import Path

import numpy as np

from benchmarks import bench_line
from tonglu.solvers.distance import Matrix, great_circle_km
from tonglu.solvers.territory import Site, assign


def from_file(path: Path) -> Matrix:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return np.array([(float(row["lat"]), float(row["lng"])) for row in csv.DictReader(file)])


def made(count: int, seed: int) -> Matrix:
    """A province: thirty towns of unequal size and some outlets between them."""
    dice = np.random.default_rng(seed)
    towns = dice.uniform(-1.0, 1.0, (30, 2))
    share = dice.dirichlet(np.full(30, 1.5))
    spots = towns[dice.choice(30, count, p=share)] + dice.normal(0, 0.06, (count, 2))
    lone = dice.random(count) < 0.15
    spots[lone] = dice.uniform(-1.1, 1.1, (int(lone.sum()), 2))
    return np.asarray(spots + np.array([30.0, 114.0]))


def bound(points: Matrix, k: int, upper: float, rounds: int = 120) -> float:
    """A lower bound on the km of any k centres: max over u of Σu + the k least Σ min(0, d − u)."""
    d = great_circle_km(points.tolist()).astype(np.float32)
    u = np.partition(d, min(len(d) - 1, max(1, len(d) // k // 2)), axis=1)[
        :, min(len(d) - 1, max(1, len(d) // k // 2))
    ]
    best, pace = 0.0, 1.0
    for i in range(rounds):
        gain = np.minimum(0.0, d - u[:, None]).sum(axis=0)
        chosen = np.argpartition(gain, k)[:k]
        value = float(u.sum(dtype=np.float64) + gain[chosen].sum(dtype=np.float64))
        best = max(best, value)
        slope = 1.0 - (d[:, chosen] < u[:, None]).sum(axis=1)
        steepness = float((slope**2).sum())
        if steepness == 0:
            break
        u = (u + pace * (upper - value) / steepness * slope).astype(np.float32)
        if i % 10 == 9:
            pace *= 0.75
    return best


def case(name: str, points: Matrix, k: int, seed: int) -> None:
    dice = np.random.default_rng(7)
    loads = dice.choice(
        [80.0, 30.0, 10.0], len(points), p=[0.2, 0.3, 0.5]
    )  # A weekly, B fortnightly, C monthly
    sites = [
        Site(id=f"C{i}", place=(float(p[0]), float(p[1])), load=float(load))
        for i, (p, load) in enumerate(zip(points, loads, strict=True))
    ]
    reps = [f"R{i:02}" for i in range(k)]
    begun = time.monotonic()
    design = assign(sites=sites, reps=reps, seed=seed)
    seconds = time.monotonic() - begun
    low = bound(points, k, design.km)
    split = sum(territory.pieces > 1 for territory in design.territories)
    for line in design.unmet:
        print(f"  {line}")
    print(
        bench_line(
            f"territory_{name}",
            outlets=len(sites),
            reps=k,
            worst_pct=100 * design.worst,
            split=split,
            km=design.km,
            bound_km=low,
            gap_pct=100 * (design.km / low - 1),
            seconds=seconds,
        ),
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--outlets", help="CSV with columns lng and lat")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    assign(
        sites=[Site(id=str(i), place=(30.0, 114.0 + i / 100), load=1.0) for i in range(9)], reps=["a", "b"]
    )
    if options.outlets:
        points = from_file(Path(options.outlets))
        case("file", points, max(2, len(points) // 110), options.seed)
    case("made", made(6000, seed=3), 40, options.seed)


if __name__ == "__main__":
    main()
