"""The period at the top: by its key, or any two days."""

from __future__ import annotations

import pytest
from django.urls import reverse


def picked(client, name: str = "orders", **query) -> str:
    return client.get(reverse(name), query).context["picks"].key


def test_any_two_days_are_a_period_and_stay(cast):
    li = cast.client("li")
    assert picked(li, since="2026-11-03", until="2026-11-12") == "2026-11-03..2026-11-12"
    assert picked(li, "visits") == "2026-11-03..2026-11-12"


def test_a_step_from_there_counts_although_the_days_are_still_in_the_address(cast):
    asked = {"since": "2026-11-03", "until": "2026-11-12", "period": "2026-10-24..2026-11-02"}
    assert picked(cast.client("li"), **asked) == "2026-10-24..2026-11-02"


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("2026-11-12", "2026-11-03"),
        ("gestern", "heute"),
        ("2026-11-12", ""),
        ("2026-02-30", "2026-03-01"),
        ("0001-01-01", "0001-01-02"),
    ],
)
def test_days_that_are_no_period_show_the_usual_one(cast, since, until):
    assert picked(cast.client("li"), since=since, until=until) == "2026-11"


@pytest.mark.parametrize("name", ["board", "reports", "plans", "targets", "leave", "journal"])
def test_every_page_takes_them(cast, name):
    he = cast.client("he" if name == "journal" else "wang")
    assert he.get(reverse(name), {"since": "2026-11-03", "until": "2026-11-12"}).status_code == 200
