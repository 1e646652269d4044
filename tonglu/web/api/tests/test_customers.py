"""Customers through the API: entered, corrected, handed over, each in the journal with its token."""

from __future__ import annotations

import pytest

from conftest import MONDAY
from tonglu.base.journal.models import Entry
from tonglu.customers.cards.models import Customer
from tonglu.web.api.tests.test_auth import said


@pytest.fixture
def qian(program):
    return program("qian")


def test_a_customer_is_entered(cast, qian):
    body = {"code": "N1", "name": " 新店 ", "position": "P-sun", "channel": "C1", "customer_class": "A"}
    answer = qian.post("customers", {**body, "lng": 123.4, "lat": 41.8, "opened_on": "2026-11-01"})
    assert answer.status_code == 201, answer.content
    shown = answer.json()
    assert answer["Location"] == f"/api/v1/customers/{shown['id']}"
    assert (shown["name"], shown["state"], shown["owner"]["code"]) == ("新店", "active", "P-sun")
    customer = Customer.objects.get(code="N1")
    assert (customer.channel, customer.customer_class) == (cast.channel, cast.classes["A"])
    entry = Entry.objects.get(verb="customer.enter")
    assert (entry.by, entry.facts["client"], entry.facts["token"]) == (cast.qian.login, "ERP", qian.token.pk)


def test_a_prospect_belongs_to_a_unit(cast, qian):
    shown = qian.post("customers", {"code": "N1", "name": "新店", "unit": "TX2"}).json()
    assert (shown["state"], shown["owner"], shown["unit"]["code"]) == ("prospect", None, "TX2")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({}, "no_unit"),
        ({"unit": "HG1"}, "unknown_code"),
        ({"position": "P-feng"}, "unknown_code"),
        ({"unit": "TX1", "channel": "none"}, "unknown_code"),
        ({"unit": "TX1", "code": "SUN1"}, "code_taken"),
    ],
)
def test_nothing_is_entered_for_another_office_or_under_a_taken_code(cast, qian, more, code):
    before = Customer.objects.count()
    assert said(qian.post("customers", {"code": "N1", "name": "新店", **more}))[1] == code
    assert Customer.objects.count() == before


def test_only_what_is_named_is_corrected(cast, qian):
    customer = cast.customers["sun1"]
    shown = qian.patch(f"customers/{customer.pk}", {"phone": "139", "customer_class": None}).json()
    assert (shown["phone"], shown["customer_class"], shown["channel"]["code"]) == ("139", None, "C1")
    entry = Entry.objects.get(verb="customer.correct")
    assert sorted(entry.facts["changed"]) == ["customer_class", "phone"]
    assert entry.facts["client"] == "ERP"


@pytest.mark.parametrize(
    "body", [{"name": None}, {"name": " "}, {"code": "X"}, {"state": "closed"}, {"lng": 181}]
)
def test_what_cannot_be_corrected_is_invalid(cast, qian, body):
    assert said(qian.patch(f"customers/{cast.customers['sun1'].pk}", body)) == (422, "invalid")


def test_a_correction_of_what_was_changed_since_is_refused(cast, qian):
    address = f"customers/{cast.customers['sun1'].pk}"
    seen = qian.get(address)["ETag"]
    first = qian.patch(address, {"phone": "1"}, **{"if-match": seen})
    assert (first.status_code, first["ETag"] != seen) == (200, True)
    assert said(qian.patch(address, {"phone": "2"}, **{"if-match": seen})) == (412, "changed")
    assert qian.patch(address, {"phone": "2"}, **{"if-match": first["ETag"]}).status_code == 200


def test_a_customer_is_handed_over(cast, qian):
    customer = cast.customers["sun1"]
    answer = qian.post(f"customers/{customer.pk}/hand-over", {"position": "P-zhou", "on": "2026-11-23"})
    assert answer.json()["owner"]["code"] == "P-zhou"
    assert customer.owner(on=MONDAY) == cast.positions["zhou"]
    assert Entry.objects.get(verb="customer.hand_over").facts["client"] == "ERP"


def test_nothing_is_handed_over_out_of_the_own_line(cast, qian, program):
    body = {"position": "P-feng", "on": "2026-11-23"}
    assert said(qian.post(f"customers/{cast.customers['sun1'].pk}/hand-over", body))[1] == "unknown_code"
    feng1 = cast.customers["feng1"].pk
    assert said(qian.post(f"customers/{feng1}/hand-over", {**body, "position": "P-sun"}))[0] == 404
    assert cast.customers["sun1"].owner(on=MONDAY) == cast.positions["sun"]
