"""Approvals on the phone: held with what decides, answered through the outbox, each exactly once."""

from __future__ import annotations

import pytest

from conftest import MONDAY, NOW
from tonglu.base.ids import new_id
from tonglu.base.journal.models import Entry
from tonglu.directory.approvals.models import Answer, Approval, RuleBook
from tonglu.trade.orders.models import Order


@pytest.fixture
def asked(cast, visit_document) -> Approval:
    """Sun's order below the floor, from his phone: 王所长 is asked."""
    RuleBook.set_up(on=MONDAY, by=None, at=NOW)
    document = visit_document("sun1")
    document["body"]["order"]["lines"][0]["price"] = "2.20"
    sent = {"sent_at": NOW.isoformat(), "documents": [document]}
    assert cast.device("sun").post("documents", sent).json()["answers"][0]["outcome"] == "accepted"
    return Approval.objects.get()


def held(cast, who):
    return cast.device(who).post("pull", {"have": {}}).json()["approvals"]


def document(of, verdict="approve", words="", **more):
    seat = of.seats.get().pk
    body = {"approval": of.pk, "seat": seat, "verdict": verdict, "words": words} | more
    return {
        "id": str(new_id()),
        "kind": "approval_answer",
        "schema_version": 1,
        "made_at": NOW.isoformat(),
        "body": body,
    }


def send(cast, who, *documents):
    sent = {"sent_at": NOW.isoformat(), "documents": list(documents)}
    return cast.device(who).post("documents", sent).json()["answers"]


def test_the_phone_of_the_one_who_is_asked_holds_what_decides(cast, asked):
    [one] = held(cast, "wang")
    assert (one["id"], one["can"], one["state"]) == (asked.pk, ["approve", "refuse"], "open")
    assert one["numbers"] == [{"what": "冰红茶", "actual": "2.20", "limit": "2.2500", "keeps": False}]
    assert one["steps"][0][0]["name"] == "王所长"
    [own] = held(cast, "sun")
    assert (own["seat"], own["can"]) == (None, [])
    for who in ("li", "chen", "zheng", "qian"):
        assert held(cast, who) == [], who


def test_an_answer_is_taken_once_however_often_it_comes(cast, asked):
    yes = document(asked, words="同意，仅此一次")
    outcomes = [answer["outcome"] for answer in send(cast, "wang", yes, yes)]
    assert outcomes == ["accepted", "duplicate"]
    assert Order.objects.get().state == Order.State.PLACED
    assert Answer.objects.count() == 1
    assert Entry.objects.get(verb="approval.approve").facts["words"] == "同意，仅此一次"
    assert held(cast, "wang") == []


def test_what_was_decided_meanwhile_is_refused_with_a_reason(cast, asked):
    send(cast, "wang", document(asked))
    [late] = send(cast, "wang", document(asked, "refuse", "太低"))
    assert (late["outcome"], late["code"]) == ("refused", "already_decided")
    assert "不用再审批" in late["reason"]


@pytest.mark.parametrize(
    ("who", "said", "code"),
    [
        ("li", {}, "not_yours"),
        ("sun", {}, "not_yours"),
        ("wang", {"verdict": "refuse"}, "no_words"),
        ("wang", {"verdict": "return", "words": "重做"}, "no_such_answer"),
        ("wang", {"verdict": "maybe"}, "bad_document"),
        ("wang", {"approval": 0}, "unknown_approval"),
    ],
)
def test_what_may_not_be_said_is_refused_and_changes_nothing(cast, asked, who, said, code):
    [answer] = send(cast, who, document(asked, **said))
    assert (answer["outcome"], answer["code"]) == ("refused", code)
    assert not Answer.objects.exists()


def test_a_plan_signed_on_the_team_screen_is_the_same_approval(cast, asked):
    from tonglu.fieldwork.dayplans.models import Call, DayPlan

    plan = DayPlan.submit(
        person=cast.sun,
        position=cast.positions["sun"],
        on=MONDAY,
        calls=[Call(cast.customers["sun1"].pk)],
        goal_deals=1,
        goal_sales=100,
        by=cast.sun.login,
        at=NOW,
    )
    phone = cast.device("li")
    assert phone.post(f"plans/{plan.pk}/decision", {"approve": True, "words": ""}).status_code == 204
    assert Approval.objects.get(kind="day_plan").outcome.result == "approved"
