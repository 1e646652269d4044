from __future__ import annotations

from datetime import timedelta

from conftest import MONDAY, NOW
from tonglu.base.journal.models import Entry
from tonglu.directory.approvals.answering import answer
from tonglu.directory.approvals.models import Delegation
from tonglu.directory.approvals.reminding import escalate, remind
from tonglu.directory.calendar.models import Leave
from tonglu.directory.notices.models import Notice

DAY = timedelta(days=1)


def test_an_overdue_seat_is_reminded_once(low_order):
    low_order()
    assert remind(at=NOW + DAY - timedelta(minutes=1)) == []
    assert len(remind(at=NOW + DAY)) == 1
    assert remind(at=NOW + DAY) == []
    assert Entry.objects.filter(verb="approval.remind").count() == 1


def test_after_another_24_hours_the_next_level_is_asked_too_once(low_order, round_of, asked, cast):
    order = low_order()
    remind(at=NOW + DAY)
    assert escalate(at=NOW + 2 * DAY - timedelta(minutes=1)) == []
    assert [seat.position.code for seat in escalate(at=NOW + 2 * DAY)] == ["P-chen"]
    assert escalate(at=NOW + 2 * DAY) == []
    approval = round_of(order)
    assert asked(approval) == ["wang", "chen"]
    assert Entry.objects.get(verb="approval.escalate").facts["to"] == "P-chen"
    # either of the two settles the one place
    answer(approval=approval, verdict="approve", words="", by=cast.wang.login, at=NOW + 2 * DAY)
    assert round_of(order).outcome.result == "approved"


def test_it_goes_on_up_until_nobody_is_left(low_order, round_of, asked):
    order = low_order()
    at = NOW
    for _week in range(8):
        at += DAY
        remind(at=at)
        escalate(at=at)
    assert asked(round_of(order)) == ["wang", "chen", "he"]


def test_the_weekend_is_nobodys_working_time(low_order):
    friday = NOW + 4 * DAY
    low_order(at=friday)
    assert remind(at=friday + 2 * DAY) == []
    assert len(remind(at=friday + 3 * DAY)) == 1


def test_what_is_decided_is_not_reminded(low_order, round_of, cast):
    answer(approval=round_of(low_order()), verdict="approve", words="", by=cast.wang.login, at=NOW)
    assert remind(at=NOW + 9 * DAY) == []
    assert escalate(at=NOW + 9 * DAY) == []


def away(person, *, days=1):
    Leave.objects.create(person=person, start=MONDAY, stop=MONDAY + timedelta(days=days), reason="病假")


def test_beside_one_on_leave_the_next_one_up_is_asked_at_once(low_order, round_of, asked, cast):
    away(cast.wang)
    approval = round_of(low_order())
    assert asked(approval) == ["wang", "chen"]
    assert Entry.objects.get(verb="approval.escalate").facts["absent"] == "王所长"
    assert "王所长 休假" in Notice.objects.get(person=cast.chen, kind="approval.absent").title
    answer(approval=approval, verdict="approve", words="", by=cast.chen.login, at=NOW)
    assert round_of(approval_document(approval)).outcome.result == "approved"


def approval_document(approval):
    return approval.of_kind.load(approval.object_id)


def test_one_who_goes_on_leave_later_is_stood_in_for_from_then_on(low_order, round_of, asked, cast):
    approval = round_of(low_order())
    assert escalate(at=NOW) == []
    away(cast.wang)
    away(cast.chen)
    assert [seat.position.code for seat in escalate(at=NOW)] == ["P-chen", "P-he"]
    assert escalate(at=NOW) == []
    assert asked(approval) == ["wang", "chen", "he"]


def test_one_on_leave_who_delegated_is_stood_in_for_by_no_other(low_order, round_of, asked, cast):
    away(cast.wang)
    Delegation.give(
        person=cast.wang,
        to=cast.zheng,
        start=MONDAY,
        stop=MONDAY + DAY,
        reason="",
        by=cast.wang.login,
        at=NOW,
    )
    approval = round_of(low_order())
    assert asked(approval) == ["wang"]
    answer(approval=approval, verdict="approve", words="", by=cast.zheng.login, at=NOW)
    assert round_of(approval_document(approval)).outcome.result == "approved"


def test_a_delegate_who_is_the_applicant_is_nobody_to_answer(low_order, round_of, asked, cast):
    away(cast.wang)
    Delegation.give(
        person=cast.wang,
        to=cast.sun,
        start=MONDAY,
        stop=MONDAY + DAY,
        reason="",
        by=cast.wang.login,
        at=NOW,
    )
    assert asked(round_of(low_order())) == ["wang", "chen"]
