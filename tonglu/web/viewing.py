"""What the pages of one request show by 显示口径: the company's currency, its calendar, and the day; read once."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from tonglu.directory.calendar.models import work_calendar
from tonglu.directory.calendar.rules import WorkCalendar
from tonglu.directory.org.models import Company
from tonglu.web import clock


@dataclass
class Viewing:
    """`company` is None only before there is one."""

    company: Company | None = None

    @property
    def currency(self) -> str:
        return self.company.currency if self.company else "CNY"

    @cached_property
    def calendar(self) -> WorkCalendar:
        return work_calendar(company=self.company) if self.company else WorkCalendar()

    @cached_property
    def today(self) -> date:
        return self.company.business_date(clock.now()) if self.company else clock.now().date()

    def local(self, at: datetime) -> datetime:
        """An instant by the clock on the company's wall."""
        return at.astimezone(self.company.zone if self.company else None)


# set by the middleware for each request; filters have no other way to know whose page they are on
current: ContextVar[Viewing] = ContextVar("viewing")


def viewing() -> Viewing:
    return current.get(Viewing())
