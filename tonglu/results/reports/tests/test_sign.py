from __future__ import annotations

import pytest

from conftest import MONDAY, NOW
from tonglu.base.errors import NotYours, Refused
from tonglu.base.journal.models import Entry
from tonglu.results.metrics import engine
from tonglu.results.reports.models import Comment, DayReport


def entry(verb):
    return Entry.objects.get(verb=verb)


def test_the_supervisor_signs_with_words(filed, cast):
    filed.report.sign(words="注意跟进换人的店", by=cast.li.login, at=NOW)
    report = DayReport.objects.get(person=cast.sun, day=MONDAY)
    assert report.state == DayReport.State.SIGNED
    assert (report.signature.words, report.signature.by) == ("注意跟进换人的店", cast.li.login)
    assert entry("report.sign").by == cast.li.login
    assert entry("report.sign").facts["words"] == "注意跟进换人的店"
    assert entry("report.sign").facts["version"] == engine.version()


@pytest.mark.parametrize("name", ["wang", "chen"])
def test_those_above_the_supervisor_may_sign_too(filed, cast, name):
    filed.report.sign(words="", by=cast.people[name].login, at=NOW)
    assert filed.report.state == DayReport.State.SIGNED


@pytest.mark.parametrize("name", ["sun", "zhou", "qian", "zhao", "zheng", "he"])
def test_nobody_else_signs(filed, cast, name):
    with pytest.raises(NotYours):
        filed.report.sign(words="好", by=cast.people[name].login, at=NOW)
    filed.report.refresh_from_db()
    assert filed.report.state == DayReport.State.FILED
    assert not Comment.objects.exists()
    assert not Entry.objects.filter(verb="report.sign").exists()


def test_a_report_not_handed_in_is_not_signed(monday, cast):
    with pytest.raises(Refused, match="还没有提交"):
        monday.report.sign(words="", by=cast.li.login, at=NOW)


def test_a_signed_report_is_not_signed_again(filed, cast):
    filed.report.sign(words="", by=cast.li.login, at=NOW)
    with pytest.raises(Refused, match="已批示"):
        filed.report.sign(words="", by=cast.wang.login, at=NOW)
    assert Comment.objects.count() == 1


def test_signing_freezes_the_figures(filed, cast):
    before = filed.report.sheet()
    filed.report.sign(words="", by=cast.li.login, at=NOW)
    report = DayReport.objects.get(pk=filed.report.pk)
    assert report.sheet() == before
    assert report.frozen["version"] == engine.version()
    assert not report.since_signed()


def test_a_call_that_comes_late_moves_the_facts_and_not_the_signed_sheet(filed, cast):
    filed.report.sign(words="", by=cast.li.login, at=NOW)
    signed = filed.report.sheet()
    filed.send_late()
    report = DayReport.objects.get(pk=filed.report.pk)
    assert report.sheet() == signed
    assert len(report.live().calls) == len(signed.calls) + 1
    since = report.since_signed()
    assert [call.customer for call in since.late] == ["SUN4"]
    assert since.figures["visits"] == (2, 3)
    assert not since.changed


def test_a_late_call_shows_at_once_while_unsigned(filed):
    filed.send_late()
    assert [call.customer for call in filed.report.sheet().calls] == ["SUN1", "SUN2", "SUN3", "SUN4"]
    assert filed.report.since_signed() is None
