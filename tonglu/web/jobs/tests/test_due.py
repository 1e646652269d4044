from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from conftest import NOW
from tonglu.base.jobs.models import Due, Job
from tonglu.web.jobs import watch
from tonglu.web.jobs.due import Daily, Every
from tonglu.web.jobs.runner import work_off

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("due", "clock", "slot"),
    [
        (Every(minutes=10), "10:00", "10:00"),
        (Every(minutes=10), "10:09", "10:00"),
        (Every(minutes=1440), "23:59", "00:00"),
        (Daily(at=time(8, 0)), "08:00", "08:00"),
        (Daily(at=time(8, 0)), "17:30", "08:00"),
    ],
)
def test_the_latest_slot_is_not_after_now(due, clock, slot):
    now = datetime.combine(NOW.date(), time.fromisoformat(clock), NOW.tzinfo)
    assert due.latest(now) == datetime.combine(NOW.date(), time.fromisoformat(slot), NOW.tzinfo)


def test_before_its_time_of_day_the_latest_slot_was_yesterday():
    assert Daily(at=time(18, 0)).latest(NOW) == NOW.replace(hour=18) - timedelta(days=1)


def test_a_day_with_a_changed_clock_keeps_its_time_on_the_wall():
    now = datetime(2026, 3, 8, 12, 0, tzinfo=NEW_YORK)  # the clocks went forward at two
    assert Daily(at=time(8, 0)).latest(now).astimezone(UTC).hour == 12


def test_two_workers_ask_once_for_a_slot(cast, monkeypatch, does):
    monkeypatch.setattr(watch, "SCHEDULE", {"test": Every(minutes=10)})
    does("test", lambda run: None)
    one, two = watch.Schedule(), watch.Schedule()
    for schedule in (one, two, one):
        schedule.tick()
        work_off()
    assert Job.objects.count() == 1
    monkeypatch.setenv("TONGLU_NOW", (NOW + timedelta(minutes=10)).isoformat())
    two.tick()
    one.tick()
    assert Job.objects.count() == 2
    due = Due.objects.get()
    assert (due.slot, due.job) == (NOW + timedelta(minutes=10), Job.objects.first())


def test_slots_that_nobody_was_there_for_are_not_made_up_for(cast):
    assert Due.ask(kind="test", slot=NOW, at=NOW)
    assert Due.ask(kind="test", slot=NOW + timedelta(days=3), at=NOW)
    assert Due.ask(kind="test", slot=NOW + timedelta(days=2), at=NOW) is None
    assert Job.objects.count() == 2
