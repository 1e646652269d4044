from __future__ import annotations

from datetime import date

import pytest

from conftest import MONDAY
from tonglu.base.periods import parse
from tonglu.directory.calendar.models import CompanyDay, Leave, work_calendar
from tonglu.directory.calendar.rules import WorkCalendar


@pytest.mark.parametrize(
    ("day", "worked", "mark"),
    [
        (date(2026, 10, 1), False, "休"),  # National Day, a Thursday
        (date(2026, 10, 10), True, "班"),  # a Saturday made up for it
        (date(2026, 11, 22), False, ""),  # a plain Sunday
        (MONDAY, True, ""),
        (date(2090, 3, 6), True, ""),  # beyond the published calendar: a weekday
    ],
)
def test_public_holidays_and_make_up_days(day, worked, mark):
    calendar = WorkCalendar()
    assert calendar.is_worked(day) is worked
    assert calendar.mark(day) == mark


def test_november_2026_has_21_working_days():
    assert len(WorkCalendar().workdays(parse("2026-11"))) == 21


def test_the_company_overrides_the_public_calendar_and_leave_overrides_both(cast):
    CompanyDay.objects.create(date=MONDAY, worked=False, reason="盘点")
    assert not work_calendar().is_worked(MONDAY)
    tuesday = date(2026, 11, 24)
    Leave.objects.create(person=cast.sun, start=tuesday, stop=date(2026, 11, 26), reason="年假")
    assert work_calendar().is_worked(tuesday)
    assert work_calendar(person=cast.sun).workdays(parse("W2026-11-23")) == [
        date(2026, 11, 26),
        date(2026, 11, 27),
    ]


def test_a_company_abroad_works_monday_to_friday():
    assert WorkCalendar(holidays="").is_worked(date(2026, 10, 1))
