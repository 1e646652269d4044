"""Who is let in, and what is said to those who are not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from conftest import NOW
from tonglu.directory.clients.models import Right, Token

PROBLEM = "application/problem+json"


def said(answer) -> tuple[int, str]:
    assert answer["Content-Type"] == PROBLEM, answer.content
    body = answer.json()
    assert body["status"] == answer.status_code
    assert body["type"] == f"urn:tonglu:problem:{body['code']}"
    assert body["title"]
    assert body["detail"]
    return answer.status_code, body["code"]


def test_without_a_token_nothing_opens(cast):
    answer = Client().get("/api/v1/customers")
    assert said(answer) == (401, "no_token")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_login_in_the_browser_is_no_token(cast):
    assert said(cast.client("chen").get("/api/v1/customers")) == (401, "no_token")


@pytest.mark.parametrize("shown", ["Bearer nonsense", "Bearer ", "Basic YTpi", "Bearer tgl_\u00e9"])
def test_a_made_up_token_opens_nothing(cast, shown):
    answer = Client(headers={"authorization": shown}).get("/api/v1/customers")
    assert said(answer)[0] == 401


def test_a_revoked_token_opens_nothing(cast, program):
    qian = program("qian")
    assert qian.get("customers").status_code == 200
    qian.token.revoke(by=cast.he.login, at=NOW)
    assert said(qian.get("customers")) == (401, "bad_token")
    assert said(qian.post("orders", {}, key="a")) == (401, "bad_token")


def test_an_expired_token_opens_nothing(cast, program, monkeypatch):
    qian = program("qian")
    monkeypatch.setenv("TONGLU_NOW", (NOW + timedelta(days=30)).isoformat())
    assert said(qian.get("customers")) == (401, "bad_token")


def test_the_token_of_someone_whose_login_was_closed_opens_nothing(cast, program):
    qian = program("qian")
    cast.qian.login.is_active = False
    cast.qian.login.save(update_fields=["is_active"])
    assert said(qian.get("customers")) == (401, "bad_token")


def test_a_token_does_only_what_it_has_the_right_to(cast, program):
    reader = program("qian", Right.CUSTOMERS_READ)
    assert reader.get("customers").status_code == 200
    assert said(reader.get("orders")) == (403, "no_right")
    assert said(reader.post("customers", {"code": "X", "name": "x"})) == (403, "no_right")


def test_a_token_opens_no_door_that_is_shut_to_its_person(cast, program):
    assert said(program("sun").post("customers", {"code": "X", "name": "x"})) == (403, "no_door")
    assert said(program("he").get("orders")) == (403, "no_door")


def test_someone_without_a_position_has_nothing_to_look_at(cast, program):
    sun = program("sun")
    cast.sun.appointments.all().delete()
    assert said(sun.get("customers")) == (403, "no_door")


def test_when_a_token_was_last_used_is_kept(cast, program, monkeypatch):
    qian = program("qian")
    qian.get("customers")
    assert Token.objects.get(pk=qian.token.pk).used_at == NOW
    monkeypatch.setenv("TONGLU_NOW", (NOW + timedelta(seconds=59)).isoformat())
    qian.get("customers")
    assert Token.objects.get(pk=qian.token.pk).used_at == NOW


def test_a_client_that_asks_too_often_is_told_so(cast, program, settings):
    settings.API_A_MINUTE = 2
    qian = program("qian")
    assert [qian.get("channels").status_code for _ in range(3)] == [200, 200, 429]
    assert said(qian.get("channels")) == (429, "too_many")


def test_problems_speak_the_language_that_was_asked_for(cast, program):
    chinese, english = program("qian"), program("qian", language="en")
    assert chinese.get("customers/999999").json()["title"] == "没有找到"
    assert english.get("customers/999999")["Content-Language"] == "en"
    cast.qian.login.speak("en")
    assert program("qian").get("customers/999999")["Content-Language"] == "en"
