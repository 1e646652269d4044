from __future__ import annotations

from datetime import date, timedelta

from django.db import models

from tonglu.base.dated import Dated
from tonglu.base.journal.tracked import Tracked, TrackedQuerySet
from tonglu.directory.calendar.rules import WorkCalendar
from tonglu.directory.org.models import Company, Person


class CompanyDay(Tracked):
    """A day on which the company differs from the public calendar 公司日."""

    date = models.DateField(unique=True)
    worked = models.BooleanField()
    reason = models.CharField(max_length=120)

    objects = TrackedQuerySet.as_manager()


class Leave(Dated):
    """Days on which a person is away 请假."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="leaves")
    reason = models.CharField(max_length=120)

    def days(self) -> list[date]:
        last = self.stop or self.start + timedelta(days=1)
        return [self.start + timedelta(days=n) for n in range((last - self.start).days)]


def work_calendar(*, person: Person | None = None) -> WorkCalendar:
    """The company's calendar, less a person's leave when one is named."""
    leave = (day for leave in person.leaves.all() for day in leave.days()) if person else ()
    return WorkCalendar(
        holidays=Company.current().holidays,
        company=dict(CompanyDay.objects.values_list("date", "worked")),
        leave=frozenset(leave),
    )
