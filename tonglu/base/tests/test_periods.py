from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonglu.base.periods import KINDS, parse, period_of

days = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@given(days, st.sampled_from(KINDS))
def test_a_day_lies_in_its_period_and_periods_follow_without_a_gap(day, kind):
    period = period_of(kind, day)
    assert day in period
    assert period.next().start == period.stop
    assert period.next().previous() == period
    assert len(list(period.days())) == (period.stop - period.start).days


@given(days, st.sampled_from([kind for kind in KINDS if kind != "week"]))
def test_a_key_reads_back(day, kind):
    assert parse(period_of(kind, day).key) == period_of(kind, day)


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("2026-11", date(2026, 11, 1), date(2026, 11, 30)),
        ("2017Q3", date(2017, 7, 1), date(2017, 9, 30)),
        ("W2026-11-25", date(2026, 11, 23), date(2026, 11, 29)),
        ("2026-11-02..2026-11-05", date(2026, 11, 2), date(2026, 11, 5)),
    ],
)
def test_keys_as_people_write_them(key, first, last):
    period = parse(key)
    assert (period.start, period.last) == (first, last)


@pytest.mark.parametrize(
    "bad", ["", "2026-13", "2026Q5", "昨天", "2026-11-05..2026-11-02", "0001-01", "9999", "9999-12-31"]
)
def test_what_is_no_period_is_named(bad):
    with pytest.raises(ValueError, match=r"."):
        parse(bad)
