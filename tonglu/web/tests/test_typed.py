"""What no database of text keeps, typed where people type."""

from __future__ import annotations

import json

from django.urls import reverse

from tonglu.directory.calendar.models import LeaveAsk


def test_a_nul_in_an_address_or_a_form_is_left_out(cast, client):
    assert cast.client("he").get(reverse("customers"), {"q": "sun\0"}).context["list"].count == 5
    asked = {"kind": "sick", "first": "2026-12-01", "last": "2026-12-02", "reason": "感\0冒"}
    cast.client("li").post(reverse("leave_ask"), asked)
    assert LeaveAsk.objects.get().reason == "感冒"
    assert client.post("/login", {"login": "l\0i", "password": "x"}).status_code == 200
    body = json.dumps({"username": "l\0i", "password": "x", "device": "\ud83d"})
    answer = client.post("/phone/api/login", body, content_type="application/json")
    assert answer.json()["code"] == "bad_login"


def test_a_day_beyond_the_calendar_is_refused_in_words(cast):
    far = {"kind": "sick", "first": "9999-12-31", "last": "9999-12-31", "reason": "x"}
    assert cast.client("li").post(reverse("leave_ask"), far).status_code == 302
    assert not LeaveAsk.objects.exists()
    given = {"to": cast.zhao.code, "start": "2026-11-23", "last": "9999-12-31", "reason": "x"}
    answer = cast.client("li").post(reverse("delegation_give"), given)
    assert "超出范围" in answer.content.decode()
