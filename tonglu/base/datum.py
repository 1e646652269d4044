"""Map datums 坐标系: WGS-84 (satellites), GCJ-02 (Chinese maps by law), BD-09 (Baidu, on top of GCJ-02).

GCJ-02 has no published definition; its polynomial and sine terms are the ones that the map trade knows. They hold in
the box around China within which maps are shifted. Distances below a metre are beyond what they can tell.
"""

from __future__ import annotations

from collections.abc import Callable
from math import atan2, cos, hypot, pi, radians, sin, sqrt
from typing import Literal

Datum = Literal["wgs84", "gcj02", "bd09"]
DATUMS: tuple[Datum, ...] = ("wgs84", "gcj02", "bd09")
Point = tuple[float, float]

# Krasovsky 1940: half the long axis in metres, and the eccentricity squared
_AXIS, _ECCENTRICITY = 6_378_245.0, 0.006_693_421_622_965_943
_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271
_BAIDU = pi * 3000 / 180
# each step brings the inverse at least a hundred times nearer
_STEPS = 8
# degrees: a hundredth of a millimetre; nearer than this a further step moves nothing
_CLOSE = 1e-10


def to_wgs84(lng: float, lat: float, datum: Datum) -> Point:
    """A point, in degrees, of a datum as WGS-84; the inverse is good to a centimetre."""
    match datum:
        case "gcj02":
            return _inverse(_gcj02, (lng, lat))
        case "bd09":
            return _inverse(_gcj02, _inverse(_bd09, (lng, lat)))
    return lng, lat


def from_wgs84(lng: float, lat: float, datum: Datum) -> Point:
    """A WGS-84 point, in degrees, in a datum."""
    match datum:
        case "gcj02":
            return _gcj02(lng, lat)
        case "bd09":
            return _bd09(*_gcj02(lng, lat))
    return lng, lat


def is_shifted(lng: float, lat: float) -> bool:
    """Whether Chinese maps shift a place: it lies in the box around China."""
    return _WEST <= lng <= _EAST and _SOUTH <= lat <= _NORTH


def _inverse(forward: Callable[[float, float], Point], wanted: Point) -> Point:
    """What `forward` takes to the wanted point: guess, see how far it misses, move by that."""
    lng, lat = wanted
    for _step in range(_STEPS):
        there = forward(lng, lat)
        east, north = wanted[0] - there[0], wanted[1] - there[1]
        lng, lat = lng + east, lat + north
        if abs(east) + abs(north) < _CLOSE:
            break
    return lng, lat


def _gcj02(lng: float, lat: float) -> Point:
    if not is_shifted(lng, lat):
        return lng, lat
    x, y = lng - 105, lat - 35
    wave = 20 * (sin(6 * pi * x) + sin(2 * pi * x))
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    east += 2 / 3 * (wave + 20 * sin(pi * x) + 40 * sin(pi * x / 3) + 150 * sin(pi * x / 12))
    east += 200 * sin(pi * x / 30)
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    north += 2 / 3 * (wave + 20 * sin(pi * y) + 40 * sin(pi * y / 3) + 160 * sin(pi * y / 12))
    north += 640 / 3 * sin(pi * y / 30)
    # metres into degrees, on the ellipsoid at that latitude
    bulge = 1 - _ECCENTRICITY * sin(radians(lat)) ** 2
    east /= radians(_AXIS / sqrt(bulge) * cos(radians(lat)))
    north /= radians(_AXIS * (1 - _ECCENTRICITY) / (bulge * sqrt(bulge)))
    return lng + east, lat + north


def _bd09(lng: float, lat: float) -> Point:
    radius = hypot(lng, lat) + 0.000_02 * sin(lat * _BAIDU)
    angle = atan2(lat, lng) + 0.000_003 * cos(lng * _BAIDU)
    return radius * cos(angle) + 0.0065, radius * sin(angle) + 0.006
