"""Leave asked for on a phone: once however often it is sent, refused with a reason, and told back with what became of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conftest import MONDAY, NOW
from tonglu.base.ids import new_id
from tonglu.base.journal.models import Entry
from tonglu.directory.calendar.models import Leave, LeaveAsk

DAY = timedelta(days=1)


def other(kind, **body):
    return {**document(), "kind": kind, "body": body}


def document(**changed):
    body = {
        "kind": "annual",
        "first": (MONDAY + DAY).isoformat(),
        "last": (MONDAY + 2 * DAY).isoformat(),
        "reason": "回老家",
    }
    return {
        "id": str(new_id()),
        "kind": "leave_ask",
        "schema_version": 1,
        "made_at": NOW.isoformat(),
        "body": body | changed,
    }


def send(phone, *documents):
    response = phone.post("documents", {"sent_at": NOW.isoformat(), "documents": list(documents)})
    assert response.status_code == 200, response.content
    return response.json()["answers"]


def leaves(phone):
    return phone.post("pull", {"have": {}}).json()["leaves"]


def test_an_ask_arrives_once_however_often_it_is_sent(cast):
    phone, asked = cast.device("sun"), document()
    outcomes = [send(phone, asked)[0]["outcome"], send(cast.device("sun"), asked)[0]["outcome"]]
    assert outcomes == ["accepted", "duplicate"]
    found = LeaveAsk.objects.get()
    assert (found.person, found.first, found.last, found.state) == (
        cast.sun,
        MONDAY + DAY,
        MONDAY + 2 * DAY,
        "asked",
    )
    entry = Entry.objects.get(verb="leave.ask")
    assert (entry.source, entry.facts["reason"]) == ("phone", "回老家")
    assert [(one["kind"], one["state"], one["last"]) for one in leaves(phone)] == [
        ("annual", "asked", (MONDAY + 2 * DAY).isoformat())
    ]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"last": MONDAY.isoformat()}, "最后一天不能早于第一天"),
        ({"kind": "moon"}, "没有这种假"),
        ({"reason": "  "}, "请假要写明原因"),
        ({"first": "soon"}, "first"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_reason_and_leaves_nothing(cast, changed, said):
    (answer,) = send(cast.device("sun"), document(**changed))
    assert answer["outcome"] == "refused"
    assert said in answer["reason"]
    assert not LeaveAsk.objects.exists()
    assert not Entry.objects.filter(verb="leave.ask").exists()


def test_days_asked_for_twice_are_refused_and_do_not_hold_up_the_rest(cast):
    later = document(first=(MONDAY + 7 * DAY).isoformat(), last=(MONDAY + 7 * DAY).isoformat())
    answers = send(cast.device("sun"), document(), document(), later)
    assert [answer["outcome"] for answer in answers] == ["accepted", "refused", "accepted"]
    assert LeaveAsk.objects.count() == 2


def test_the_answer_comes_back_with_who_said_what(cast):
    phone = cast.device("sun")
    send(phone, document())
    LeaveAsk.objects.get().answer(grant=False, words="这周盘点", by=cast.li, at=NOW)
    (shown,) = leaves(phone)
    assert (shown["state"], shown["by"], shown["words"]) == ("refused", cast.li.name, "这周盘点")


def test_a_granted_leave_that_was_taken_back_says_so(cast):
    phone = cast.device("sun")
    send(phone, document())
    LeaveAsk.objects.get().answer(grant=True, words="", by=cast.li, at=NOW)
    assert leaves(phone)[0]["state"] == "granted"
    Leave.objects.get().take_back(by=cast.li, at=NOW)
    assert leaves(phone)[0]["state"] == "taken_back"


def test_what_the_leader_wrote_down_is_there_too_and_nobody_elses(cast):
    first = MONDAY + 3 * DAY
    for person in (cast.sun, cast.zhou):
        Leave.grant(person=person, kind="sick", first=first, last=first, reason="发烧", by=cast.li, at=NOW)
    (shown,) = leaves(cast.device("sun"))
    assert (shown["kind"], shown["state"], shown["asked_at"]) == ("sick", "granted", None)


DAYS = {"first": (MONDAY + DAY).isoformat(), "last": (MONDAY + 2 * DAY).isoformat()}


def team(phone):
    return phone.post("pull", {"have": {}}).json()["team_leave"]


def test_an_ask_is_withdrawn_in_the_batch_that_brings_it_and_only_once(cast):
    phone, withdrawal = cast.device("sun"), other("leave_withdraw", **DAYS)
    answers = send(phone, document(), withdrawal)
    assert [answer["outcome"] for answer in answers] == ["accepted", "accepted"]
    assert send(phone, withdrawal)[0]["outcome"] == "duplicate"
    assert LeaveAsk.objects.get().state == "withdrawn"
    assert Entry.objects.filter(verb="leave.withdraw").count() == 1


def test_what_is_granted_is_not_withdrawn_but_ended_by_who_leads(cast):
    phone = cast.device("sun")
    send(phone, document())
    LeaveAsk.objects.get().answer(grant=True, words="", by=cast.li, at=NOW)
    (answer,) = send(phone, other("leave_withdraw", **DAYS))
    assert (answer["outcome"], answer["code"]) == ("refused", "leave_granted")
    (unknown,) = send(phone, other("leave_withdraw", first=MONDAY.isoformat(), last=MONDAY.isoformat()))
    assert unknown["code"] == "unknown_leave"
    leave = Leave.objects.get()
    (own,) = send(phone, other("leave_take_back", leave=leave.pk))
    assert (own["outcome"], own["code"]) == ("refused", "not_yours")
    leader = cast.device("li")
    assert [one["person"] for one in team(leader)["away"]] == [cast.sun.name]
    again = [send(leader, other("leave_take_back", leave=leave.pk))[0]["outcome"] for _twice in (1, 2)]
    assert again == ["accepted", "refused"]
    assert leaves(phone)[0]["state"] == "taken_back"
    assert Entry.objects.filter(verb="leave.take_back", source="phone").count() == 1


def test_who_leads_sees_what_waits_and_who_is_away_then_and_answers(cast):
    Leave.grant(
        person=cast.zhou,
        kind="sick",
        first=MONDAY + DAY,
        last=MONDAY + DAY,
        reason="发烧",
        by=cast.li,
        at=NOW,
    )
    send(cast.device("sun"), document())
    leader = cast.device("li")
    (waits,) = team(leader)["asked"]
    assert (waits["person"], waits["reason"], waits["away"]) == (cast.sun.name, "回老家", [cast.zhou.name])
    (silent,) = send(leader, other("leave_answer", ask=waits["id"], grant=False))
    assert (silent["outcome"], silent["reason"]) == ("refused", "不准假要写明原因")
    answers = send(leader, *[other("leave_answer", ask=waits["id"], grant=True) for _twice in (1, 2)])
    assert [answer["outcome"] for answer in answers] == ["accepted", "refused"]
    assert (LeaveAsk.objects.get().state, LeaveAsk.objects.get().by) == ("granted", cast.li.login)
    assert team(leader)["asked"] == []
    assert Entry.objects.filter(verb="leave.grant", source="phone").count() == 1


@pytest.mark.parametrize("who", ["zhou", "zhao", "sun"])
def test_nobody_else_sees_or_answers_it(cast, who):
    send(cast.device("sun"), document())
    phone = cast.device(who)
    assert team(phone) == {"asked": [], "away": []}
    (answer,) = send(phone, other("leave_answer", ask=LeaveAsk.objects.get().pk, grant=True))
    assert (answer["outcome"], answer["code"]) == ("refused", "not_yours")
    assert LeaveAsk.objects.get().state == "asked"
