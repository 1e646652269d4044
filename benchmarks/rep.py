"""One rep's month: 250 outlets (40 A weekly, 80 B every two weeks, 130 C monthly), 20 days, in 10 seconds.

Against the plan as such lists are made by hand (outlets in the order of their codes, dealt out over the days) and
against a day-by-day plan (always drive to the nearest outlet that is due). The days are about 95 % full; a second case has days
too short for all, so that some outlets are left out.
"""

from __future__ import annotations

import time

import numpy as np

from benchmarks import bench_line
from benchmarks.rep_plans import by_code, check, day_by_day, minutes_of
from tonglu.solvers.distance import Matrix, travel_minutes
from tonglu.solvers.route import Aims, Cycle, Limit, Outlet, Plan, Rep, plan_visits, warm

CYCLE = Cycle(weeks=4, weekdays=5)
TIGHT = 440.0  # minutes a day: less than the work of the month needs
CLASSES = (("A", 40, 4, 20.0), ("B", 80, 2, 15.0), ("C", 130, 1, 10.0))  # class, outlets, visits, minutes


def outlets(seed: int) -> list[Outlet]:
    """A city of six quarters, some 25 km across; codes and classes lie anywhere."""
    dice = np.random.default_rng(seed)
    quarters = dice.uniform(-0.1, 0.1, (6, 2))
    classes = [(visits, minutes) for _, count, visits, minutes in CLASSES for _ in range(count)]
    dice.shuffle(classes)
    places = quarters[dice.integers(0, 6, len(classes))] + dice.normal(0, 0.02, (len(classes), 2))
    return [
        Outlet(
            id=f"C{i:04}",
            place=(41.8 + float(y), 123.4 + float(x)),
            visits=int(visits),
            minutes=minutes,
            opens=480.0,
            closes=1260.0,
        )
        for i, ((visits, minutes), (y, x)) in enumerate(zip(classes, places, strict=True))
    ]


def spread(plan: Plan) -> float:
    """Work (travel and service) of the longest day above the mean, in per cent."""
    work = [day.travel + day.service for day in plan.days]
    return 100 * (max(work) / (sum(work) / len(work)) - 1)


def case(name: str, known: list[Outlet], rep: Rep, travel: Matrix, seconds: float, seed: int) -> None:
    begun = time.monotonic()
    plan = plan_visits(
        outlets=known,
        reps=[rep],
        cycle=CYCLE,
        limit=Limit(seconds=seconds - 0.2),
        aims=Aims(balance=1.0),
        travel=travel,
        seed=seed,
    )
    taken = time.monotonic() - begun
    check(plan, known, rep, travel)
    naive, nearest = (minutes_of(order(known, CYCLE, travel), travel) for order in (by_code, day_by_day))
    work = sum(day.travel + day.service for day in plan.days)
    load = 100 * work / (rep.minutes * CYCLE.days)
    print(
        f"{name}: {len(plan.left_out)} left out, load {load:.1f} %, longest day {spread(plan):.1f} % above the mean"
    )
    for left in plan.left_out[:5]:
        print(f"  {left.outlet}: {left.en}")
    print(
        bench_line(
            f"rep_{name}",
            outlets=len(known),
            travel_minutes=plan.travel,
            naive_minutes=naive,
            nearest_minutes=nearest,
            saved_vs_nearest_pct=100 * (1 - plan.travel / nearest),
            left_out=len(plan.left_out),
            load_pct=load,
            max_over_mean_pct=spread(plan),
            seconds=taken,
        )
    )


def main(*, seconds: float, seed: int) -> None:
    warm()
    known = outlets(seed=7)
    rep = Rep(id="R1", start=(41.8, 123.4), end=(41.8, 123.4))
    travel = travel_minutes([*(outlet.place for outlet in known), rep.start, rep.end])
    case("month", known, rep, travel, seconds, seed)
    tight = Rep(id="R1", start=rep.start, end=rep.end, minutes=TIGHT)
    case("overfull", known, tight, travel, seconds, seed)
