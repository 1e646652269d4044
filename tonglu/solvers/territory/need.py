"""How many reps a market needs: service and estimated travel against what a rep can work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.spatial import cKDTree

from tonglu.solvers.distance import DETOUR, KMH, Point, great_circle_km
from tonglu.solvers.errors import BadInput
from tonglu.solvers.territory.neighbours import plane_km

TOUR = 0.7124  # length of a long tour / sqrt(area × stops): Beardwood, Halton & Hammersley 1959; Johnson et al. 1996


@dataclass(frozen=True, kw_only=True)
class Market:
    """An outlet's part in the work: `visits` per cycle of `minutes` each."""

    id: str
    place: Point
    visits: float
    minutes: float

    def __post_init__(self) -> None:
        if not (self.visits >= 0 and self.minutes >= 0):
            raise BadInput(self.id, "visits or minutes are negative or not a number")


@dataclass(frozen=True, kw_only=True)
class Need:
    """`reps` and the minutes per cycle that make them up; `load` is the share of their time that is used."""

    reps: int
    service: float
    travel: float
    load: float


def reps_needed(
    *,
    outlets: Sequence[Market],
    days: int,
    day_minutes: float = 480.0,
    kmh: float = KMH,
    detour: float = DETOUR,
) -> Need:
    """The fewest reps whose `days` × `day_minutes` cover all visits and the way between them.

    With s the mean distance to the nearest outlet, the land per outlet is about (2 s)² (points at random); a day's
    stops are a part of the territory's outlets, so the way per stop is 0.7124 × 2 s × sqrt(outlets / stops).
    """
    if not outlets:
        raise BadInput("outlets", "the set is empty")
    if not (days >= 1 and day_minutes > 0):
        raise BadInput("days", "a rep must have days of some length")
    great_circle_km([outlet.place for outlet in outlets[:1]], [outlet.place for outlet in outlets])
    visits = sum(outlet.visits for outlet in outlets)
    service = sum(outlet.visits * outlet.minutes for outlet in outlets)
    spacing = _spacing(outlets)
    reps = 1
    while True:
        stops = max(1.0, visits / (reps * days))
        way = TOUR * 2 * spacing * sqrt(max(1.0, len(outlets) / (reps * stops))) * detour * 60 / kmh
        load = (service + visits * way) / (reps * days * day_minutes)
        if load <= 1.0:
            return Need(reps=reps, service=service, travel=visits * way, load=load)
        reps = max(reps + 1, int(reps * load * 0.95))


def _spacing(outlets: Sequence[Market]) -> float:
    """Mean km to the nearest other outlet; 0 for one alone."""
    if len(outlets) < 2:
        return 0.0
    plane = plane_km(np.array([outlet.place for outlet in outlets], dtype=np.float64))
    nearest, _ = cKDTree(plane).query(plane, k=[2])
    return float(nearest.mean())
