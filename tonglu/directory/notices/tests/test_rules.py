from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonglu.directory.notices.rules import held_until, masked, masked_address

SHANGHAI = ZoneInfo("Asia/Shanghai")
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(SHANGHAI))
TIMES = st.times().map(lambda t: t.replace(second=0, microsecond=0))


def at(clock: str) -> datetime:
    return datetime.combine(datetime(2026, 11, 23), time.fromisoformat(clock), SHANGHAI)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("20:59", None),
        ("21:00", at("08:00") + timedelta(days=1)),
        ("23:30", at("08:00") + timedelta(days=1)),
        ("00:00", at("08:00")),
        ("07:59", at("08:00")),
        ("08:00", None),
    ],
)
def test_the_night_is_quiet_until_the_morning(now, until):
    assert held_until(at(now), quiet_from=time(21), quiet_until=time(8)) == until


def test_quiet_hours_may_lie_within_a_day():
    assert held_until(at("12:30"), quiet_from=time(12), quiet_until=time(14)) == at("14:00")
    assert held_until(at("14:00"), quiet_from=time(12), quiet_until=time(14)) is None


@given(MOMENTS, TIMES)
def test_equal_times_mean_no_quiet_hours(now, same):
    assert held_until(now, quiet_from=same, quiet_until=same) is None


@given(MOMENTS, TIMES, TIMES)
def test_what_is_held_is_held_less_than_a_day_and_then_let_go(now, start, stop):
    end = held_until(now, quiet_from=start, quiet_until=stop)
    if end is None:
        return
    assert now < end <= now + timedelta(days=1)
    assert end.time() == stop
    assert held_until(end, quiet_from=start, quiet_until=stop) is None


def test_of_a_secret_only_its_end_is_shown():
    assert masked("SECabcdef123456") == "••••3456"
    assert masked("short") == "••••"
    assert masked("") == ""
    shown = masked_address("https://oapi.dingtalk.com/robot/send?access_token=0123456789abcdef")
    assert shown == "https://oapi.dingtalk.com ••••cdef"
