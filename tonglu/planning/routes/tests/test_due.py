from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import MONDAY
from tonglu.directory.calendar.models import CompanyDay, work_calendar
from tonglu.planning.routes.models import JourneyPlan, next_dates
from tonglu.planning.routes.rules import is_due, next_due

SINCE = date(2026, 11, 4)  # a Wednesday: the cycle counts from the Monday before


@pytest.mark.parametrize(
    ("day", "weeks", "due"),
    [(date(2026, 11, 2), 0b01, True), (date(2026, 11, 9), 0b01, False), (date(2026, 11, 16), 0b01, True)],
)
def test_every_other_week(day, weeks, due):
    assert is_due(day, since=SINCE, cycle_weeks=2, weeks=weeks) is due


@given(st.integers(1, 6), st.integers(0, 6), st.dates(date(2026, 1, 1), date(2027, 1, 1)), st.data())
def test_the_next_due_day_is_due_and_none_lies_between(cycle, weekday, day, data):
    weeks = data.draw(st.integers(1, 2**cycle - 1))
    found = next_due(day, since=SINCE, cycle_weeks=cycle, stops=[(weekday, weeks)])
    assert found is not None
    between = (day + timedelta(days=n) for n in range(1, (found - day).days + 1))
    hits = [
        d
        for d in between
        if d.weekday() == weekday and is_due(d, since=SINCE, cycle_weeks=cycle, weeks=weeks)
    ]
    assert hits == [found]


def test_a_stop_on_a_day_off_is_not_made_up_for(cast):
    shop = cast.customers["sun1"].pk
    CompanyDay.objects.create(date=MONDAY + timedelta(days=7), worked=False, reason="盘点")
    later = next_dates(customers=[shop], after=MONDAY, calendar=work_calendar())
    assert later == {shop: MONDAY + timedelta(days=14)}


def test_an_outlet_that_was_handed_over_leaves_the_line(cast):
    from conftest import NOW

    plan = JourneyPlan.objects.get(position=cast.positions["sun"])
    cast.customers["sun2"].hand_over(to=cast.positions["wu"], on=MONDAY, by=cast.wang.login, at=NOW)
    assert [stop.customer.code for stop in plan.stops_on(MONDAY)] == ["SUN1", "SUN3", "SUN4", "SUN5"]
