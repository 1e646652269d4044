"""One total over weights, by largest remainder."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from tonglu.solvers.errors import BadInput

Weight = int | float | Fraction


def split(total: int, weights: Sequence[Weight]) -> list[int]:
    """`total` smallest units (cents, cases) over `weights`; the parts sum to `total` exactly.

    Each part is its exact share rounded down or up (Hamilton's method); the units left over go to the largest
    remainders, ties to the earlier position. A weight of zero gets nothing. A float counts at its exact binary
    value. A negative total (a correction) is the mirror image of the positive one.

    Raises `BadInput` naming `total` or the position of the weight at fault.
    """
    if not _is_whole(total):
        raise BadInput("total", f"{total!r} is not a whole number of smallest units")
    exact = [_exact(weight, position) for position, weight in enumerate(weights)]
    mass = sum(exact, Fraction(0))
    if mass == 0:
        if total == 0:
            return [0] * len(exact)
        raise BadInput("weights", f"nothing to share {total} over: no weight is above zero")
    return [-part for part in _share(-total, exact, mass)] if total < 0 else _share(total, exact, mass)


def _share(total: int, weights: list[Fraction], mass: Fraction) -> list[int]:
    """Largest remainder on integers over one denominator, so that no comparison rounds."""
    denominator = math.lcm(*(weight.denominator for weight in weights))
    scaled = [weight.numerator * (denominator // weight.denominator) for weight in weights]
    whole = int(mass * denominator)
    parts, remainders = map(list, zip(*(divmod(total * weight, whole) for weight in scaled), strict=True))
    left_over = total - sum(parts)
    for position in sorted(range(len(parts)), key=lambda place: -remainders[place])[:left_over]:
        parts[position] += 1
    return parts


def _exact(weight: Weight, position: int) -> Fraction:
    if isinstance(weight, float) and not math.isfinite(weight):
        raise BadInput(position, f"weight {weight} is not a number that can be shared by")
    if weight < 0:
        raise BadInput(position, f"weight {weight} is negative")
    return Fraction(weight)


def _is_whole(total: object) -> bool:
    return isinstance(total, int) and not isinstance(total, bool)
