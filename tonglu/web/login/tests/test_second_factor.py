"""A second factor: set up by its owner, asked for at the desk and on the phone, given up by the office."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from conftest import PASSWORD
from tonglu.base.journal.models import Entry

PHONE = "/phone/api/login"


def test_the_password_alone_leads_to_the_code_and_not_in(cast, tries, authenticator):
    code = authenticator(cast.li)
    client = Client()
    assert tries("li", PASSWORD, client).url.startswith("/login/code")
    assert client.get("/").url.startswith("/login")
    assert "再输入验证码" in client.get("/login/code").content.decode()
    assert client.post("/login/code", {"code": code()}).status_code == 302
    assert client.get("/").status_code == 200


def test_a_wrong_code_is_said_in_words(cast, tries, authenticator):
    authenticator(cast.li)
    client = Client()
    tries("li", PASSWORD, client)
    page = client.post("/login/code", {"code": "000000"}).content.decode()
    assert "验证码不对" in page
    assert client.get("/").status_code == 302


def test_the_phone_asks_for_the_code_too(cast, client, authenticator):
    code = authenticator(cast.sun)
    body = {"username": "sun", "password": PASSWORD, "device": "t"}

    def answer(**more):
        return client.post(PHONE, {**body, **more}, content_type="application/json")

    assert (answer().status_code, answer().json()["code"]) == (401, "code_needed")
    assert answer(code="000000").json()["code"] == "code_needed"
    assert answer(code=code()).status_code == 200


def test_a_recovery_code_enters_once(cast, client, authenticator):
    authenticator(cast.sun)
    codes = Authenticator.objects.get(user=cast.sun.login, type="recovery_codes").wrap().get_unused_codes()
    body = {"username": "sun", "password": PASSWORD, "device": "t", "code": codes[0]}
    assert client.post(PHONE, body, content_type="application/json").status_code == 200
    assert client.post(PHONE, body, content_type="application/json").status_code == 401


def test_the_secret_does_not_lie_open_in_the_database(cast, client):
    account = Client()
    account.post("/login", {"login": "li", "password": PASSWORD})
    assert account.get("/me/second-factor").url.startswith("/me/confirm")
    account.post("/me/confirm", {"password": PASSWORD, "next": "/me/second-factor"})
    page = account.get("/me/second-factor")
    secret = page.context["form"].secret
    now = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    assert account.post("/me/second-factor", {"code": now}).status_code == 302
    kept = Authenticator.objects.get(user=cast.li.login, type="totp")
    assert secret not in str(kept.data)
    assert "恢复码" in account.get("/me/recovery-codes").content.decode()


def test_the_administrator_gives_it_up_for_one_whose_phone_is_lost(cast, tries, authenticator):
    authenticator(cast.li)
    cast.client("he").post(f"/people/{cast.li.pk}/second-factor", {"next": "/people"})
    assert tries("li", PASSWORD).url == "/"
    assert Entry.objects.filter(verb="account.forget_second_factor", by=cast.he.login).count() == 1


def test_a_lost_key_is_said_in_words_at_both_doors(cast, client, tries, authenticator, settings):
    authenticator(cast.li)
    settings.SECRET_KEY = "another"
    desk = Client()
    tries("li", PASSWORD, desk)
    page = desk.post("/login/code", {"code": "123456"})
    assert (page.status_code, "TONGLU_SECRET_KEY" in page.content.decode()) == (409, True)
    body = {"username": "li", "password": PASSWORD, "device": "t", "code": "123456"}
    phone = client.post(PHONE, body, content_type="application/json")
    assert (phone.status_code, phone.json()["code"]) == (401, "secret_lost")
