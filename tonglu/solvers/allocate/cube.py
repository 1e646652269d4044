"""Dimensions with their levels, and the non-empty cells over them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tonglu.solvers.errors import BadInput

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Name = tuple[str, ...]


@dataclass(frozen=True)
class Dimension:
    """One axis: its members, and for each level above them (family, city, quarter) the label of every member."""

    name: str
    members: tuple[str, ...]
    levels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.members or len(set(self.members)) < len(self.members):
            raise BadInput(self.name, "members must be there and differ")
        for level, labels in self.levels.items():
            if len(labels) != len(self.members):
                raise BadInput(
                    f"{self.name}.{level}", f"{len(labels)} labels for {len(self.members)} members"
                )

    def labels(self, level: str) -> tuple[str, ...]:
        """The label of each member at `level`; an empty level is the members themselves."""
        if not level:
            return self.members
        if level not in self.levels:
            raise BadInput(f"{self.name}.{level}", "no such level")
        return self.levels[level]


@dataclass(frozen=True)
class Cube:
    """The cells that may hold a number: ascending row-major places in the full cube, and a weight > 0 for each.

    Cells that are left out are empty and stay so. Make one with `dense` or `table`.
    """

    dimensions: tuple[Dimension, ...]
    places: Ints
    weights: Floats

    @classmethod
    def dense(cls, dimensions: Iterable[Dimension], weights: NDArray[np.floating]) -> Cube:
        """From an array with one axis per dimension; a weight of zero is an empty cell."""
        axes = tuple(dimensions)
        shape = tuple(len(axis.members) for axis in axes)
        if weights.shape != shape:
            raise BadInput("weights", f"shape {weights.shape}, but the dimensions have {shape}")
        flat = np.ascontiguousarray(weights, dtype=np.float64).ravel()
        places = np.flatnonzero(flat)
        return cls._checked(axes, places, flat[places])

    @classmethod
    def table(cls, dimensions: Iterable[Dimension], weights: Mapping[Name, float]) -> Cube:
        """From the weights of single cells, each named by one member per dimension."""
        axes = tuple(dimensions)
        empty = cls(axes, np.empty(0, np.int64), np.empty(0))
        places = empty.find(weights)
        column = np.fromiter((float(weight) for weight in weights.values()), np.float64, len(weights))
        order = np.argsort(places)
        filled = order[column[order] != 0]
        return cls._checked(axes, places[filled], column[filled])

    @classmethod
    def _checked(cls, dimensions: tuple[Dimension, ...], places: Ints, weights: Floats) -> Cube:
        cube = cls(dimensions, places, weights)
        if not len(weights):
            raise BadInput("weights", "every cell is empty")
        if not (weights.min() > 0 and weights.max() < np.inf):  # a NaN fails both
            worst = int(np.flatnonzero(~((weights > 0) & (weights < np.inf)))[0])
            raise BadInput(cube.name(worst), f"weight {weights[worst]} is not a finite number above zero")
        return cube

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(len(axis.members) for axis in self.dimensions)

    def name(self, cell: int) -> Name:
        """The members of the cell at position `cell` of `places`."""
        at = np.unravel_index(int(self.places[cell]), self.shape)
        return tuple(axis.members[int(position)] for axis, position in zip(self.dimensions, at, strict=True))

    def find(self, names: Iterable[Name]) -> Ints:
        """The places in the full cube of cells given by name."""
        index = [{member: at for at, member in enumerate(axis.members)} for axis in self.dimensions]
        return np.fromiter((self._place(name, index) for name in names), np.int64)

    def _place(self, name: Name, index: list[dict[str, int]]) -> int:
        if len(name) != len(index):
            raise BadInput(name, f"names {len(name)} members; the cube has {len(index)} dimensions")
        place = 0
        for axis, positions, member in zip(self.dimensions, index, name, strict=True):
            if member not in positions:
                raise BadInput(name, f"{axis.name} has no member {member!r}")
            place = place * len(positions) + positions[member]
        return place

    def cell(self, name: Name) -> int:
        """The position in `places` of a cell given by name."""
        return int(self.positions(self.find([name]))[0])

    def positions(self, places: Ints) -> Ints:
        """The positions of `places` among the cells; names the first that is empty."""
        found = np.minimum(np.searchsorted(self.places, places), len(self.places) - 1)
        missing = np.flatnonzero(self.places[found] != places)
        if len(missing):
            at = np.unravel_index(int(places[missing[0]]), self.shape)
            name = tuple(
                axis.members[int(position)] for axis, position in zip(self.dimensions, at, strict=True)
            )
            raise BadInput(name, "the cell is empty", "give it a weight above zero")
        return found
