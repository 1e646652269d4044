"""Cutting a map: points into areas of equal number, and the order in which to walk one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import cos, radians
from typing import TypeVar

T = TypeVar("T")
Point = tuple[float, float]


def parted(items: Sequence[T], parts: int, *, at: Callable[[T], Point]) -> list[list[T]]:
    """`items` in `parts` compact areas whose numbers differ by one at most: cut across the longer side, again and again.

    `at` gives (lng, lat) in degrees.
    """
    if parts == 1:
        return [list(items)]
    points = [at(item) for item in items]
    wide = (max(x for x, _y in points) - min(x for x, _y in points)) * _shrink(points)
    high = max(y for _x, y in points) - min(y for _x, y in points)
    ordered = sorted(items, key=(lambda item: at(item)) if wide >= high else (lambda item: at(item)[::-1]))
    first = parts // 2
    cut = len(items) * first // parts
    return [*parted(ordered[:cut], first, at=at), *parted(ordered[cut:], parts - first, at=at)]


def walked(items: Sequence[T], *, at: Callable[[T], Point]) -> list[T]:
    """From the south-western most always to the nearest that is left."""
    if not items:
        return []
    shrink = _shrink([at(items[0])])
    left = list(items)
    here = min(left, key=lambda item: sum(at(item)))
    order = []
    while True:
        order.append(here)
        left.remove(here)
        if not left:
            return order
        x, y = at(here)
        here = min(left, key=lambda item: ((at(item)[0] - x) * shrink) ** 2 + (at(item)[1] - y) ** 2)


def _shrink(points: Sequence[Point]) -> float:
    """How much shorter a degree of longitude is than one of latitude."""
    return cos(radians(points[0][1]))
