"""What a manager fixed: cells locked, capped, floored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tonglu.solvers.allocate.cube import Cube, Ints, Name
from tonglu.solvers.allocate.margin import FREE
from tonglu.solvers.errors import BadInput

Limit = tuple[int, int]
"""Floor and cap of one cell, smallest units."""


def lock(value: int) -> Limit:
    return value, value


def floor(value: int) -> Limit:
    return value, FREE


def cap(value: int) -> Limit:
    return 0, value


@dataclass(frozen=True)
class Limits:
    """Columns: the place of a cell in the full cube, its floor, its cap. A lock has both equal."""

    places: Ints
    floors: Ints
    caps: Ints

    @classmethod
    def none(cls) -> Limits:
        nothing = np.empty(0, np.int64)
        return cls(nothing, nothing, nothing)

    @classmethod
    def named(cls, cube: Cube, limits: Mapping[Name, Limit]) -> Limits:
        """Limits of single cells, each named by one member per dimension."""
        column = np.array(list(limits.values()), np.int64).reshape(-1, 2)
        return cls.columns(cube, cube.find(limits), column[:, 0], column[:, 1])

    @classmethod
    def columns(
        cls, cube: Cube, places: Ints, floors: NDArray[np.integer], caps: NDArray[np.integer]
    ) -> Limits:
        """Limits as three columns; sorts by place, refuses a cell given twice or a cap below its floor."""
        order = np.argsort(places, kind="stable")
        limits = cls(places[order], floors[order].astype(np.int64), caps[order].astype(np.int64))
        for at in np.flatnonzero((limits.floors < 0) | (limits.caps < limits.floors))[:1]:
            cell = cube.name(int(cube.positions(limits.places[at : at + 1])[0]))
            raise BadInput(cell, f"floor {limits.floors[at]} and cap {limits.caps[at]} leave nothing between")
        for at in np.flatnonzero(np.diff(limits.places) == 0)[:1]:
            cell = cube.name(int(cube.positions(limits.places[at : at + 1])[0]))
            raise BadInput(cell, "limited twice")
        return limits
