"""Whole packs and exact division: integers alone, so that the phone and the server agree to the unit."""

from __future__ import annotations


def up(units: int, *, pack: int) -> int:
    """The least multiple of `pack` that is not below `units`; none for nothing."""
    return ceil_div(max(0, units), pack) * pack


def down(units: int, *, pack: int) -> int:
    """The greatest multiple of `pack` that is not above `units`; none for nothing."""
    return max(0, units) // pack * pack


def ceil_div(numerator: int, denominator: int) -> int:
    return -(-numerator // denominator)
