"""Notices on the phone: one's own, in one's own language, marked read with a signal."""

from __future__ import annotations

import pytest

from conftest import NOW
from tonglu.directory.notices.models import Notice
from tonglu.directory.notices.notify import notify


@pytest.fixture
def told(cast):
    for name in ("sun", "sun", "zhou"):
        facts = {"by": "李主任", "person": name, "day": "2026-11-24", "words": "太少"}
        notify(kind="dayplan.returned", to=[cast.people[name]], facts=facts, link="/plans/1", at=NOW)
    return list(Notice.objects.filter(person=cast.sun).order_by("id"))


def test_a_phone_shows_its_persons_own_newest_first(cast, told):
    answer = cast.device("sun").client.get("/phone/api/notices").json()
    assert answer["unread"] == 2
    assert [n["id"] for n in answer["notices"]] == [told[1].pk, told[0].pk]
    shown = answer["notices"][0]
    assert (shown["kind"], shown["title"], shown["body"], shown["read"]) == (
        "dayplan.returned",
        "李主任 退回了 sun 2026-11-24 的拜访计划",
        "太少",
        False,
    )


def test_those_named_are_read_and_nobody_elses(cast, told):
    zhous = Notice.objects.get(person=cast.zhou)
    answer = cast.device("sun").post("notices/read", {"ids": [told[0].pk, zhous.pk]}).json()
    assert answer["unread"] == 1
    assert set(Notice.objects.unread()) == {told[1], zhous}


def test_none_named_means_all(cast, told):
    assert cast.device("sun").post("notices/read", {"ids": []}).json()["unread"] == 0
    assert Notice.objects.unread().count() == 1


def test_without_a_token_nothing_is_told(client, told):
    assert client.get("/phone/api/notices").status_code == 401
