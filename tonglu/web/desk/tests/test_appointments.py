"""The administrator appoints, has deputised and relieves on a person's page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from conftest import MONDAY
from tonglu.base.journal.models import Entry
from tonglu.directory.org.models import Appointment, Person

TOMORROW = MONDAY + timedelta(days=1)


def post(cast, who, verb, **said):
    """By He, on the page of that person; what the page says after it."""
    page = f"/people/{cast.people[who].pk}"
    return cast.client("he").post(f"{page}/{verb}", {"next": page, **said}, follow=True).content.decode()


def held(cast, who) -> Appointment:
    return Appointment.objects.get(person=cast.people[who], deputy=False, stop__isnull=True)


def told(verb) -> list[tuple]:
    rows = Entry.objects.filter(verb=verb).order_by("id")
    return [(entry.by.username, entry.object_id, entry.facts["position"]) for entry in rows]


def test_one_is_relieved_and_another_follows_on_that_day(cast):
    said = post(cast, "sun", "relieve", appointment=held(cast, "sun").pk, on=TOMORROW)
    assert "孙海波 从 2026-11-24 起不再任" in said
    said = post(cast, "zhou", "appoint", position="P-sun", start=TOMORROW)
    assert "周敏 从 2026-11-24 起任" in said
    assert cast.positions["sun"].holder(on=MONDAY) == cast.sun
    assert cast.positions["sun"].holder(on=TOMORROW) == cast.zhou
    assert told("person.relieve") == [("he", str(cast.sun.pk), "P-sun")]
    assert told("person.appoint") == [("he", str(cast.zhou.pk), "P-sun")]


def test_a_deputy_acts_up_to_and_with_the_last_day(cast):
    post(cast, "zhou", "appoint", position="P-sun", start=MONDAY, last=TOMORROW, deputy="1")
    assert cast.positions["sun"].holder(on=TOMORROW) == cast.zhou
    assert cast.positions["sun"].holder(on=TOMORROW + timedelta(days=1)) == cast.sun


@pytest.mark.parametrize(
    ("who", "form", "words"),
    [
        ("zhou", {"position": "P-sun", "start": "2026-12-01"}, "起已有 孙海波；先结束那一段"),
        ("zhou", {"position": "P-sun", "start": "2026-12-01", "deputy": "1"}, "代理要写明到哪天为止"),
        ("zhou", {"position": "P-sun", "start": "2026-12-02", "last": "2026-12-01"}, "不能早于第一天"),
        (
            "sun",
            {"position": "P-sun", "start": "2026-12-01", "last": "2026-12-02", "deputy": "1"},
            "不用代理",
        ),
        ("zhou", {"position": "P-nobody", "start": "2026-12-01"}, "找不到岗位“P-nobody”"),
        ("zhou", {"position": "P-sun", "start": "9999-12-31"}, "请把日子填完整"),
        ("zhou", {"position": "P-sun", "start": ""}, "请把日子填完整"),
    ],
)
def test_what_conflicts_is_refused_in_words(cast, who, form, words):
    assert words in post(cast, who, "appoint", **form)
    assert told("person.appoint") == []


def test_two_deputies_at_a_time_are_refused(cast):
    days = {"position": "P-sun", "start": "2026-12-01", "last": "2026-12-05", "deputy": "1"}
    post(cast, "zhou", "appoint", **days)
    assert "起已有 周敏" in post(cast, "wu", "appoint", **days | {"start": "2026-12-05"})
    assert len(told("person.appoint")) == 1


def test_the_last_administrator_stays(cast):
    said = post(cast, "he", "relieve", appointment=held(cast, "he").pk, on=TOMORROW)
    assert "最后一位管理员" in said
    assert held(cast, "he")


def test_nobody_is_relieved_before_he_began_or_of_what_another_holds(cast):
    assert "结束的日子要在其后" in post(
        cast, "sun", "relieve", appointment=held(cast, "sun").pk, on=held(cast, "sun").start
    )
    page = f"/people/{cast.zhou.pk}/relieve"
    asked = {"appointment": held(cast, "sun").pk, "on": TOMORROW}
    assert cast.client("he").post(page, asked).status_code == 404
    assert cast.client("qian").post(page, asked).status_code == 403
    assert told("person.relieve") == []


def test_one_who_never_held_a_position_is_found_and_appointed(cast):
    cast.people["new"] = Person.objects.create(code="N1", name="新人")
    Appointment.objects.get(person=cast.sun).end(on=date(2026, 11, 1))
    assert "新人" in cast.client("he").get("/people").content.decode()
    assert "任命或代理" not in cast.client("qian").get(f"/people/{cast.sun.pk}").content.decode()
    post(cast, "new", "appoint", position="P-sun", start=MONDAY)
    assert cast.positions["sun"].holder(on=MONDAY) == cast.people["new"]
