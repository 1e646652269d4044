"""The five Cs. A practitioner's defaults; the most that each may score adds up to 100."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

# what each may score at most
FIVE_CS = {"character": 25, "capacity": 25, "capital": 20, "collateral": 15, "conditions": 15}
# grade, from how many points, months of mean sales as the limit, days
LADDER = (
    ("A", 85, Decimal("1.5"), 45),
    ("B", 70, Decimal("1.0"), 30),
    ("C", 55, Decimal("0.5"), 15),
    ("D", 0, Decimal(0), 0),
)
# a limit is a round sum
STEP = Decimal(100)


@dataclass(frozen=True, slots=True)
class Terms:
    """`limit` in currency units, `days` from delivery; D pays cash: nothing of either."""

    grade: str
    limit: Decimal
    days: int


def terms(*, points: int, monthly: Decimal) -> Terms:
    """The terms for a score out of 100 and the mean of six months' sales, the limit rounded to hundreds."""
    grade, _points, months, days = next(step for step in LADDER if points >= step[1])
    limit = (months * monthly / STEP).quantize(Decimal(1), rounding=ROUND_HALF_UP) * STEP
    return Terms(grade, limit, days)


def out_of_range(scores: dict[str, int]) -> list[str]:
    """The Cs that are missing or lie outside 0 … their most."""
    return [name for name, most in FIVE_CS.items() if not 0 <= scores.get(name, -1) <= most]
