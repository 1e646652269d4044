"""Closing the account of one who has left."""

from __future__ import annotations

from django.test import Client

from conftest import MONDAY, PASSWORD
from tonglu.base.journal.models import Entry
from tonglu.directory.org.models import Appointment


def test_whoever_has_left_is_found_and_shut_out_everywhere(cast):
    sun, phone = Client(), cast.device("sun")
    sun.post("/login", {"login": "sun", "password": PASSWORD})
    Appointment.objects.get(person=cast.sun).end(on=MONDAY)
    he = cast.client("he")
    assert cast.sun.code in he.get("/people").content.decode()
    assert "停用账号" in he.get(f"/people/{cast.sun.pk}").content.decode()
    he.post(f"/people/{cast.sun.pk}/close")
    assert sun.get("/").url.startswith("/login")
    assert phone.client.get("/phone/api/notices").json()["code"] == "revoked"
    sun.post("/login", {"login": "sun", "password": PASSWORD})
    assert sun.get("/").url.startswith("/login")
    assert Entry.objects.get(verb="account.close").by == cast.he.login
    he.post(f"/people/{cast.sun.pk}/reopen")
    cast.sun.login.refresh_from_db()
    assert cast.sun.login.is_active
    assert Entry.objects.get(verb="account.reopen").facts == {"username": "sun"}


def test_nobody_shuts_himself_out_and_leaders_shut_out_nobody(cast):
    cast.client("he").post(f"/people/{cast.he.pk}/close")
    assert cast.client("chen").post(f"/people/{cast.sun.pk}/close").status_code == 403
    assert not Entry.objects.filter(verb="account.close").exists()
    assert cast.client("wang").get("/people").context["list"].count == 7


def test_a_leader_does_not_look_after_those_who_left(cast):
    Appointment.objects.get(person=cast.sun).end(on=MONDAY)
    assert cast.client("chen").get(f"/people/{cast.sun.pk}").status_code == 404
    assert cast.sun.code not in cast.client("chen").get("/people").content.decode()
