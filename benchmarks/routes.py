"""Periodic routes against the archived costs: `python -m benchmarks.routes --pvrp DIR --seconds 30`.

DIR holds the instances and `archived_costs.csv`. `--only p02,p11` picks instances, `--plans DIR` writes each plan
as NAME.json. `--rep` runs the case of one sales rep instead (see `benchmarks.rep`).
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import mean

from benchmarks import bench_line, pvrp, rep
from tonglu.solvers.route import Limit, solve, warm

LEFT_OUT = {"p01"}  # its file has a customer too many


def archive(folder: Path) -> dict[str, float]:
    """Instance → archived cost, without those that are left out."""
    with (folder / "archived_costs.csv").open(newline="") as file:
        rows = csv.DictReader(file)
        return {
            row["instance"]: float(row["cost_in_res_file"]) for row in rows if row["instance"] not in LEFT_OUT
        }


def run(path: Path, *, seconds: float, seed: int) -> tuple[pvrp.Plan, float, float]:
    """(audited plan, its cost, seconds from reading the file to the answer)."""
    begun = time.monotonic()
    instance = pvrp.read(path)
    problem = pvrp.pose(instance)
    left = max(0.1, seconds - (time.monotonic() - begun))
    solution = solve(problem, limit=Limit(seconds=left), seed=seed)
    taken = time.monotonic() - begun
    plan = pvrp.plan_of(instance, solution)
    return plan, pvrp.audit(instance, plan), taken


def rows(options: argparse.Namespace) -> Iterator[tuple[float, float]]:
    """(gap in per cent, seconds) of every instance, printed as it comes."""
    folder = Path(options.pvrp)
    costs = archive(folder)
    names = options.only.split(",") if options.only else sorted(costs)
    warm()
    print(f"{'instance':8} {'archived':>10} {'cost':>10} {'gap %':>7} {'seconds':>8}")
    for name in names:
        plan, cost, taken = run(folder / name, seconds=options.seconds, seed=options.seed)
        gap = 100 * (cost / costs[name] - 1)
        print(f"{name:8} {costs[name]:10.2f} {cost:10.2f} {gap:7.2f} {taken:8.1f}", flush=True)
        if options.plans:
            target = Path(options.plans)
            target.mkdir(parents=True, exist_ok=True)
            (target / f"{name}.json").write_text(json.dumps({"days": plan}))
        yield gap, taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pvrp", help="folder with the instances and archived_costs.csv")
    parser.add_argument("--seconds", type=float, default=30.0, help="limit per instance on the clock")
    parser.add_argument("--only", default="", help="names, separated by commas")
    parser.add_argument("--plans", default="", help="folder to write the plans to")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rep", action="store_true", help="the case of one rep with 250 outlets")
    options = parser.parse_args()
    if options.rep:
        rep.main(seconds=min(options.seconds, 10.0), seed=options.seed)
        return
    if not options.pvrp:
        parser.error("--pvrp DIR or --rep")
    gaps, seconds = zip(*rows(options), strict=True)
    figures = {"mean_gap_pct": mean(gaps), "max_gap_pct": max(gaps), "mean_seconds": mean(seconds)}
    print(bench_line("routes", instances=len(gaps), **figures))


if __name__ == "__main__":
    main()
