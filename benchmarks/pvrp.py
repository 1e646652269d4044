"""Periodic vehicle routing instances in Cordeau's format: reading, posing, and an auditor that trusts nobody.

First line: type (1 = periodic), vehicles, customers, days; a line per day: longest duration, capacity (0 = none);
a line per place, the depot first: number, x, y, service time, demand, frequency, number of day combinations, and
the combinations as bit masks (bit 0 = the first day).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import dist, inf
from pathlib import Path

import numpy as np

from tonglu.solvers.route import Customer, Option, Problem, Slot, Solution, build

Plan = list[list[list[int]]]  # days → vehicles → customer numbers


@dataclass(frozen=True)
class Place:
    number: int
    x: float
    y: float
    service: float
    demand: float
    frequency: int
    masks: tuple[int, ...]


@dataclass(frozen=True)
class Instance:
    """`customers` as in the file, also those of frequency 0, who are not to be visited (p11 has one)."""

    vehicles: int
    days: tuple[tuple[float, float], ...]  # (longest duration, capacity), infinite where there is no limit
    depot: Place
    customers: tuple[Place, ...]

    @property
    def visited(self) -> list[Place]:
        return [place for place in self.customers if place.frequency > 0]


def read(path: Path) -> Instance:
    """Raises ValueError for another type than periodic, or where the file contradicts its first line."""
    rows = [line.split() for line in path.read_text().splitlines() if line.strip()]
    kind, vehicles, customers, days = (int(value) for value in rows[0])
    limits = tuple((float(d) or inf, float(q) or inf) for d, q in rows[1 : days + 1])
    places = [_place(row) for row in rows[days + 1 :]]
    if kind != 1 or len(places) != customers + 1:
        raise ValueError(f"{path.name}: type {kind}, {len(places) - 1} customers, {customers} announced")
    return Instance(vehicles, limits, places[0], tuple(places[1:]))


def _place(row: list[str]) -> Place:
    x, y, service, demand = (float(value) for value in row[1:5])
    return Place(int(row[0]), x, y, service, demand, int(row[5]), tuple(int(mask) for mask in row[7:]))


def pose(instance: Instance) -> Problem:
    """The instance as the route solver takes it: a slot per day, an option per day combination."""
    places = [*instance.visited, instance.depot]
    xy = np.array([(place.x, place.y) for place in places])
    depot = len(instance.visited)
    days = range(len(instance.days))
    return build(
        travel=np.hypot(*np.moveaxis(xy[:, None] - xy[None], 2, 0)),
        customers=[
            Customer(
                demand=place.demand,
                service=place.service,
                options=tuple(
                    Option(slots=tuple(day for day in days if mask >> day & 1)) for mask in place.masks
                ),
            )
            for place in instance.visited
        ],
        slots=[
            Slot(start=depot, end=depot, vehicles=instance.vehicles, capacity=capacity, ends=duration)
            for duration, capacity in instance.days
        ],
    )


def plan_of(instance: Instance, solution: Solution) -> Plan:
    """The solution's routes by day and vehicle, in the instance's customer numbers."""
    m = instance.vehicles
    numbers = [place.number for place in instance.visited]
    routes = [[numbers[c] for c in route] for route in solution.routes]
    return [routes[day * m : (day + 1) * m] for day in range(len(instance.days))]


def audit(instance: Instance, plan: Plan) -> float:
    """The plan's cost recomputed from the coordinates.

    Raises ValueError naming the first breach: number of days or vehicles, an unknown customer, one visited twice
    on a day, wrong frequency, days that are no allowed combination, load, duration with service.
    """
    if len(plan) != len(instance.days):
        raise ValueError(f"{len(plan)} days planned of {len(instance.days)}")
    known = {place.number: place for place in instance.customers}
    visited = dict.fromkeys(known, 0)
    total = 0.0
    for day, (routes, (longest, capacity)) in enumerate(zip(plan, instance.days, strict=True)):
        if sum(bool(route) for route in routes) > instance.vehicles:
            raise ValueError(f"day {day}: more than {instance.vehicles} vehicles")
        for route in filter(None, routes):
            for number in route:
                if number not in known or visited[number] >> day & 1:
                    raise ValueError(f"day {day}: customer {number} is unknown or visited twice")
                visited[number] |= 1 << day
            stops = [known[number] for number in route]
            length = _length([instance.depot, *stops, instance.depot])
            if sum(place.demand for place in stops) > capacity + 1e-6:
                raise ValueError(f"day {day}: overload on {route}")
            if length + sum(place.service for place in stops) > longest + 1e-6:
                raise ValueError(f"day {day}: {route} is too long")
            total += length
    for number, mask in visited.items():
        place = known[number]
        if mask.bit_count() != place.frequency or (place.frequency and mask not in place.masks):
            raise ValueError(f"customer {number}: visited on mask {mask}, allowed {place.masks}")
    return total


def _length(stops: list[Place]) -> float:
    return sum(dist((a.x, a.y), (b.x, b.y)) for a, b in pairwise(stops))
