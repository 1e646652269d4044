"""The calendar and leave at the desk: who sees, who changes, and what the pages say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from conftest import MONDAY, NOW
from tonglu.directory.calendar.models import CompanyDay, Leave, LeaveAsk
from tonglu.directory.calendar.rules import public_until

TUESDAY = MONDAY + timedelta(days=1)


def shown(client, name: str, **query) -> str:
    return client.get(reverse(name), query).content.decode()


def said(answer) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


@pytest.fixture
def asked(cast) -> LeaveAsk:
    return LeaveAsk.ask(
        person=cast.sun, kind="annual", first=TUESDAY, last=TUESDAY, reason="回家", by=cast.sun.login, at=NOW
    )


def test_the_year_shows_holidays_make_up_days_and_the_sum(cast):
    page = shown(cast.client("sun"), "calendar", year="2026")
    assert "2026年哪些天上班" in page
    assert "国庆节" in page
    assert "登记公司日" not in page


def test_a_year_that_is_none_is_this_year(cast):
    assert "2026年哪些天上班" in shown(cast.client("sun"), "calendar", year="99999999")


def test_what_the_public_calendar_does_not_know_yet_is_said(cast):
    page = shown(cast.client("he"), "calendar")
    assert ("missing-year" in page) == (public_until() < 2027)


def test_the_administrator_puts_in_and_takes_out(cast):
    he, here = cast.client("he"), reverse("calendar")
    form = {"first": "2026-12-24", "last": "2026-12-25", "worked": "0", "reason": "盘点", "next": here}
    assert "已登记 2 天" in said(he.post(reverse("calendar_put"), form, follow=True))
    page = shown(he, "calendar", year="2026")
    assert page.count("盘点") >= 2
    day = CompanyDay.objects.get(date=date(2026, 12, 24))
    he.post(reverse("calendar_remove", args=[day.pk]), {"next": here})
    assert list(CompanyDay.objects.values_list("date", flat=True)) == [date(2026, 12, 25)]


def test_a_pasted_year_is_all_or_nothing_and_kept_for_another_try(cast):
    text = "2027-02-05..2027-02-11 休 春节\n大年三十也休"
    answer = cast.client("he").post(
        reverse("calendar_put"), {"text": text, "next": reverse("calendar")}, follow=True
    )
    assert "第 2 行" in said(answer)
    assert "大年三十也休</textarea>" in answer.content.decode()
    assert not CompanyDay.objects.exists()


@pytest.mark.parametrize("name", ["sun", "li", "chen", "qian"])
def test_nobody_else_changes_the_calendar(cast, name):
    answer = cast.client(name).post(reverse("calendar_put"), {"text": "2027-01-01 休 元旦"})
    assert answer.status_code == 403
    assert not CompanyDay.objects.exists()


def test_one_asks_and_the_leader_grants(cast):
    here = reverse("leave")
    form = {"kind": "annual", "first": "2026-11-24", "last": "", "reason": "回家", "next": here}
    assert "等上级批准" in said(cast.client("sun").post(reverse("leave_ask"), form, follow=True))
    ask = LeaveAsk.objects.get()
    li = cast.client("li")
    assert "等您批的请假" in shown(li, "leave")
    li.post(reverse("leave_answer", args=[ask.pk]), {"decision": "grant", "next": here})
    assert Leave.objects.get().person == cast.sun
    page = shown(li, "leave", period="2026-11")
    assert "谁不在" in page
    assert "等您批的请假" not in page


@pytest.mark.parametrize(("name", "status"), [("zhao", 404), ("feng", 403), ("zhou", 403), ("zheng", 404)])
def test_a_stranger_neither_sees_nor_answers(cast, asked, name, status):
    client = cast.client(name)
    assert "回家" not in shown(client, "leave")
    answer = client.post(reverse("leave_answer", args=[asked.pk]), {"decision": "grant"})
    assert answer.status_code == status
    assert LeaveAsk.objects.get().state == LeaveAsk.State.ASKED


def test_only_oneself_withdraws(cast, asked):
    assert cast.client("li").post(reverse("leave_withdraw", args=[asked.pk])).status_code == 404
    cast.client("sun").post(reverse("leave_withdraw", args=[asked.pk]))
    assert LeaveAsk.objects.get().state == LeaveAsk.State.WITHDRAWN


def test_the_clerk_records_and_takes_back(cast):
    qian, here = cast.client("qian"), reverse("leave")
    form = {
        "person": cast.sun.code,
        "kind": "sick",
        "first": "2026-11-24",
        "last": "2026-11-26",
        "reason": "病",
    }
    assert "3 天" in said(qian.post(reverse("leave_grant"), {**form, "next": here}, follow=True))
    leave = Leave.objects.get()
    qian.post(reverse("leave_take_back", args=[leave.pk]), {"next": here})
    assert not Leave.objects.exists()


def test_days_that_are_missing_are_asked_for(cast):
    answer = cast.client("sun").post(
        reverse("leave_ask"), {"kind": "sick", "first": "2026-13-01", "next": reverse("leave")}, follow=True
    )
    assert "请填请假的第一天和最后一天" in said(answer)
    assert not LeaveAsk.objects.exists()


@pytest.mark.parametrize("name", ["li", "qian", "he"])
def test_a_request_is_counted_and_shown_where_the_day_begins(cast, asked, name):
    page = shown(cast.client(name), "today")
    assert "待办 <b>1</b>" in page
    assert "回家" in page
    assert "待办 <b>" not in shown(cast.client("zhao"), "today")
