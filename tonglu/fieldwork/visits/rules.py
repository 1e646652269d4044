"""What a visit is, from values alone."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

EARTH_M = 6_371_008.8


def metres(lng1: float, lat1: float, lng2: float, lat2: float) -> int:
    """Great-circle distance of two places in degrees, in whole metres (haversine, mean earth radius)."""
    north, east = radians(lat2 - lat1), radians(lng2 - lng1)
    chord = sin(north / 2) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(east / 2) ** 2
    return round(2 * EARTH_M * asin(sqrt(chord)))
