"""Whatever goes wrong is a problem document."""

from __future__ import annotations

import pytest
from django.test import Client

from tonglu.web.api.tests.test_auth import said


@pytest.fixture
def chen(program):
    return program("chen")


def test_an_address_that_is_not_there(cast, chen):
    assert said(chen.get("nothing")) == (404, "not_found")
    assert said(Client().get("/api/v2/customers")) == (404, "not_found")


def test_a_record_that_is_not_there(cast, chen):
    assert said(chen.get("customers/999999")) == (404, "not_found")


def test_a_method_that_is_not_known(cast, chen):
    answer = chen.client.delete("/api/v1/customers")
    assert said(answer) == (405, "bad_method")
    assert set(answer["Allow"].split(", ")) == {"GET", "POST"}


def test_a_body_that_is_no_json(cast, chen):
    answer = chen.client.post("/api/v1/orders", b"{nonsense", content_type="application/json")
    assert said(answer) == (400, "unreadable")
    answer = chen.client.post("/api/v1/orders", b"\xff\xfe", content_type="application/json")
    assert said(answer) == (400, "unreadable")


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({}, "body.customer"),
        ({"customer": "SUN1", "lines": []}, "body.lines"),
        ({"customer": "SUN1", "lines": [{"sku": "S001", "quantity": 0}]}, "body.lines.0.quantity"),
        ({"customer": "SUN1", "lines": [{"sku": "S001", "quantity": 10**30}]}, "body.lines.0.quantity"),
        ({"customer": "SU\0N", "lines": [{"sku": "S001", "quantity": 1}]}, "body.customer"),
        (
            {"customer": "SUN1", "lines": [{"sku": "S001", "quantity": 1, "price": 2.5}]},
            "body.lines.0.price",
        ),
        ({"customer": "SUN1", "lines": [{"sku": "S001", "quantity": 1}], "x": 1}, "body.x"),
        ([], "body"),
    ],
)
def test_a_body_that_is_not_as_documented(cast, chen, body, where):
    answer = chen.client.post("/api/v1/orders", body, content_type="application/json")
    assert said(answer) == (422, "invalid")
    assert where in [fault["where"] for fault in answer.json()["errors"]]


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0},
        {"limit": 501},
        {"state": "gone"},
        {"first": "20261123"},
        {"first": "2026-02-30"},
        {"first": "0001-01-01"},
        {"first": "2026-11-23\n"},
        {"first": 20261123},
        {"changed_since": "2026-11-23"},
        {"changed_since": "9999-12-31T23:59:59Z"},
        {"number": "\0"},
        {"cursor": "nonsense"},
        {"stat": "held"},
    ],
)
def test_a_query_that_is_not_as_documented(cast, chen, query):
    answer = chen.get("orders", query)
    assert said(answer)[0] == 422
    assert answer.json()["errors"][0]["where"] == f"query.{next(iter(query))}"


def test_a_rule_of_the_business_is_a_conflict(cast, chen):
    answer = chen.post("orders", {"customer": "ORPHAN", "lines": [{"sku": "S001", "quantity": 1}]})
    assert said(answer) == (409, "no_owner")


def test_a_fault_of_ours_is_a_problem_document_too(cast, chen, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("tonglu.web.api.catalog.paged", broken)
    chen.client.raise_request_exception = False
    answer = chen.get("channels")
    assert said(answer) == (500, "broken")
    assert "fault of ours" not in answer.content.decode()
