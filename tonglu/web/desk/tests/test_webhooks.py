"""Webhooks at the desk: subscribed, tried, replayed, stopped."""

from __future__ import annotations

import pytest

from conftest import NOW
from tonglu.directory.webhooks.models import Push, Subscription

FORM = {"url": "https://erp.example.com/hook", "verb": ["order.*"]}


@pytest.fixture
def subscription(cast) -> Subscription:
    cast.client("qian").post("/webhooks/new", FORM)
    return Subscription.objects.get()


def test_the_secret_is_shown_once(cast):
    qian = cast.client("qian")
    page = qian.post("/webhooks/new", FORM)
    made = Subscription.objects.get()
    assert (made.secret.open() in page.content.decode(), page["Cache-Control"]) == (True, "no-store")
    assert made.secret.open() not in qian.get(f"/webhooks/{made.pk}").content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"url": "http://localhost/"}, "https://"),
        ({"verb": []}, "至少勾选一类动作"),
        ({"verb": ["*"]}, "至少勾选一类动作"),
    ],
)
def test_what_is_refused_is_said(cast, wrong, words):
    assert words in cast.client("qian").post("/webhooks/new", {**FORM, **wrong}).content.decode()
    assert not Subscription.objects.exists()


def test_an_address_inside_is_refused_before_it_is_kept(cast, settings):
    settings.WEBHOOKS_PRIVATE = False
    answer = cast.client("qian").post("/webhooks/new", {**FORM, "url": "https://192.168.1.20/hook"})
    assert "192.168.1.20 是本机或内网的地址" in answer.content.decode()
    assert not Subscription.objects.exists()


def test_a_test_is_shown_with_its_attempts_and_sent_again(cast, subscription):
    qian = cast.client("qian")
    qian.post(f"/webhooks/{subscription.pk}/test")
    push = Push.objects.get()
    push.tried(status=None, error="ConnectError: no route", milliseconds=12, at=NOW)
    shown = qian.get(f"/webhooks/{subscription.pk}").content.decode()
    assert ("ConnectError" in shown, "待推送" in shown) == (True, True)
    Push.objects.update(state=Push.State.GIVEN_UP)
    for who, status in (("wang", 404), ("qian", 302)):
        assert cast.client(who).post(f"/webhooks/pushes/{push.pk}/replay").status_code == status
    push.refresh_from_db()
    assert (push.state, push.failures) == ("waiting", 0)


def test_it_is_stopped_by_its_person_or_the_administrator(cast, subscription):
    for who in ("wang", "li"):
        assert cast.client(who).post(f"/webhooks/{subscription.pk}/stop").status_code == 404
    cast.client("he").post(f"/webhooks/{subscription.pk}/stop")
    subscription.refresh_from_db()
    assert subscription.stopped_by == cast.he.login
