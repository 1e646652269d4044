"""Ending a phone that was lost."""

from __future__ import annotations

from conftest import MONDAY
from tonglu.base.journal.models import Entry
from tonglu.directory.org.models import Appointment


def test_the_administrator_ends_a_lost_phone(cast, worked):
    cast.client("he").post(f"/devices/{worked.device.pk}/revoke")
    worked.device.refresh_from_db()
    assert worked.device.revoked_by == cast.he.login
    assert Entry.objects.get(verb="device.revoke").facts == {"person": cast.sun.code}


def test_a_phone_is_ended_once(cast, worked):
    client = cast.client("he")
    client.post(f"/devices/{worked.device.pk}/revoke")
    answer = client.post(f"/devices/{worked.device.pk}/revoke", {"next": "/devices"}, follow=True)
    assert "已经停用" in answer.content.decode()
    assert Entry.objects.filter(verb="device.revoke").count() == 1


def test_nobody_else_ends_a_phone(cast, worked):
    for who in ("li", "chen", "qian", "sun"):
        assert cast.client(who).post(f"/devices/{worked.device.pk}/revoke").status_code == 403


def test_a_phone_of_one_who_has_left_can_still_be_ended(cast, worked):
    Appointment.objects.get(person=cast.sun).end(on=MONDAY)
    assert cast.client("he").get("/devices").context["list"].count == 1
    cast.client("he").post(f"/devices/{worked.device.pk}/revoke")
    worked.device.refresh_from_db()
    assert worked.device.revoked_by == cast.he.login
