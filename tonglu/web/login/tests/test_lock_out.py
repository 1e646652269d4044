"""Five wrong passwords shut a name for a quarter of an hour, at the desk and on the phone alike."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from conftest import NOW, PASSWORD
from tonglu.base.accounts.models import Attempt
from tonglu.base.accounts.rules import LIMIT, MANY, WINDOW, locked_until
from tonglu.base.jobs.models import Job
from tonglu.base.journal.models import Entry
from tonglu.web.jobs.runner import work_off

LOGIN = "/phone/api/login"


def fail(tries, times, username="li"):
    for _time in range(times):
        tries(username, "wrong")


def inside(response):
    return response.status_code == 302


def on_phone(client, password):
    body = {"username": "sun", "password": password, "device": "t"}
    return client.post(LOGIN, body, content_type="application/json")


def test_four_wrong_ones_are_forgiven_by_a_right_one(cast, tries):
    fail(tries, LIMIT - 1)
    assert inside(tries("li", PASSWORD))
    fail(tries, LIMIT - 1)
    assert inside(tries("li", PASSWORD))


def test_after_five_even_the_right_one_is_refused_and_the_page_says_until_when(cast, tries):
    fail(tries, LIMIT)
    page = tries("li", PASSWORD)
    assert page.status_code == 200
    assert "已锁定到 10:15" in page.content.decode()


def test_the_spelling_of_the_name_does_not_matter(cast, tries):
    for name in ("li", "LI", " li", "Li", "lI"):
        tries(name, "wrong")
    assert not inside(tries("li", PASSWORD))


def test_nobody_else_is_shut_out(cast, tries):
    fail(tries, LIMIT)
    assert inside(tries("wang", PASSWORD))


def test_a_name_that_nobody_has_is_answered_alike(cast, tries):
    known = tries("li", "wrong").content.decode()
    unknown = tries("nobody", "wrong").content.decode()
    assert "用户名或密码不对" in known
    assert "用户名或密码不对" in unknown


def test_a_quarter_of_an_hour_later_it_opens(cast, tries, monkeypatch):
    fail(tries, LIMIT)
    monkeypatch.setenv("TONGLU_NOW", (NOW + WINDOW).isoformat())
    assert inside(tries("li", PASSWORD))


def test_the_phone_counts_with_the_desk(cast, tries, client):
    fail(tries, LIMIT - 1, "sun")
    assert on_phone(client, "wrong").json()["code"] == "bad_login"
    answer = on_phone(client, PASSWORD)
    assert (answer.status_code, answer.json()["code"]) == (401, "locked")


def test_the_administrator_unlocks_and_the_journal_knows(cast, tries):
    fail(tries, LIMIT)
    cast.client("he").post(f"/people/{cast.li.pk}/unlock", {"next": "/people"})
    assert inside(tries("li", PASSWORD))
    entry = Entry.objects.get(verb="account.unlock")
    assert (entry.by, entry.facts) == (cast.he.login, {"username": "li"})


def test_one_who_is_not_locked_is_not_unlocked(cast):
    page = cast.client("he").post(
        f"/people/{cast.li.pk}/unlock", {"next": f"/people/{cast.li.pk}"}, follow=True
    )
    assert "没有锁定" in page.content.decode()
    assert not Entry.objects.filter(verb="account.unlock").exists()


def test_attempts_can_only_be_added(cast, tries):
    tries("li", "wrong")
    with pytest.raises(DatabaseError), transaction.atomic():
        Attempt.objects.all().delete()


def test_a_stranger_shuts_nobody_out_of_a_browser_that_he_used(cast, tries):
    desk = Client()
    assert inside(tries("he", PASSWORD, desk))
    desk.post("/logout")
    fail(tries, LIMIT, "he")
    assert not inside(tries("he", PASSWORD))
    assert inside(tries("he", PASSWORD, desk))


def test_a_browser_that_he_used_is_shut_after_five_of_its_own(cast, tries):
    desk = Client()
    tries("he", PASSWORD, desk)
    desk.post("/logout")
    for _time in range(LIMIT):
        tries("he", "wrong", desk)
    assert not inside(tries("he", PASSWORD, desk))
    assert inside(tries("he", PASSWORD))


def test_a_cookie_of_another_account_or_of_ones_own_making_is_a_strangers(cast, tries):
    desk, forger = Client(), Client()
    tries("li", PASSWORD, desk)
    desk.post("/logout")
    forger.cookies["known"] = "eyJhIjoiYiJ9:1x:y"
    fail(tries, LIMIT, "he")
    assert not inside(tries("he", PASSWORD, desk))
    assert not inside(tries("he", PASSWORD, forger))


def test_another_address_is_counted_apart_and_all_of_them_together(cast, tries):
    there = Client(REMOTE_ADDR="10.9.9.9")
    fail(tries, LIMIT, "li")
    assert inside(tries("li", PASSWORD, there))
    for n in range(MANY):
        Attempt.note(Attempt.Outcome.FAILED, username="wang", at=NOW, address=f"10.0.1.{n}")
    assert not inside(tries("wang", PASSWORD, Client(REMOTE_ADDR="10.9.9.8")))


def test_a_phone_that_logged_in_is_known_too(cast, tries, client):
    assert on_phone(client, PASSWORD).status_code == 200
    fail(tries, LIMIT, "sun")
    assert on_phone(client, PASSWORD).status_code == 200


def test_what_is_older_than_a_year_is_forgotten_by_night(cast):
    Attempt.note(Attempt.Outcome.FAILED, username="li", at=NOW - timedelta(days=3000))
    kept = Attempt.note(Attempt.Outcome.FAILED, username="li", at=NOW)
    Job.ask(kind="attempts.forget", by=None, at=NOW)
    work_off()
    assert list(Attempt.objects.all()) == [kept]


@pytest.mark.parametrize(
    ("minutes", "until"),
    [
        ((0, 1, 2, 3), None),
        ((0, 1, 2, 3, 4), 19),
        ((0, 5, 9, 13, 14), 29),
        ((-1, 5, 9, 13, 14), None),
        ((-1, 0, 5, 9, 13), 28),
    ],
)
def test_locked_until(minutes, until):
    start = datetime(2026, 11, 23, 10, 0)
    failures = [start + timedelta(minutes=m) for m in minutes]
    found = locked_until(failures, at=start + timedelta(minutes=14))
    assert found == (None if until is None else start + timedelta(minutes=until))
