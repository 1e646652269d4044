"""Leave: asked for, granted or not, recorded by those who lead, taken back; who is away has no plan."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conftest import MONDAY, NOW
from tonglu.base.errors import NotYours, Refused
from tonglu.base.journal.models import Entry
from tonglu.directory.calendar.models import Leave, LeaveAsk, may_record, work_calendar
from tonglu.directory.notices.models import Notice
from tonglu.directory.org.models import Appointment
from tonglu.fieldwork.dayplans.models import DayPlan

TUESDAY, FRIDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=4)


@pytest.fixture
def asked(cast) -> LeaveAsk:
    return LeaveAsk.ask(
        person=cast.sun, kind="annual", first=TUESDAY, last=FRIDAY, reason="回家", by=cast.sun.login, at=NOW
    )


def grant(cast, by: str, person: str = "sun", first=TUESDAY, last=FRIDAY) -> Leave:
    return Leave.grant(
        person=cast.people[person],
        kind="sick",
        first=first,
        last=last,
        reason="看病",
        by=cast.people[by],
        at=NOW,
    )


def test_asking_waits_and_takes_no_day_yet(cast, asked):
    assert asked.state == LeaveAsk.State.ASKED
    assert work_calendar(person=cast.sun).is_worked(TUESDAY)
    entry = Entry.objects.get(verb="leave.ask")
    assert (entry.by, entry.facts["from"]) == (cast.sun.login, "2026-11-24")


def test_a_granted_leave_takes_its_days_and_no_others(cast, asked):
    asked.answer(grant=True, words="好", by=cast.li, at=NOW)
    calendar = work_calendar(person=cast.sun)
    assert [calendar.is_worked(TUESDAY + timedelta(days=n)) for n in (-1, 0, 3)] == [True, False, False]
    assert work_calendar().is_worked(TUESDAY)
    asked.refresh_from_db()
    assert (asked.state, asked.by, asked.words) == ("granted", cast.li.login, "好")
    assert asked.leave.last == FRIDAY
    assert Entry.objects.get(verb="leave.grant").by == cast.li.login


def test_who_is_away_gets_no_plan_drafted(cast, asked):
    monday_week = MONDAY + timedelta(days=7)
    grant(cast, "li", first=monday_week, last=monday_week)
    assert DayPlan.open(person=cast.sun, on=monday_week, by=None, at=NOW) is None
    assert DayPlan.open(person=cast.zhou, on=monday_week, by=None, at=NOW) is not None


def test_not_granted_needs_a_reason_and_says_it(cast, asked):
    with pytest.raises(Refused, match="写明原因"):
        asked.answer(grant=False, words=" ", by=cast.li, at=NOW)
    asked.answer(grant=False, words="月底盘点", by=cast.li, at=NOW)
    assert not Leave.objects.exists()
    assert Entry.objects.get(verb="leave.refuse").facts["words"] == "月底盘点"


def test_an_answer_is_given_once(cast, asked):
    again = LeaveAsk.objects.get()
    asked.answer(grant=True, words="", by=cast.li, at=NOW)
    with pytest.raises(Refused, match="已经处理过"):
        again.answer(grant=False, words="不行", by=cast.wang, at=NOW)
    assert Leave.objects.count() == 1


def test_he_withdraws_what_nobody_answered(cast, asked):
    with pytest.raises(NotYours):
        asked.withdraw(by=cast.zhou.login, at=NOW)
    asked.withdraw(by=cast.sun.login, at=NOW)
    assert LeaveAsk.objects.get().state == LeaveAsk.State.WITHDRAWN
    assert Entry.objects.get(verb="leave.withdraw").by == cast.sun.login


@pytest.mark.parametrize(
    ("first", "last", "kind", "reason", "why"),
    [
        (FRIDAY, TUESDAY, "annual", "家", "不能早于"),
        (TUESDAY, TUESDAY + timedelta(days=400), "annual", "家", "最长一年"),
        (TUESDAY, FRIDAY, "annual", "  ", "写明原因"),
        (TUESDAY, FRIDAY, "holiday", "家", "没有这种假"),
    ],
)
def test_days_that_are_none_are_refused(cast, first, last, kind, reason, why):
    with pytest.raises(Refused, match=why):
        LeaveAsk.ask(
            person=cast.sun, kind=kind, first=first, last=last, reason=reason, by=cast.sun.login, at=NOW
        )
    assert not LeaveAsk.objects.exists()


def test_the_same_days_are_asked_for_and_taken_once(cast, asked):
    with pytest.raises(Refused, match="正在等"):
        LeaveAsk.ask(
            person=cast.sun, kind="sick", first=FRIDAY, last=FRIDAY, reason="病", by=cast.sun.login, at=NOW
        )
    grant(cast, "li", first=FRIDAY, last=FRIDAY)
    with pytest.raises(Refused, match="已经请假"):
        asked.answer(grant=True, words="", by=cast.li, at=NOW)
    asked.refresh_from_db()
    assert asked.state == LeaveAsk.State.ASKED


@pytest.mark.parametrize(
    ("by", "person", "allowed"),
    [
        ("li", "sun", True),
        ("wang", "sun", True),
        ("qian", "sun", True),
        ("he", "chen", True),
        ("zhao", "sun", False),
        ("zheng", "sun", False),
        ("zhou", "sun", False),
        ("qian", "feng", False),
        ("li", "li", False),
        ("he", "he", False),
    ],
)
def test_who_records_whose_leave(cast, by, person, allowed):
    if allowed:
        assert grant(cast, by, person).person == cast.people[person]
        return
    with pytest.raises(NotYours):
        grant(cast, by, person)
    assert not Leave.objects.exists()


def test_a_leave_that_has_not_begun_is_taken_back_whole(cast, asked):
    asked.answer(grant=True, words="", by=cast.li, at=NOW)
    asked.leave.take_back(by=cast.li, at=NOW)
    assert not Leave.objects.exists()
    assert Entry.objects.get(verb="leave.take_back").facts["from"] == "2026-11-24"


def test_a_leave_that_runs_ends_today_and_one_that_ended_stays(cast):
    running = grant(cast, "li", first=MONDAY - timedelta(days=3), last=FRIDAY)
    running.take_back(by=cast.li, at=NOW)
    assert running.last == MONDAY - timedelta(days=1)
    with pytest.raises(Refused, match="已经结束"):
        running.take_back(by=cast.li, at=NOW)


def test_leave_is_seen_by_those_who_see_the_person(cast):
    grant(cast, "li")
    seen = {
        name: Leave.objects.visible_to(cast.people[name].scope(on=MONDAY)).exists()
        for name in ("sun", "zhou", "li", "zhao", "wang", "chen")
    }
    assert seen == {"sun": True, "zhou": False, "li": True, "zhao": False, "wang": True, "chen": True}


def test_those_whom_it_concerns_are_told(cast, asked):
    """The nearest leader of the request, and the one who asked of the answer; nobody of what he did himself."""
    assert [notice.person for notice in Notice.objects.filter(kind="leave.asked")] == [cast.li]
    asked.answer(grant=True, words="好", by=cast.li, at=NOW)
    assert [notice.person for notice in Notice.objects.filter(kind="leave.granted")] == [cast.sun]


@pytest.mark.parametrize("name", ["li", "wang", "chen", "qian", "he", "sun", "zhou", "zhao", "zheng"])
def test_it_waits_for_those_who_may_answer_it(cast, asked, name):
    person = cast.people[name]
    waiting = list(LeaveAsk.objects.waiting_for(person, on=MONDAY))
    assert waiting == ([asked] if may_record(by=person, person=cast.sun, on=MONDAY) else [])
    asked.withdraw(by=cast.sun.login, at=NOW)
    assert not LeaveAsk.objects.waiting_for(person, on=MONDAY).exists()


def test_a_leader_s_own_request_waits_for_those_above_and_not_for_his_deputy(cast):
    ask = LeaveAsk.ask(
        person=cast.li, kind="annual", first=TUESDAY, last=FRIDAY, reason="回家", by=cast.li.login, at=NOW
    )
    post = cast.positions["li"]
    Appointment.objects.create(position=post, person=cast.zhou, deputy=True, start=MONDAY)
    found = {
        name for name, one in cast.people.items() if LeaveAsk.objects.waiting_for(one, on=MONDAY).exists()
    }
    assert found == {n for n, one in cast.people.items() if may_record(by=one, person=cast.li, on=MONDAY)}
    assert {"wang", "chen"} <= found
    assert not {"li", "zhou"} & found
    assert LeaveAsk.objects.waiting_for(cast.wang, on=MONDAY).get() == ask
