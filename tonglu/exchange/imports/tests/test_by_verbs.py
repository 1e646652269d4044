"""Leave and company days come in by the verbs of the calendar: the journal says so, and who is away hears of it."""

from __future__ import annotations

from datetime import date

from tonglu.base.journal.models import Entry
from tonglu.directory.calendar.models import CompanyDay, Leave
from tonglu.directory.notices.models import Notice
from tonglu.exchange.imports.tests.conftest import back, counts

LEAVE = ["工号", "开始日期", "结束日期", "假别", "原因"]
DAYS = ["日期", "上班", "原因"]


def test_leave_is_granted_on_the_word_of_who_sends_it(cast, send):
    away = [cast.sun.code, "2026-12-01", "2026-12-03", "病假", "看病"]
    far = [cast.zhou.code, "2026-12-01", "2028-12-03", "", ""]
    brought = send("leave", LEAVE, away, far, by="qian")

    leave = Leave.objects.get()
    assert (leave.person, leave.kind, leave.last, leave.reason) == (
        cast.sun,
        "sick",
        date(2026, 12, 3),
        "看病",
    )
    entry = Entry.objects.get(verb="leave.grant")
    assert (entry.by, entry.object_id) == (cast.qian.login, str(leave.pk))
    assert Notice.objects.get().person == cast.sun
    assert back(brought) == {3: "错误 一次请假最长一年；请分次登记"}


def test_a_trial_of_leave_grants_nothing(cast, send):
    tried = send("leave", LEAVE, [cast.sun.code, "2026-12-01", "2026-12-03", "", ""], by="qian", dry=True)
    assert counts(tried)["created"] == 1
    assert not Leave.objects.exists()
    assert not Notice.objects.exists()


def test_at_the_server_leave_comes_in_without_a_name(cast, send):
    send("leave", LEAVE, [cast.sun.code, "2026-12-01", "2026-12-03", "", ""], by=None)
    assert Leave.objects.get().kind == "other"


def test_company_days_are_put_at_once(cast, send):
    send("company_days", DAYS, ["2026-12-31", "否", "盘点"], ["2027-01-02", "是", "补班"])
    assert [entry.facts["number"] for entry in Entry.objects.filter(verb="calendar.put")] == [2]
    brought = send("company_days", DAYS, ["2026-12-31", "是", "不盘点了"], existing="update")
    day = CompanyDay.objects.get(date=date(2026, 12, 31))
    assert (day.worked, day.reason, counts(brought)["updated"]) == (True, "不盘点了", 1)
    assert Entry.objects.filter(verb="calendar.put").count() == 2

    undone = brought.take_back(by=cast.he.login, at=brought.asked_at, reason="错了")
    day.refresh_from_db()
    assert (undone.of, day.worked, day.reason) == (brought, False, "盘点")


def test_a_company_day_without_a_reason_goes_back(cast, send):
    assert set(back(send("company_days", DAYS, ["2026-12-31", "否", ""]))) == {2}
    assert not CompanyDay.objects.exists()
