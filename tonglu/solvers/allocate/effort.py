"""How long to try, how near to come, and whom to tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[str, int, float], None]
"""Told the stage (`scale`, `round`), the step within it, and the largest error left in smallest units."""


@dataclass(frozen=True)
class Effort:
    """Limits in steps, not seconds, so that a slower machine gives the same answer.

    `sweeps` over all margins, until no total is off by more than `tolerance` smallest units before rounding;
    `looks` at each cell, on average, in the rounding search; `nodes` of the integer programme behind it;
    `programmes` solved to find the smallest conflict.
    """

    sweeps: int = 300
    tolerance: float = 0.01
    looks: int = 500
    nodes: int = 10_000
    programmes: int = 200
