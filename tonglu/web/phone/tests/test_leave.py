"""Leave asked for on a phone: once however often it is sent, refused with a reason, and told back with what became of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conftest import MONDAY, NOW
from tonglu.base.ids import new_id
from tonglu.base.journal.models import Entry
from tonglu.directory.calendar.models import Leave, LeaveAsk

DAY = timedelta(days=1)


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
