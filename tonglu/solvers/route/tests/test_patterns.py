from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonglu.solvers.errors import BadInput
from tonglu.solvers.route import Cycle, patterns

MONTH = Cycle(weeks=4, weekdays=5)


def test_weekly_is_the_same_weekday_every_week() -> None:
    assert patterns(visits=4, cycle=MONTH) == [tuple(range(d, 20, 5)) for d in range(5)]


def test_every_two_weeks_has_ten_patterns_and_monthly_twenty() -> None:
    assert len(patterns(visits=2, cycle=MONTH)) == 10
    assert all(b - a == 10 for a, b in patterns(visits=2, cycle=MONTH))
    assert len(patterns(visits=1, cycle=MONTH)) == 20


def test_twice_a_week_keeps_a_day_between() -> None:
    week = Cycle(weeks=1, weekdays=5)
    assert patterns(visits=2, cycle=week) == [(0, 2), (0, 3), (1, 3), (1, 4), (2, 4)]


def test_a_holiday_moves_the_visit_to_the_nearest_open_day() -> None:
    cycle = Cycle(weeks=2, weekdays=5, closed=frozenset({0}))
    assert (1, 5) in patterns(visits=2, cycle=cycle, weekdays=None)


def test_a_week_without_an_open_day_cannot_be_reached() -> None:
    cycle = Cycle(weeks=2, weekdays=5, closed=frozenset(range(5)))
    assert patterns(visits=2, cycle=cycle) == []


def test_no_visits_are_refused() -> None:
    with pytest.raises(BadInput, match="visits"):
        patterns(visits=0, cycle=MONTH)


@given(
    weeks=st.integers(1, 5),
    weekdays=st.integers(1, 7),
    visits=st.integers(1, 20),
    shut=st.frozensets(st.integers(0, 34), max_size=6),
)
def test_a_pattern_has_all_its_visits_on_open_days(
    weeks: int, weekdays: int, visits: int, shut: frozenset[int]
) -> None:
    cycle = Cycle(weeks=weeks, weekdays=weekdays, closed=shut)
    for days in patterns(visits=visits, cycle=cycle):
        assert len(days) == visits == len(set(days))
        assert not shut.intersection(days)
        assert list(days) == sorted(days)
        per_week = [sum(day // weekdays == week for day in days) for week in range(weeks)]
        assert max(per_week) - min(per_week) <= 1
