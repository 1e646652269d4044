from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from conftest import MONDAY, NOW
from tonglu.base.errors import NotYours, Refused
from tonglu.base.journal.models import Entry
from tonglu.directory.calendar.models import Leave
from tonglu.fieldwork.dayplans.models import Call, DayPlan


@pytest.fixture
def submit(cast):
    def submit(*shops, on=MONDAY + timedelta(days=1)):
        return DayPlan.submit(
            person=cast.sun,
            position=cast.positions["sun"],
            on=on,
            calls=[Call(cast.customers[shop].pk) for shop in shops],
            goal_deals=3,
            goal_sales=Decimal("800"),
            by=cast.sun.login,
            at=NOW,
        )

    return submit


def open_plan(cast, on):
    return DayPlan.open(person=cast.sun, on=on, by=None, at=NOW)


def test_a_day_is_drafted_from_the_line_in_its_order(cast):
    plan = open_plan(cast, MONDAY)
    assert [stop.customer.code for stop in plan.stops.all()] == ["SUN1", "SUN2", "SUN3", "SUN4", "SUN5"]
    assert (plan.state, plan.line, plan.goal_visits) == (DayPlan.State.DRAFT, "sun线", 5)
    assert open_plan(cast, MONDAY) == plan
    assert Entry.objects.filter(verb="dayplan.draft").count() == 1


def test_nothing_is_drafted_on_a_day_off_or_on_leave(cast):
    assert open_plan(cast, date(2026, 11, 22)) is None
    Leave.objects.create(person=cast.sun, start=MONDAY, stop=MONDAY + timedelta(days=1), reason="年假")
    assert open_plan(cast, MONDAY) is None


def test_what_is_submitted_replaces_the_draft_and_waits_for_a_signature(cast, submit):
    open_plan(cast, MONDAY)
    plan = submit("sun4", "sun1", on=MONDAY)
    assert [stop.customer.code for stop in plan.stops.all()] == ["SUN4", "SUN1"]
    assert plan.state == DayPlan.State.SUBMITTED


def test_a_signed_plan_is_not_changed(cast, submit):
    plan = submit("sun1")
    plan.decide(approve=True, words="加油", by=cast.li.login, at=NOW)
    with pytest.raises(Refused, match="已签核"):
        submit("sun2")
    assert plan.stops.get().customer.code == "SUN1"
    assert plan.decision.words == "加油"


def test_a_returned_plan_says_why_and_can_be_submitted_again(cast, submit):
    plan = submit("sun1")
    with pytest.raises(Refused, match="原因"):
        plan.decide(approve=False, words="", by=cast.li.login, at=NOW)
    plan.decide(approve=False, words="缺 A 类店", by=cast.li.login, at=NOW)
    assert DayPlan.objects.get().state == DayPlan.State.RETURNED
    assert submit("sun1", "sun2").state == DayPlan.State.SUBMITTED


def test_nobody_signs_his_own(cast, submit):
    with pytest.raises(NotYours):
        submit("sun1").decide(approve=True, words="", by=cast.sun.login, at=NOW)


@pytest.mark.parametrize(("shops", "words"), [((), "没有客户"), (("sun1", "sun1"), "只排一次")])
def test_an_impossible_plan_is_refused_and_leaves_nothing(cast, submit, shops, words):
    with pytest.raises(Refused, match=words):
        submit(*shops)
    assert not DayPlan.objects.exists()
