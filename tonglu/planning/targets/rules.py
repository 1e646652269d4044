"""How a target falls on days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tonglu.directory.calendar.rules import WorkCalendar
from tonglu.solvers.allocate.split import split


def day_shares(*, total: int, days: Sequence[date], calendar: WorkCalendar) -> list[int]:
    """Whole units per day, by working day, adding up to `total` exactly.

    A period without a working day is spread over all its days: a target is never lost.
    """
    weights = [int(calendar.is_worked(day)) for day in days]
    return split(total, weights if any(weights) else [1] * len(days))
