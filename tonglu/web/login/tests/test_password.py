"""A password of one's own, and one given by the office to somebody who forgot his."""

from __future__ import annotations

from django.test import Client

from conftest import PASSWORD
from tonglu.base.journal.models import Entry

NEW = "three brown hens"


def logged_in(username="li", password=PASSWORD):
    client = Client()
    client.post("/login", {"login": username, "password": password})
    return client


def change(client, old, new, again=None):
    return client.post("/me/password", {"oldpassword": old, "password1": new, "password2": again or new})


def test_changing_it_ends_the_other_sessions_and_keeps_this_one(cast, tries):
    here, there = logged_in(), logged_in()
    assert change(here, PASSWORD, NEW).url == "/me/security"
    assert here.get("/me/security").status_code == 200
    assert there.get("/me/security").status_code == 302
    assert tries("li", NEW).status_code == 302
    assert Entry.objects.get(verb="account.change_password").by == cast.li.login


def test_a_wrong_old_one_or_two_different_new_ones_change_nothing(cast, tries):
    client = logged_in()
    assert change(client, "wrong", NEW).status_code == 200
    assert change(client, PASSWORD, NEW, "another").status_code == 200
    assert change(client, PASSWORD, "12345678").status_code == 200
    assert tries("li", PASSWORD).status_code == 302


def test_a_given_password_is_shown_once_and_opens_only_the_way_to_ones_own(cast, client):
    page = cast.client("he").post(f"/people/{cast.li.pk}/password")
    given = page.context["password"]
    assert given in page.content.decode()
    assert given not in str(list(Entry.objects.values_list("facts", flat=True)))
    li = logged_in("li", given)
    assert li.get("/orders").url == "/me/password"
    body = {"username": "li", "password": given, "device": "t"}
    assert (
        client.post("/phone/api/login", body, content_type="application/json").json()["code"]
        == "choose_password"
    )
    change(li, given, NEW)
    assert li.get("/orders").status_code == 200


def test_giving_one_ends_what_was_open(cast):
    li = logged_in()
    cast.client("he").post(f"/people/{cast.li.pk}/password")
    assert li.get("/").url.startswith("/login")
    assert Entry.objects.get(verb="account.give_password").by == cast.he.login


def test_a_leader_gives_no_passwords(cast):
    assert cast.client("wang").post(f"/people/{cast.li.pk}/password").status_code == 403
