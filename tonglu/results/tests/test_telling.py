"""Whom a verb concerns hears of it, and nobody hears of what he did himself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conftest import MONDAY, NOW
from tonglu.base.ids import new_id
from tonglu.base.jobs.models import Job
from tonglu.base.periods import parse
from tonglu.directory.forms.filled import Subject
from tonglu.directory.forms.models import Filled, Form
from tonglu.directory.notices.models import Notice
from tonglu.directory.org.models import Appointment
from tonglu.fieldwork.dayplans.models import Call, DayPlan
from tonglu.planning.targets.models import TargetPlan, Wanted
from tonglu.results.reports.models import DayReport
from tonglu.trade.orders.models import Order


def told() -> list[tuple[str, str]]:
    return [(n.person.name, n.title) for n in Notice.objects.order_by("id")]


@pytest.fixture
def plan(cast):
    return DayPlan.submit(
        person=cast.sun,
        position=cast.positions["sun"],
        on=MONDAY + timedelta(days=1),
        calls=[Call(cast.customers["sun1"].pk)],
        goal_deals=1,
        goal_sales="100",
        by=cast.sun.login,
        at=NOW,
    )


def place(cast, visit_document, *, price="2.50", who="sun") -> Order:
    document = visit_document(f"{who}2")
    document["body"]["order"]["lines"][0]["price"] = price
    cast.device(who).post("documents", {"sent_at": NOW.isoformat(), "documents": [document]})
    return Order.objects.get()


@pytest.mark.parametrize(("approve", "words"), [(True, "签核了"), (False, "退回了")])
def test_the_rep_hears_what_became_of_his_plan(cast, plan, approve, words):
    plan.decide(approve=approve, words="太少", by=cast.li.login, at=NOW)
    assert told() == [("孙海波", f"李主任 {words} 孙海波 2026-11-24 的拜访计划")]
    notice = Notice.objects.get()
    assert (notice.body, notice.link) == ("太少", f"/plans/{plan.pk}")


def test_the_rep_hears_what_was_said_under_his_report(cast):
    report = DayReport.ensure(person=cast.sun, position=cast.positions["sun"], on=MONDAY)
    report.comment(words="多谈陈列", by=cast.li.login, at=NOW)
    report.file(reflection="", by=cast.sun.login, at=NOW)
    report.sign(words="好", by=cast.wang.login, at=NOW)
    assert told() == [
        ("孙海波", "李主任 批注了 孙海波 2026-11-23 的日报"),
        ("孙海波", "王所长 批示了 孙海波 2026-11-23 的日报"),
    ]


def test_a_held_order_is_told_to_the_nearest_leader(cast, visit_document):
    order = place(cast, visit_document, price="1.00")
    assert told() == [("李主任", f"孙海波 的订单 {order.number} 低于底价，等待放行")]


def test_while_he_is_away_his_deputy_hears_of_it(cast, visit_document):
    Appointment.objects.create(
        person=cast.zhao, position=cast.positions["li"], start=MONDAY, stop=None, deputy=True
    )
    place(cast, visit_document, price="1.00")
    assert [name for name, _title in told()] == ["赵主任"]


def test_without_a_supervisor_the_head_hears_of_it(cast, visit_document):
    place(cast, visit_document, price="1.00", who="feng")
    assert [name for name, _title in told()] == ["郑所长"]


def test_an_order_at_its_price_is_nobodys_business(cast, visit_document):
    place(cast, visit_document)
    assert told() == []


def test_the_rep_hears_what_became_of_his_order(cast, visit_document):
    order = place(cast, visit_document, price="1.00")
    order.release(by=cast.li.login, at=NOW, words="同意")
    order.cancel(by=cast.li.login, at=NOW, reason="客户退了")
    assert told()[1:] == [
        ("孙海波", f"李主任 放行了订单 {order.number}"),
        ("孙海波", f"李主任 取消了订单 {order.number}"),
    ]
    assert "客户退了" in Notice.objects.first().body


def test_one_does_not_hear_of_what_he_did_himself(cast, visit_document):
    place(cast, visit_document).cancel(by=cast.sun.login, at=NOW, reason="下错了")
    assert told() == []


def test_a_target_version_waits_for_the_director(cast):
    plan = TargetPlan.objects.create(metric="sales_amount", year=2026)
    plan.draft(
        cells=[Wanted(cast.sun, parse("2026-11"), 1000, 900)], reason="年度", by=cast.wang.login, at=NOW
    )
    assert told() == [("陈总监", "王所长 编制了 2026 年目标第 1 版，等待批准")]


def test_a_job_that_failed_is_told_to_who_asked_and_to_the_administrators(cast):
    job = Job.ask(kind="test", by=cast.wang.login, at=NOW)
    Job.begin(id=job.pk, worker="w", at=NOW).fail(error="文件打不开", at=NOW, again=False)
    assert sorted(name for name, _title in told()) == ["何管理", "王所长"]
    assert Notice.objects.first().body == "文件打不开"


@pytest.mark.parametrize("urgent", [True, False])
def test_an_urgent_form_goes_straight_up_the_line(cast, urgent):
    asked = [{"key": "what", "type": "text", "label": {"zh": "什么事"}}]
    section = {"key": "one", "title": {"zh": "情况"}, "questions": asked}
    definition = {"key": "alarm", "title": {"zh": "市场状况反映表"}, "urgent": urgent, "sections": [section]}
    form = Form.create(definition=definition, by=cast.qian.login, at=NOW)
    filled = Filled.fill(
        id=new_id(),
        version=form.publish(start=MONDAY, by=cast.qian.login, at=NOW),
        answers={"what": "对手降价"},
        person=cast.sun,
        position=cast.positions["sun"],
        finished_at=NOW,
        at=NOW,
        subject=Subject("一店", cast.customers["sun1"].pk),
    )
    title = "紧急：孙海波 填写了“市场状况反映表”"
    assert set(told()) == ({(name, title) for name in ("李主任", "王所长", "陈总监")} if urgent else set())
    assert {n.link for n in Notice.objects.all()} <= {f"/filled/{filled.pk}"}
