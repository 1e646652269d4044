"""What is logged in is listed, and ended by its owner alone."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.test import Client

from conftest import PASSWORD
from tonglu.directory.devices.models import Device


def logged_in(username="sun"):
    client = Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537")
    client.post("/login", {"login": username, "password": PASSWORD})
    return client


def test_open_browsers_are_listed_and_ended(cast):
    here, there = logged_in(), logged_in()
    page = here.get("/me/security")
    assert page.content.decode().count("Chrome · Windows") == 2
    other = UserSession.objects.get(session_key=there.session.session_key)
    here.post(f"/me/sessions/{other.pk}/end", {"next": "/me/security"})
    assert there.get("/me/security").status_code == 302
    assert here.get("/me/security").status_code == 200


def test_a_browser_of_somebody_else_is_out_of_reach(cast):
    sun, li = logged_in(), logged_in("li")
    his = UserSession.objects.get(session_key=li.session.session_key)
    assert sun.post(f"/me/sessions/{his.pk}/end").status_code == 404


def test_ones_own_phone_is_ended_and_no_other(cast):
    cast.device("sun")
    cast.device("wu")
    sun = logged_in()
    mine, his = (Device.objects.get(person=cast.people[who]) for who in ("sun", "wu"))
    sun.post(f"/me/phones/{mine.pk}/end", {"next": "/me/security"})
    assert sun.post(f"/me/phones/{his.pk}/end").status_code == 404
    mine.refresh_from_db()
    his.refresh_from_db()
    assert mine.revoked_at is not None
    assert his.revoked_at is None
