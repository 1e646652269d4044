"""Which days are worked, from values alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
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
