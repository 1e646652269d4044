from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonglu.directory.approvals.hours import after, between
from tonglu.directory.calendar.rules import WorkCalendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = timedelta(hours=24)
CHINA = WorkCalendar()


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-11-23 10:00", "2026-11-24 10:00"),  # a Monday
        ("2026-11-20 17:00", "2026-11-23 17:00"),  # over a weekend
        ("2026-11-21 09:00", "2026-11-24 00:00"),  # asked on a Saturday: Monday's hours
        ("2026-09-30 12:00", "2026-10-08 12:00"),  # over the national holiday
        ("2026-10-09 20:00", "2026-10-10 20:00"),  # a Saturday that is worked to make up for it
    ],
)
def test_only_the_hours_of_working_days_count(asked, due):
    at = datetime.fromisoformat(asked).replace(tzinfo=SHANGHAI)
    wanted = datetime.fromisoformat(due).replace(tzinfo=SHANGHAI)
    assert after(at, spent=DAY, calendar=CHINA, zone=SHANGHAI) == wanted


def test_a_calendar_without_a_working_day_does_not_hang():
    from datetime import date

    never = WorkCalendar(leave=frozenset(date(2026, 1, 1) + timedelta(days=n) for n in range(500)))
    assert after(datetime(2026, 1, 5, tzinfo=UTC), spent=DAY, calendar=never, zone=SHANGHAI)


instants = st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC))
zones = st.sampled_from([SHANGHAI, ZoneInfo("America/New_York"), UTC])
spans = st.timedeltas(timedelta(seconds=1), timedelta(hours=200))


@given(instants, spans, zones)
def test_after_and_between_are_each_others_inverse(start, spent, zone):
    due = after(start, spent=spent, calendar=CHINA, zone=zone)
    assert between(start, due, calendar=CHINA, zone=zone) == spent
    assert due >= start + spent


@given(instants, spans, spans, zones)
def test_more_time_is_never_sooner(start, one, more, zone):
    sooner = after(start, spent=one, calendar=CHINA, zone=zone)
    assert after(start, spent=one + more, calendar=CHINA, zone=zone) > sooner
