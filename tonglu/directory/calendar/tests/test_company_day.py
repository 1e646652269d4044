"""Company days: put in one by one or a year at once, and taken out again."""

from __future__ import annotations

from datetime import date

import pytest

from conftest import MONDAY, NOW
from tonglu.base.errors import Refused
from tonglu.base.journal.models import Entry
from tonglu.directory.calendar.models import CompanyDay, work_calendar
from tonglu.directory.calendar.rules import DayLine, public_until, read_days, unknown_year


def test_a_year_is_put_in_with_one_row_in_the_journal(cast):
    lines, bad = read_days("2027-02-05..2027-02-11 休 春节\n2027-02-07 班 调休上班")
    assert bad == []
    assert CompanyDay.put(days=lines, by=cast.he.login, at=NOW) == 7
    calendar = work_calendar()
    assert not calendar.is_worked(date(2027, 2, 8))
    assert calendar.is_worked(date(2027, 2, 7))
    entry = Entry.objects.get(verb="calendar.put")
    assert (entry.by, entry.facts["number"], entry.facts["worked"]) == (cast.he.login, 7, 1)
    assert (entry.facts["from"], entry.facts["to"]) == ("2027-02-05", "2027-02-11")


def test_the_same_day_again_replaces_what_was_said(cast):
    CompanyDay.put(days=[DayLine(MONDAY, False, "盘点")], by=cast.he.login, at=NOW)
    CompanyDay.put(days=[DayLine(MONDAY, True, "盘点取消")], by=cast.he.login, at=NOW)
    assert CompanyDay.objects.get().worked


def test_a_day_without_a_reason_is_refused_and_nothing_is_kept(cast):
    days = [DayLine(MONDAY, False, "盘点"), DayLine(date(2026, 11, 24), False, " ")]
    with pytest.raises(Refused, match="写明原因"):
        CompanyDay.put(days=days, by=cast.he.login, at=NOW)
    assert not CompanyDay.objects.exists()
    assert not Entry.objects.filter(verb="calendar.put").exists()


def test_a_day_taken_out_follows_the_public_calendar_again(cast):
    CompanyDay.put(days=[DayLine(MONDAY, False, "盘点")], by=cast.he.login, at=NOW)
    CompanyDay.objects.get().remove(by=cast.he.login, at=NOW)
    assert work_calendar().is_worked(MONDAY)
    assert Entry.objects.get(verb="calendar.remove").facts["reason"] == "盘点"


@pytest.mark.parametrize(
    ("text", "days", "worked", "reason"),
    [
        ("2027-01-01 休 元旦", 1, False, "元旦"),
        ("2027/1/1\t休\t元旦", 1, False, "元旦"),
        ("2027年1月1日至2027年1月3日 休 元旦", 3, False, "元旦"),
        ("2027-01-04，班，补班", 1, True, "补班"),
        ("2027.10.1 ~ 2027.10.7 休 国庆节", 7, False, "国庆节"),
    ],
)
def test_days_are_read_as_people_write_them(text, days, worked, reason):
    found, bad = read_days(text)
    assert bad == []
    assert (len(found), found[0].worked, found[0].reason) == (days, worked, reason)


@pytest.mark.parametrize(
    "text", ["元旦休息", "2027-02-30 休 无此日", "2027-01-03..2027-01-01 休 倒", "2027-01-01 春节"]
)
def test_a_line_that_says_no_day_is_named(text):
    found, bad = read_days(f"\n{text}\n")
    assert found == []
    assert [(one.number, one.text) for one in bad] == [(2, text)]


def test_from_november_on_the_next_year_is_missed():
    known = public_until()
    autumn = date(known, 11, 1)
    assert unknown_year(today=date(known, 10, 31), company=[]) is None
    assert unknown_year(today=autumn, company=[]) == known + 1
    assert unknown_year(today=autumn, company=[date(known + 1, 2, 1)]) is None
    assert unknown_year(today=date(known + 1, 3, 1), company=[]) == known + 1
