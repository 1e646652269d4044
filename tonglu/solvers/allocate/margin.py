"""Totals that the cells of a group must keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tonglu.solvers.allocate.cube import Cube, Dimension, Ints, Name
from tonglu.solvers.errors import BadInput

FREE = 2**62
"""A total or a cap that binds nothing, in smallest units."""


@dataclass(frozen=True)
class Margin:
    """Totals over some dimensions, each at a level: `over=("product.family", "month")`; `over=()` is the whole.

    `least` and `most` (smallest units) have one axis per name in `over`, labels in order of first appearance
    among the members. Equal means exact; 0 and `FREE` leave a group open. Make one with `exact`, `named` or
    `between`.
    """

    over: tuple[str, ...]
    least: Ints
    most: Ints

    @classmethod
    def exact(cls, over: tuple[str, ...], totals: NDArray[np.integer] | int) -> Margin:
        whole = _whole(over, totals)
        return cls(over, whole, whole)

    @classmethod
    def between(
        cls, over: tuple[str, ...], least: NDArray[np.integer] | int, most: NDArray[np.integer] | int
    ) -> Margin:
        return cls(over, _whole(over, least), _whole(over, most))

    @classmethod
    def named(cls, cube: Cube, over: tuple[str, ...], totals: Mapping[Name, int]) -> Margin:
        """Exact totals of the groups that are named; the others stay open."""
        groups = Grouping(cube.dimensions, over)
        least, most = np.zeros(groups.shape, np.int64), np.full(groups.shape, FREE)
        for name, total in totals.items():
            least[groups.find(name)] = most[groups.find(name)] = _whole(name, total)
        return cls(over, least, most)

    def group_count(self) -> int:
        return int(self.least.size)


@dataclass(frozen=True)
class Grouping:
    """How the members of each dimension fall into the groups of a margin."""

    dimensions: tuple[Dimension, ...]
    over: tuple[str, ...]

    @cached_property
    def parts(self) -> tuple[tuple[int, dict[str, int], tuple[str, ...]], ...]:
        """Per name in `over`: the dimension's position, the number of each label, the label of each member."""
        return tuple(self._part(name) for name in self.over)

    def _part(self, name: str) -> tuple[int, dict[str, int], tuple[str, ...]]:
        axis_name, _, level = name.partition(".")
        for position, axis in enumerate(self.dimensions):
            if axis.name == axis_name:
                labels = axis.labels(level)
                return position, {label: at for at, label in enumerate(dict.fromkeys(labels))}, labels
        raise BadInput(name, "no such dimension")

    @cached_property
    def shape(self) -> tuple[int, ...]:
        return tuple(len(numbers) for _, numbers, _ in self.parts)

    def find(self, name: Name) -> tuple[int, ...]:
        if len(name) != len(self.parts):
            raise BadInput(name, f"names {len(name)} labels; the margin is over {self.over}")
        for label, (_, numbers, _) in zip(name, self.parts, strict=True):
            if label not in numbers:
                raise BadInput(name, f"no label {label!r} in margin {self.over}")
        return tuple(numbers[label] for label, (_, numbers, _) in zip(name, self.parts, strict=True))

    def label(self, group: int) -> Name:
        """The labels of the group with the row-major number `group`."""
        at = np.unravel_index(group, self.shape) if self.shape else ()
        return tuple(
            list(numbers)[int(position)] for (_, numbers, _), position in zip(self.parts, at, strict=True)
        )

    def contributions(self, width: int) -> NDArray[np.int32]:
        """Per dimension and member, what it adds to a cell's group number; shape (dimensions, width)."""
        table = np.zeros((len(self.dimensions), width), np.int32)
        stride = 1
        for position, numbers, labels in reversed(self.parts):
            table[position, : len(labels)] += (
                np.array([numbers[label] for label in labels], np.int32) * stride
            )
            stride *= len(numbers)
        return table


def _whole(offender: object, totals: NDArray[np.integer] | int) -> Ints:
    array = np.asarray(totals)
    if array.dtype.kind not in "iu":
        raise BadInput(offender, f"totals are {array.dtype}, not whole numbers of smallest units")
    return array.astype(np.int64)
