"""Under an Idempotency-Key a request has its effect once and its answer every time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conftest import NOW
from tonglu.base.journal.models import Entry
from tonglu.directory.clients.models import KeyedRequest
from tonglu.trade.orders.models import Order
from tonglu.web.api.tests.test_auth import said
from tonglu.web.api.tests.test_orders import BODY


@pytest.fixture
def qian(program):
    return program("qian")


def test_the_same_request_has_one_effect_and_one_answer(cast, qian):
    first, again = qian.post("orders", BODY, key="k1"), qian.post("orders", BODY, key="k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert {name: again[name] for name in ("ETag", "Location", "Content-Type")} == {
        name: first[name] for name in ("ETag", "Location", "Content-Type")
    }
    assert ("Idempotency-Replayed" in first, again["Idempotency-Replayed"]) == (False, "true")
    assert (Order.objects.count(), Entry.objects.filter(verb="order.place").count()) == (1, 1)


def test_without_a_key_every_request_is_its_own(cast, qian):
    qian.post("orders", BODY)
    qian.post("orders", BODY)
    assert Order.objects.count() == 2


def test_another_request_under_the_same_key_is_refused(cast, qian):
    qian.post("orders", BODY, key="k1")
    assert said(qian.post("orders", {**BODY, "note": "别的"}, key="k1")) == (422, "key_reused")
    order = Order.objects.get()
    assert said(qian.post(f"orders/{order.pk}/deliver", key="k1")) == (422, "key_reused")
    assert Order.objects.count() == 1


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=b", "application/x-www-form-urlencoded"])
def test_a_form_in_the_place_of_json_is_the_senders_mistake(cast, qian, kind):
    answer = qian.client.post("/api/v1/orders", b"x", content_type=kind, headers={"idempotency-key": "k1"})
    assert answer.status_code in {400, 415, 422}
    assert answer["Content-Type"] == "application/problem+json"
    assert Order.objects.count() == 0


def test_keys_of_two_tokens_do_not_meet(cast, qian, program):
    qian.post("orders", BODY, key="k1")
    assert program("qian").post("orders", BODY, key="k1").status_code == 201
    assert Order.objects.count() == 2


def test_a_refusal_is_an_answer_too_and_leaves_nothing(cast, qian):
    bad = {**BODY, "customer": "ORPHAN"}
    first, again = qian.post("orders", bad, key="k1"), qian.post("orders", bad, key="k1")
    assert said(first) == said(again) == (409, "no_owner")
    assert again["Idempotency-Replayed"] == "true"


def test_a_request_that_is_being_worked_on_is_not_begun_again(cast, qian, monkeypatch):
    qian.post("orders", BODY, key="k1")
    KeyedRequest.objects.update(status=None)
    assert said(qian.post("orders", BODY, key="k1")) == (409, "in_progress")
    assert Order.objects.count() == 1
    # whoever began it is dead by now, and its effect was rolled back with it
    monkeypatch.setenv("TONGLU_NOW", (NOW + timedelta(minutes=3)).isoformat())
    assert qian.post("orders", BODY, key="k1").status_code == 201


def test_a_fault_of_ours_may_be_tried_again_under_the_same_key(cast, qian, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("tonglu.web.api.orders.prices_for", lambda **_: 1 / 0)
        qian.client.raise_request_exception = False
        assert said(qian.post("orders", BODY, key="k1")) == (500, "broken")
    assert KeyedRequest.objects.count() == Order.objects.count() == 0
    assert qian.post("orders", BODY, key="k1").status_code == 201


def test_an_answer_to_who_may_not_is_not_kept(cast, program):
    he = program("he")
    assert said(he.post("orders", BODY, key="k1")) == (403, "no_door")
    assert KeyedRequest.objects.count() == 0


@pytest.mark.parametrize("key", ["", " ", "k" * 121, "键"])
def test_a_key_is_visible_ascii(cast, qian, key):
    headers = {"idempotency-key": key}
    assert said(qian.post("orders", BODY, **headers)) == (422, "invalid")


def test_old_keys_are_forgotten(cast, qian):
    qian.post("orders", BODY, key="k1")
    assert KeyedRequest.forget(before=NOW) == 0
    assert KeyedRequest.forget(before=NOW + timedelta(days=7)) == 1
