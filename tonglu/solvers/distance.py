"""Travel between places known by latitude and longitude: great circle × detour, the default of all solvers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tonglu.solvers.errors import BadInput

EARTH_KM = 6371.0088  # mean radius, IUGG
DETOUR = (
    1.3  # road kilometres per kilometre of great circle; a habit of city planning, not a measurement of ours
)
KMH = 25.0  # door to door in a city

Point = tuple[float, float]  # latitude, longitude in degrees
Matrix = NDArray[np.float64]


def great_circle_km(points: Sequence[Point], others: Sequence[Point] | None = None) -> Matrix:
    """Kilometres from each of `points` to each of `others` (default: `points`), by the haversine formula.

    Raises `BadInput` naming the index of a point that is no place on earth.
    """
    a = _radians(points)
    b = a if others is None else _radians(others)
    chord = (
        np.sin((a[:, None, 0] - b[None, :, 0]) / 2) ** 2
        + np.cos(a[:, None, 0]) * np.cos(b[None, :, 0]) * np.sin((a[:, None, 1] - b[None, :, 1]) / 2) ** 2
    )
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0))))


def travel_minutes(points: Sequence[Point], *, kmh: float = KMH, detour: float = DETOUR) -> Matrix:
    """Minutes between all pairs of points at `kmh` over roads `detour` times as long as the great circle."""
    if not (kmh > 0 and detour >= 1):
        raise BadInput("kmh" if not kmh > 0 else "detour", "speed must be above 0, detour at least 1")
    return np.asarray(great_circle_km(points) * (detour * 60.0 / kmh))


def _radians(points: Sequence[Point]) -> Matrix:
    degrees = np.array(points, dtype=np.float64).reshape(-1, 2)
    bad = ~(np.abs(degrees[:, 0]) <= 90) | ~(np.abs(degrees[:, 1]) <= 180)
    if bad.any():
        raise BadInput(int(np.argmax(bad)), "latitude and longitude are no place on earth")
    return np.radians(degrees)
