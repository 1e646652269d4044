from __future__ import annotations

from datetime import timedelta

from conftest import MONDAY, NOW
from tonglu.directory.approvals.answering import answer
from tonglu.directory.approvals.models import Delegation
from tonglu.directory.approvals.reminding import escalate, remind
from tonglu.directory.notices.models import Notice

DAY = timedelta(days=1)


def told() -> list[tuple[str, str]]:
    rows = Notice.objects.filter(kind__startswith="approval").order_by("pk")
    return [(notice.kind, notice.person.name) for notice in rows]


def test_each_is_told_when_it_is_his_turn_and_the_one_to_whom_he_delegated(low_order, round_of, cast):
    week = {"start": MONDAY, "stop": MONDAY + 7 * DAY, "reason": "", "by": cast.wang.login, "at": NOW}
    Delegation.give(person=cast.wang, to=cast.zhao, **week)
    order = low_order("sun3")
    assert told() == [("approval.asked", "王所长"), ("approval.asked", "赵主任")]
    answer(approval=round_of(order), verdict="approve", words="", by=cast.wang.login, at=NOW)
    assert told()[2:] == [("approval.asked", "陈总监")]
    title = Notice.objects.latest("pk").title
    assert title == f"孙海波 的“{order.number} sun第3便利店”等您审批"


def test_who_is_late_is_told_once_and_the_next_level_after_him(low_order):
    low_order()
    for _again in range(2):
        remind(at=NOW + DAY)
        escalate(at=NOW + 2 * DAY)
    assert told()[1:] == [("approval.reminded", "王所长"), ("approval.escalated", "陈总监")]


def test_the_applicant_hears_of_a_low_order_once(low_order, round_of, cast):
    order = low_order()
    answer(approval=round_of(order), verdict="approve", words="", by=cast.wang.login, at=NOW)
    assert list(Notice.objects.filter(person=cast.sun).values_list("kind", flat=True)) == ["order.released"]
