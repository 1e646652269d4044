"""The first steps of a company: shown to the administrator until the last of them is done."""

from __future__ import annotations

import pytest

from conftest import MONDAY, NOW
from tonglu.directory.approvals.models import RuleBook
from tonglu.web.desk.setting_up import setting_up


@pytest.mark.django_db
def test_an_empty_company_has_everything_before_it():
    assert [step.done for step in setting_up(on=MONDAY)] == [False] * 5


def test_the_steps_are_shown_until_the_last_is_done(cast):
    page = cast.client("he").get("/")
    assert [step.done for step in page.context["first_steps"]] == [True, True, True, True, False]
    assert "启用审批规则" in page.content.decode()


def test_they_go_away_when_all_are_done(cast):
    RuleBook.set_up(on=MONDAY, by=cast.he.account, at=NOW)
    assert setting_up(on=MONDAY) == []
