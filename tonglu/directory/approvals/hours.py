"""Working time, from values alone: the hours of days that are worked. Friday 17:00 and 24 hours make Monday 17:00."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta, tzinfo

from tonglu.directory.calendar.rules import WorkCalendar

ANSWER_WITHIN = timedelta(hours=24)
LONGEST_REST = 60  # days off in a row before a calendar is taken to be wrong, and days count as they come


def after(start: datetime, *, spent: timedelta, calendar: WorkCalendar, zone: tzinfo) -> datetime:
    """The instant at which that much working time has passed since `start`."""
    left, rested = spent, 0
    for begin, end, worked in _days(start, calendar, zone):
        rested = 0 if worked else rested + 1
        if not worked and rested <= LONGEST_REST:
            continue
        if left <= end - begin:
            return begin + left
        left -= end - begin
    raise AssertionError("days never end")


def between(start: datetime, stop: datetime, *, calendar: WorkCalendar, zone: tzinfo) -> timedelta:
    """The working time from one instant to a later one; none the other way round."""
    total = timedelta(0)
    for begin, end, worked in _days(start, calendar, zone):
        if begin >= stop:
            break
        if worked:
            total += min(end, stop) - begin
    return total


def _days(start: datetime, calendar: WorkCalendar, zone: tzinfo) -> Iterator[tuple[datetime, datetime, bool]]:
    """From `start` on, each local day as [begin, end) in UTC, and whether it is worked."""
    begin, day = start.astimezone(UTC), start.astimezone(zone).date()
    while True:
        tomorrow = day + timedelta(days=1)
        end = datetime.combine(tomorrow, time(), zone).astimezone(UTC)
        yield begin, end, calendar.is_worked(day)
        begin, day = end, tomorrow
