"""A change of the rules: written, tried on the past, applied for, approved by the rules in force, and then followed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conftest import MONDAY, NOW
from tonglu.base.errors import NotYours, Refused
from tonglu.base.journal.models import Entry
from tonglu.directory.approvals import simulating
from tonglu.directory.approvals.answering import answer
from tonglu.directory.approvals.change import apply_for
from tonglu.directory.approvals.models import Approval, RuleBook, Simulation
from tonglu.directory.approvals.simulating import simulate

FROM = MONDAY + timedelta(days=7)
WORDS = {"background": "低价单多", "reason": "总监看不过来", "goal": "两天内答复", "plan": "A 类也由所长批"}


def to_the_head_alone(scheme):
    """The rules with every low order to the head, whatever its amount and class."""
    kept = [rule for rule in scheme["rules"] if rule["kind"] != "order_price" or "when" not in rule]
    return {"rules": kept}


@pytest.fixture
def draft(cast, book):
    """Wang's draft, written."""
    made = RuleBook.draft(by=cast.wang.login, on=MONDAY, at=NOW)
    made.change(scheme=to_the_head_alone(book.scheme), **WORDS, wanted_from=FROM, by=cast.wang.login, at=NOW)
    return made


def test_a_draft_is_a_copy_and_one_has_one(draft, cast, book):
    assert RuleBook.draft(by=cast.wang.login, on=MONDAY, at=NOW) == draft
    assert RuleBook.draft(by=cast.li.login, on=MONDAY, at=NOW).scheme == book.scheme
    assert RuleBook.in_force(on=MONDAY) == book


def test_only_its_maker_writes_it_and_only_what_can_be_followed(draft, cast):
    with pytest.raises(NotYours):
        draft.change(scheme=draft.scheme, **WORDS, wanted_from=FROM, by=cast.chen.login, at=NOW)
    with pytest.raises(Refused, match="兜底"):
        draft.change(scheme={"rules": []}, **WORDS, wanted_from=FROM, by=cast.wang.login, at=NOW)
    with pytest.raises(Refused, match="规则有误"):
        draft.change(scheme={"rules": [{}]}, **WORDS, wanted_from=FROM, by=cast.wang.login, at=NOW)


def test_it_is_applied_for_with_its_words_and_the_simulation_of_that_very_scheme(draft, cast):
    with pytest.raises(Refused, match="试算"):
        apply_for(book=draft, by=cast.wang.login, at=NOW)
    simulate(book=draft, by=cast.wang.login, at=NOW)
    draft.change(scheme=draft.scheme, **{**WORDS, "goal": " "}, wanted_from=FROM, by=cast.wang.login, at=NOW)
    with pytest.raises(Refused, match="目标"):
        apply_for(book=draft, by=cast.wang.login, at=NOW)
    assert not Approval.objects.exists()


def test_the_simulation_tells_who_would_have_been_asked(draft, cast, low_order):
    small, large = low_order(), low_order("sun3")
    for order, who in ((small, "wang"), (large, "wang"), (large, "chen")):
        approval = Approval.of(kind="order_price", object_id=str(order.pk)).get()
        at = NOW + timedelta(hours=4)
        answer(approval=approval, verdict="approve", words="", by=cast.people[who].login, at=at)
    result = simulate(book=draft, by=cast.wang.login, at=NOW + timedelta(hours=5)).result
    summary = next(each for each in result["kinds"] if each["kind"] == "order_price")
    assert (summary["documents"], summary["changed"]) == (2, 1)
    assert (summary["seats_now"], summary["seats_new"], summary["took"]) == (3, 2, 4.0)
    change = result["changes"][0]
    assert change["id"] == str(large.pk)
    assert [step["who"] for step in change["now"]] == [["王所长"], ["陈总监"]]
    assert [step["who"] for step in change["new"]] == [["王所长"]]
    assert (change["hours_now"], change["hours_new"]) == (8.0, 4.0)
    assert Entry.objects.get(verb="approval.simulate").facts["documents"] == 2


def test_director_and_administrator_approve_it_and_it_is_followed_from_its_day(
    draft, cast, low_order, round_of, asked
):
    simulate(book=draft, by=cast.wang.login, at=NOW)
    approval = apply_for(book=draft, by=cast.wang.login, at=NOW)
    assert asked(approval) == ["chen", "he"]
    with pytest.raises(Refused, match="正在审批"):
        draft.change(scheme=draft.scheme, **WORDS, wanted_from=FROM, by=cast.wang.login, at=NOW)
    for who in ("he", "chen"):
        answer(approval=approval, verdict="approve", words="", by=cast.people[who].login, at=NOW)
    assert RuleBook.in_force(on=FROM - timedelta(days=1)).number == 1
    assert RuleBook.in_force(on=FROM) == draft
    assert Entry.objects.get(verb="approval.adopt_rules").facts["number"] == draft.number
    assert len(round_of(low_order("sun3")).chain) == 2
    assert len(round_of(low_order("sun3", at=NOW + timedelta(days=7))).chain) == 1


def test_given_back_it_stays_a_draft_and_may_be_applied_for_again(draft, cast):
    simulate(book=draft, by=cast.wang.login, at=NOW)
    approval = apply_for(book=draft, by=cast.wang.login, at=NOW)
    answer(approval=approval, verdict="return", words="先看一季度", by=cast.chen.login, at=NOW)
    draft = RuleBook.objects.get(pk=draft.pk)
    assert not draft.adopted
    assert apply_for(book=draft, by=cast.wang.login, at=NOW).round == 2


def test_setting_up_twice_changes_nothing(cast, book):
    assert RuleBook.set_up(on=MONDAY, by=None, at=NOW) == book
    assert RuleBook.objects.count() == 1
    assert not Simulation.objects.exists()


def test_the_simulation_reads_in_chunks_and_says_where_there_were_more(draft, cast, low_order, monkeypatch):
    for customer in ("sun1", "sun2", "sun3"):
        low_order(customer)
    whole = simulate(book=draft, by=cast.wang.login, at=NOW).result
    monkeypatch.setattr(simulating, "CHUNK", 1)
    told: list[tuple[int, int]] = []
    in_chunks = simulate(
        book=draft, by=cast.wang.login, at=NOW, progress=lambda *said: told.append(said)
    ).result
    assert in_chunks == whole
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
    monkeypatch.setattr(simulating, "MOST", 2)
    cut = simulate(book=draft, by=cast.wang.login, at=NOW).result["kinds"][0]
    assert (cut["documents"], cut["more"], whole["kinds"][0]["more"]) == (2, True, False)
