from __future__ import annotations

import pytest

from conftest import NOW
from tonglu.base.errors import NotYours, Refused
from tonglu.base.journal.models import Entry
from tonglu.results.reports.models import DayReport


def test_the_rep_hands_in_with_his_reflection(monday, cast):
    monday.report.file(reflection=" 水缺货 ", by=cast.sun.login, at=NOW)
    report = DayReport.objects.get()
    assert (report.state, report.reflection, report.filed_at) == ("filed", "水缺货", NOW)
    assert Entry.objects.get(verb="report.file").by == cast.sun.login


def test_until_it_is_signed_he_may_do_so_again(filed, cast):
    filed.report.file(reflection="改写", by=cast.sun.login, at=NOW)
    assert DayReport.objects.get().reflection == "改写"
    assert Entry.objects.filter(verb="report.file").count() == 2


def test_nobody_hands_in_for_another(monday, cast):
    with pytest.raises(NotYours):
        monday.report.file(reflection="代交", by=cast.li.login, at=NOW)
    assert DayReport.objects.get().state == DayReport.State.OPEN


def test_after_signing_nothing_is_changed(filed, cast):
    filed.report.sign(words="", by=cast.li.login, at=NOW)
    with pytest.raises(Refused, match="不能再改"):
        filed.report.file(reflection="再改", by=cast.sun.login, at=NOW)
    assert DayReport.objects.get().reflection == "明天先去换人的那家"
