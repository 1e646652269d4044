from __future__ import annotations

import pytest

from conftest import NOW
from tonglu.base.errors import NotYours, Refused
from tonglu.base.journal.models import Entry
from tonglu.results.reports.models import Comment, DayReport


def test_a_superior_comments_without_signing(monday, cast):
    monday.report.comment(words="第三家改天再去", by=cast.li.login, at=NOW)
    comment = Comment.objects.get()
    assert (comment.words, comment.by, comment.signs) == ("第三家改天再去", cast.li.login, False)
    assert DayReport.objects.get().state == DayReport.State.OPEN
    assert Entry.objects.get(verb="report.comment").facts == {"words": "第三家改天再去"}


def test_a_signed_report_takes_more_words(filed, cast):
    filed.report.sign(words="好", by=cast.li.login, at=NOW)
    filed.report.comment(words="已同意", by=cast.wang.login, at=NOW)
    assert [comment.words for comment in filed.report.comments.all()] == ["好", "已同意"]


def test_nothing_said_is_no_comment(monday, cast):
    with pytest.raises(Refused, match="不能为空"):
        monday.report.comment(words="  ", by=cast.li.login, at=NOW)
    assert not Comment.objects.exists()


@pytest.mark.parametrize("name", ["sun", "zhou", "qian", "zhao", "he"])
def test_only_those_who_lead_him_comment(monday, cast, name):
    with pytest.raises(NotYours):
        monday.report.comment(words="好", by=cast.people[name].login, at=NOW)
    assert not Comment.objects.exists()
