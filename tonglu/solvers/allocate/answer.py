"""What comes out: whole cell values, and for each the reason."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tonglu.solvers.allocate.cube import Cube, Floats, Ints, Name
from tonglu.solvers.allocate.problem import Problem
from tonglu.solvers.errors import BadInput

BINDING = {
    "lock": ("锁定", "locked"),
    "floor": ("受下限约束", "held up by its floor"),
    "cap": ("受上限约束", "held down by its cap"),
    "kept": ("本次调整未涉及，保持原值", "kept, the edit does not reach it"),
}


@dataclass(frozen=True)
class Reason:
    """How a cell came by its `value`, in smallest units.

    `share` of all weight; `proportional` = share of the whole total; `pulls`: per margin what it is over, the
    cell's group, and the factor by which keeping that group's total moved the cell, so that proportional × all
    factors is what the cell would get without its limit; `ideal` before rounding;
    `binding`: lock, floor, cap, kept (out of reach of a rebalancing) or empty.
    """

    cell: Name
    value: int
    weight: float
    share: float
    proportional: float
    pulls: tuple[tuple[Name, Name, float], ...]
    ideal: float
    binding: str

    @property
    def rounding(self) -> float:
        return self.value - self.ideal

    def sentence(self, language: str) -> str:
        """One sentence in `zh` or `en`."""
        if language not in ("zh", "en"):
            raise BadInput(language, "reasons are given in zh or en")
        chinese = language == "zh"
        bound = BINDING[self.binding][0 if chinese else 1] if self.binding else ""
        pulls = "，" if chinese else ", "
        pulls = pulls.join(f"{'/'.join(group) or '*'} ×{factor:.3g}" for _, group, factor in self.pulls)
        if chinese:
            held = f"{bound}；" if bound else ""
            return (
                f"权重占 {self.share:.2%}，按比例为 {self.proportional:,.1f}；为使各合计相符：{pulls}；"
                f"{held}理想值 {self.ideal:,.2f}，取整 {self.rounding:+.2f}，得 {self.value:,}。"
            )
        held = f"{bound}; " if bound else ""
        return (
            f"{self.share:.2%} of the weight, {self.proportional:,.1f} in proportion; to keep the totals: {pulls}; "
            f"{held}ideal {self.ideal:,.2f}, rounding {self.rounding:+.2f}, hence {self.value:,}."
        )


@dataclass(frozen=True)
class Allocation:
    """`values` and `ideal` run along `cube.places`.

    `factors` (K, G): how much each total pulled. `error`: by how many units a total was off before rounding
    (none is after); above the tolerance asked for, the values keep every total but may not be the nearest to
    the weights. `kept` marks cells that a rebalancing left alone.
    """

    problem: Problem
    values: Ints
    ideal: Floats
    factors: Floats
    error: float
    sweeps: int
    kept: NDArray[np.bool_]

    @property
    def cube(self) -> Cube:
        return self.problem.cube

    @cached_property
    def total(self) -> int:
        return int(self.values.sum())

    @cached_property
    def weight(self) -> float:
        return float(self.problem.weights.sum())

    def dense(self) -> Ints:
        """The values with one axis per dimension, zero in empty cells."""
        full = np.zeros(int(np.prod(self.cube.shape)), np.int64)
        full[self.cube.places] = self.values
        return full.reshape(self.cube.shape)

    def value(self, name: Name) -> int:
        return int(self.values[self.cube.cell(name)])

    def reason(self, name: Name) -> Reason:
        """Raises `BadInput` for a cell that is unknown or empty."""
        cell = self.cube.cell(name)
        weight = float(self.problem.weights[cell])
        share = weight / self.weight
        groups = self.problem.groups[:, cell]
        factors = [float(self.factors[row, group]) for row, group in enumerate(groups)]
        factors[0] *= self.weight / max(self.total, 1)  # what turns weights into units is no pull
        pulls = tuple(
            (*self.problem.group_name(row, int(group)), factor)
            for row, (group, factor) in enumerate(zip(groups, factors, strict=True))
        )
        return Reason(
            name, int(self.values[cell]), weight, share, share * self.total, pulls, float(self.ideal[cell]),
            self._binding(cell),
        )  # fmt: skip

    def strained(self, times: float) -> list[Name]:
        """Cells to look at again: given over `times` their proportional share, or under a `times`-th of it.

        A difference of one unit is rounding and does not count.
        """
        plain = self.problem.weights * (self.total / self.weight)
        far = (self.values > times * plain) | (self.values * times < plain)
        return [self.cube.name(int(cell)) for cell in np.flatnonzero(far & (abs(self.values - plain) > 1))]

    def _binding(self, cell: int) -> str:
        at = int(np.searchsorted(self.problem.limited, cell))
        if at < len(self.problem.limited) and self.problem.limited[at] == cell:
            floor, cap = int(self.problem.floors[at]), int(self.problem.caps[at])
            if floor == cap:
                return "lock"
            if self.ideal[cell] <= floor:
                return "floor"
            if self.ideal[cell] >= cap:
                return "cap"
        return "kept" if self.kept[cell] else ""
