"""Which days are worked, from values alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

import chinese_calendar

from tonglu.base.periods import Period

Mark = Literal["", "休", "班"]


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Whether a day is worked. `company` overrides the public calendar; `holidays` is `CN`, or empty for none.

    Beyond the years that the public calendar knows (it is published each autumn for the next year), weekdays are
    worked: a plan for next spring must not fail because the announcement is not out.
    """

    holidays: str = "CN"
    company: Mapping[date, bool] = field(default_factory=dict)
    leave: frozenset[date] = frozenset()

    def is_worked(self, day: date) -> bool:
        if day in self.leave:
            return False
        if day in self.company:
            return self.company[day]
        return self._is_public_workday(day)

    def mark(self, day: date) -> Mark:
        """班 for a worked weekend, 休 for a weekday off; the calendars of the office print them."""
        worked = self.is_worked(day)
        if worked == (day.weekday() < 5):
            return ""
        return "班" if worked else "休"

    def workdays(self, days: Period | Iterable[date]) -> list[date]:
        return [day for day in (days.days() if isinstance(days, Period) else days) if self.is_worked(day)]

    def _is_public_workday(self, day: date) -> bool:
        if self.holidays != "CN":
            return day.weekday() < 5
        try:
            return bool(chinese_calendar.is_workday(day))
        except NotImplementedError:
            return day.weekday() < 5


def public_until() -> int:
    """The last year that the public calendar knows; the State Council publishes the next one each autumn."""
    return int(max(day.year for day in chinese_calendar.constants.holidays))


def holiday_name(day: date, *, chinese: bool) -> str:
    """What a public holiday (or the day made up for it) is called; empty for any other day and unknown years."""
    try:
        _off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return ""
    if not name:
        return ""
    return str(chinese_calendar.Holiday(name).chinese) if chinese else str(name)


def unknown_year(*, today: date, company: Iterable[date]) -> int | None:
    """The year of which the public holidays are missing though they should be known by now; None when all is well.

    From November on the next year is asked for, unless the company put in days of its own.
    """
    wanted = today.year + 1 if today.month >= 11 else today.year
    if wanted <= public_until() or any(day.year == wanted for day in company):
        return None
    return wanted


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day to be set as worked or off, and why."""

    day: date
    worked: bool
    reason: str


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be read, by its number from 1."""

    number: int
    text: str


_LINE = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:\s*(?:\.\.|~|至|到|—|–)\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?)?"
    r"[\s,，;；]*(休|班|off|work|on)[\s,，;；]*(.*)"
)
LONGEST_LINE = 60


def read_days(text: str) -> tuple[list[DayLine], list[BadLine]]:
    """Days as people paste them from an announcement or a sheet: `2027-02-06..2027-02-12 休 春节`, one a line.

    A date or two (both included), `休` or `班`, and the reason; empty lines are skipped. A later line overrules an
    earlier one on the same day, so that 班 inside a span of 休 works.
    """
    found: dict[date, DayLine] = {}
    bad = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        days = _days_of(line.strip())
        if days is None:
            bad.append(BadLine(number, line.strip()))
        else:
            found.update((one.day, one) for one in days)
    return sorted(found.values(), key=lambda one: one.day), bad


def _days_of(line: str) -> list[DayLine] | None:
    """The days of one line; None when it says no such thing."""
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    numbers = [int(part) for part in match.groups()[:6] if part]
    try:
        first = date(*numbers[:3])
        last = date(*numbers[3:]) if len(numbers) > 3 else first
    except ValueError:
        return None
    if not 0 <= (last - first).days < LONGEST_LINE:
        return None
    worked, reason = match[7] in {"班", "work", "on"}, match[8].strip()
    return [DayLine(first + timedelta(days=n), worked, reason) for n in range((last - first).days + 1)]
