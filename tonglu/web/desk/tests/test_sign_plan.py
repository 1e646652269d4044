"""Signing a plan, or giving it back."""

from __future__ import annotations

from tonglu.base.journal.models import Entry
from tonglu.fieldwork.dayplans.models import DayPlan


def decide(client, plan, **data):
    return client.post(f"/plans/{plan.pk}/decide", data, follow=True)


def test_the_supervisor_signs_with_words(cast, plan):
    answer = decide(cast.client("li"), plan, decision="sign", words="先去第二家", next=f"/plans/{plan.pk}")
    plan.refresh_from_db()
    assert plan.state == DayPlan.State.SIGNED
    assert Entry.objects.get(verb="dayplan.sign").facts["words"] == "先去第二家"
    assert "已签核 孙海波" in answer.content.decode()


def test_a_plan_is_not_given_back_without_a_reason(cast, plan):
    answer = decide(cast.client("li"), plan, decision="return", words=" ", next="/")
    plan.refresh_from_db()
    assert plan.state == DayPlan.State.SUBMITTED
    assert "退回计划要写明原因" in answer.content.decode()
    assert not Entry.objects.filter(verb="dayplan.return").exists()


def test_a_plan_is_given_back_with_one(cast, plan):
    decide(cast.client("wang"), plan, decision="return", words="缺 A 类店")
    plan.refresh_from_db()
    assert plan.state == DayPlan.State.RETURNED


def test_a_plan_of_another_team_is_not_there_to_sign(cast, plan):
    assert decide(cast.client("zhao"), plan, decision="sign").status_code == 404


def test_a_rep_may_not_sign(cast, plan):
    assert decide(cast.client("sun"), plan, decision="sign").status_code == 403


def test_opening_a_verb_changes_nothing(cast, plan):
    assert cast.client("li").get(f"/plans/{plan.pk}/decide").status_code == 405


def test_a_form_goes_back_to_this_site_alone(cast, plan):
    answer = cast.client("li").post(
        f"/plans/{plan.pk}/decide", {"decision": "sign", "next": "https://evil.example/"}
    )
    assert answer.url == "/"
