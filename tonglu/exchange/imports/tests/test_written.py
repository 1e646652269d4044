"""Day plans and what was written of a day come in once, with the signature that was given elsewhere."""

from __future__ import annotations

from datetime import date

import pytest

from conftest import MONDAY, NOW
from tonglu.base.journal.models import Entry
from tonglu.directory.approvals.models import Approval, RuleBook
from tonglu.exchange.imports.tests.conftest import back, counts
from tonglu.fieldwork.dayplans.models import DayPlan
from tonglu.results.reports.models import DayReport

PLAN = ["工号", "日期", "客户", "目的", "成交目标", "签核人", "签核意见"]
REPORT = ["姓名", "日期", "心得", "批示人", "批示", "批示日期"]
FRIDAY = date(2026, 11, 20)


def stops(plan: DayPlan) -> list[tuple[str, str]]:
    return [(stop.customer.code, stop.purpose) for stop in plan.stops.all()]


def test_a_plan_of_the_past_is_written_down_and_nobody_is_asked(cast, send):
    RuleBook.set_up(on=MONDAY, by=None, at=NOW)
    rows = [
        [cast.sun.code, "2026-11-20", "SUN2", "收款", "2", "", ""],
        [cast.sun.code, "2026-11-20", "SUN1", "", "", "", ""],
    ]
    brought = send("day_plans", PLAN, *rows, by="qian")

    plan = DayPlan.objects.get()
    assert (plan.person, plan.position, plan.day, plan.state) == (
        cast.sun,
        cast.positions["sun"],
        FRIDAY,
        DayPlan.State.DRAFT,
    )
    assert (stops(plan), plan.goal_visits, plan.goal_deals) == (
        [("SUN2", "collection"), ("SUN1", "order")],
        2,
        2,
    )
    entry = Entry.objects.get(verb="dayplan.bring")
    assert (entry.by, entry.facts["imported"]) == (cast.qian.login, "list.csv")
    assert not Approval.objects.exists()
    assert back(brought) == {}
    assert counts(send("day_plans", PLAN, *rows, by="qian")) == {"rows": 2, "same": 2}


def test_a_plan_to_come_is_handed_in_and_waits_for_his_superior(cast, send):
    DayPlan.open(person=cast.sun, on=MONDAY, by=None, at=NOW)
    row = [cast.sun.code, "2026-11-23", "SUN3", "", "1", "", ""]
    send("day_plans", PLAN, row, by="qian")

    plan = DayPlan.objects.get()
    assert (plan.state, stops(plan)) == (DayPlan.State.SUBMITTED, [("SUN3", "order")])
    assert Entry.objects.get(verb="dayplan.submit").facts["imported"] == "list.csv"
    assert counts(send("day_plans", PLAN, row, by="qian")) == {"rows": 1, "same": 1}
    more = [cast.sun.code, "2026-11-23", "SUN4", "", "1", "", ""]
    assert "孙海波 2026-11-23 的计划已经交了" in back(send("day_plans", PLAN, more))[2]


def test_who_signed_a_plan_elsewhere_is_named(cast, send):
    send("day_plans", PLAN, [cast.sun.code, "2026-11-20", "SUN1", "", "", "李主任", "多去两家"])

    plan = DayPlan.objects.get()
    assert (plan.state, plan.decision.by, plan.decision.words) == (
        DayPlan.State.SIGNED,
        cast.li.login,
        "多去两家",
    )
    assert Entry.objects.get(verb="dayplan.bring").facts["signed_by"] == "李主任"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (["孙海波", "2026-11-20", "SUN1", "", "", "赵主任", ""], "赵主任 2026-11-20 不是"),
        (["孙海波", "2026-11-24", "SUN1", "", "", "李主任", ""], "还没过去的计划由上级在系统里签核"),
        (["孙海波", "2026-11-20", "SUN1", "", "", "", "好"], "没有签核人"),
        (["孙海波", "2025-11-20", "SUN1", "", "", "", ""], "孙海波 2025-11-20 没有岗位"),
        (["孙海波", "2026-11-20", "没有", "", "", "", ""], "没有客户 '没有'"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_by_name(cast, send, row, told):
    assert told in back(send("day_plans", PLAN, row))[2]
    assert not DayPlan.objects.exists()


def test_what_a_rep_wrote_waits_for_his_superior(cast, send):
    row = ["孙海波", "2026-11-20", "今天卖得好", "", "", ""]
    send("day_reports", REPORT, row, by="qian")

    report = DayReport.objects.get()
    assert (report.state, report.reflection, report.frozen) == (DayReport.State.FILED, "今天卖得好", None)
    entry = Entry.objects.get(verb="report.bring")
    assert (entry.by, entry.facts["imported"]) == (cast.qian.login, "list.csv")
    assert counts(send("day_reports", REPORT, row, by="qian")) == {"rows": 1, "same": 1}
    other = ["孙海波", "2026-11-20", "改了", "", "", ""]
    assert "已有 孙海波 2026-11-20 的销售日报" in back(send("day_reports", REPORT, other))[2]
    assert "表格不改写记下的事" in back(send("day_reports", REPORT, other, existing="update"))[2]


def test_a_report_that_was_signed_elsewhere_is_signed_and_follows_the_facts(cast, send):
    DayReport.ensure(person=cast.sun, position=cast.positions["sun"], on=FRIDAY)
    send("day_reports", REPORT, ["孙海波", "2026-11-20", "好", "李主任", "继续", "2026-11-21"])

    report = DayReport.objects.get()
    assert (report.state, report.frozen, report.signature.by, report.signature.words) == (
        DayReport.State.SIGNED,
        None,
        cast.li.login,
        "继续",
    )
    assert report.sheet() == report.live()


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (["孙海波", "2026-11-24", "好", "", "", ""], "2026-11-24 还没有到"),
        (["孙海波", "2026-11-20", "", "", "", ""], "不能为空"),
        (["孙海波", "2026-11-20", "好", "孙海波", "", ""], "孙海波 2026-11-20 不是"),
        (["冯雪", "2026-11-20", "好", "", "", ""], "不在您的管辖范围内"),
    ],
)
def test_a_report_that_cannot_be_is_refused_by_name(cast, send, row, told):
    assert told in back(send("day_reports", REPORT, row, by="qian"))[2]
    assert not DayReport.objects.exists()
