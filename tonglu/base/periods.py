"""Periods 期间: day, week (from Monday), month, quarter, year, or any two days. Half-open inside, inclusive outside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Kind = Literal["day", "week", "month", "quarter", "year", "custom"]
KINDS: tuple[Kind, ...] = ("day", "week", "month", "quarter", "year")
FIRST_YEAR, LAST_YEAR = 1900, 2999
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` up to, not including, `stop`."""

    kind: Kind
    start: date
    stop: date

    def __post_init__(self) -> None:
        if self.stop <= self.start:
            raise ValueError(f"a period ends after it starts: {self.start} … {self.last}")

    @property
    def last(self) -> date:
        return self.stop - timedelta(days=1)

    @property
    def key(self) -> str:
        """`2026-11-22`, `2026-11-16` (a week, by its Monday), `2026-11`, `2026Q4`, `2026`, or `first..last`."""
        match self.kind:
            case "day" | "week":
                return self.start.isoformat()
            case "month":
                return f"{self.start:%Y-%m}"
            case "quarter":
                return f"{self.start.year}Q{(self.start.month + 2) // 3}"
            case "year":
                return f"{self.start.year}"
        return f"{self.start}..{self.last}"

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.stop

    def days(self) -> Iterator[date]:
        return (self.start + timedelta(days=n) for n in range((self.stop - self.start).days))

    def next(self) -> Period:
        if self.kind == "custom":
            return Period("custom", self.stop, self.stop + (self.stop - self.start))
        return period_of(self.kind, self.stop)

    def previous(self) -> Period:
        if self.kind == "custom":
            return Period("custom", self.start - (self.stop - self.start), self.start)
        return period_of(self.kind, self.start - timedelta(days=1))


def _months_later(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)


def period_of(kind: Kind, day: date) -> Period:
    """The period of that kind in which the day lies. Raises ValueError for `custom`: it needs two days."""
    if kind == "day":
        return Period(kind, day, day + timedelta(days=1))
    if kind == "week":
        monday = day - timedelta(days=day.weekday())
        return Period(kind, monday, monday + timedelta(days=7))
    if kind == "custom":
        raise ValueError("a custom period is given by its first and last day")
    months = _MONTHS[kind]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period(kind, first, _months_later(first, months))


def between(first: date, last: date) -> Period:
    """A custom period, both days included."""
    return Period("custom", first, last + timedelta(days=1))


def parse(key: str) -> Period:
    """Reads a `Period.key`. Raises ValueError, naming the text, when it is none, or of years that nobody plans for."""
    try:
        found = _read(key)
    except OverflowError as error:
        raise ValueError(f"{key!r} is beyond the calendar") from error
    # what people step to from a period, and the year before that they compare with, must be days too
    if not FIRST_YEAR <= found.start.year <= found.last.year <= LAST_YEAR:
        raise ValueError(f"{key!r} is not a period between {FIRST_YEAR} and {LAST_YEAR}")
    return found


def _read(key: str) -> Period:
    if match := re.fullmatch(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)", key):
        return between(date.fromisoformat(match[1]), date.fromisoformat(match[2]))
    if match := re.fullmatch(r"(\d{4})Q([1-4])", key):
        return period_of("quarter", date(int(match[1]), int(match[2]) * 3, 1))
    if re.fullmatch(r"\d{4}", key):
        return period_of("year", date(int(key), 1, 1))
    if re.fullmatch(r"\d{4}-\d\d", key):
        return period_of("month", date.fromisoformat(f"{key}-01"))
    if match := re.fullmatch(r"W(\d{4}-\d\d-\d\d)", key):
        return period_of("week", date.fromisoformat(match[1]))
    if re.fullmatch(r"\d{4}-\d\d-\d\d", key):
        return period_of("day", date.fromisoformat(key))
    raise ValueError(
        f"{key!r} is not a period; write 2026-11-22, W2026-11-16, 2026-11, 2026Q4, 2026 or first..last"
    )
