"""Logging in, logging out, the language, and what stays picked."""

from __future__ import annotations

from django.test import Client

from conftest import PASSWORD
from tonglu.directory.org.models import Company


def test_a_person_logs_in_and_goes_where_he_wanted(cast):
    answer = Client().post("/login", {"login": "li", "password": PASSWORD, "next": "/orders"})
    assert answer.url == "/orders"


def test_a_wrong_password_is_said_in_words(cast):
    page = Client().post("/login", {"login": "li", "password": "wrong"}).content.decode()
    assert "用户名或密码不对" in page


def test_a_person_without_a_position_is_refused(cast):
    cast.positions["wu"].appointments.update(stop="2026-11-01")
    assert cast.client("wu").get("/").status_code == 403


def test_only_a_demo_company_shows_its_accounts(cast):
    assert "tonglu-demo" not in Client().get("/login").content.decode()
    Company.objects.update(source="demo")
    assert "tonglu-demo" in Client().get("/login").content.decode()


def test_logging_out_needs_a_post(cast):
    client = cast.client("li")
    assert client.get("/logout").status_code == 405
    client.post("/logout")
    assert client.get("/").status_code == 302


def test_the_language_follows_the_person(cast):
    client = cast.client("li")
    client.post("/language", {"language": "en"})
    cast.li.login.refresh_from_db()
    assert cast.li.login.language == "en"
    assert client.get("/")["Content-Language"] == "en"


def test_a_language_that_is_none_changes_nothing(cast):
    cast.client("li").post("/language", {"language": "xx"})
    cast.li.login.refresh_from_db()
    assert cast.li.login.language == "zh-hans"


def test_unit_and_period_stay_as_one_moves(cast):
    client = cast.client("wang")
    client.get("/board?unit=TX2&period=2026-10")
    picks = client.get("/orders").context["picks"]
    assert (picks.unit, picks.key) == (cast.units["two"], "2026-10")


def test_a_unit_of_others_is_not_picked(cast):
    assert cast.client("wang").get("/board?unit=HG").context["picks"].unit == cast.units["tiexi"]


def test_a_week_is_picked_by_its_monday(cast):
    picks = cast.client("wang").get("/orders?period=W2026-11-16").context["picks"]
    assert (picks.period.kind, picks.previous, picks.next) == ("week", "W2026-11-09", "W2026-11-23")


def test_the_house_says_that_it_is_well(cast):
    assert Client().get("/healthz").json()["status"] == "ok"
