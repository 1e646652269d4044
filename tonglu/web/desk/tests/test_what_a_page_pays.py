"""What every page asks the database beside what it shows: who looks, which units, what waits for him, his bell."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import MONDAY, NOW, SINCE
from tonglu.directory.approvals.models import RuleBook
from tonglu.fieldwork.dayplans.models import Call, DayPlan
from tonglu.results.inbox.queries import inbox


@pytest.fixture
def rules(cast):
    return RuleBook.set_up(on=SINCE, by=None, at=NOW)


def submit(cast, who: str) -> None:
    DayPlan.submit(
        person=cast.people[who],
        position=cast.positions[who],
        on=MONDAY,
        calls=[Call(cast.customers[f"{who}1"].pk)],
        goal_deals=1,
        goal_sales=0,
        by=cast.people[who].login,
        at=NOW,
    )


def asked(cast, who: str, path: str) -> list[str]:
    """The tables that a page's queries begin with, without the quotes."""
    client = cast.client(who)
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in queries]


def reading(queries: list[str], table: str) -> int:
    return sum(f'FROM "{table}"' in query.split(" WHERE ")[0] for query in queries)


@pytest.mark.parametrize("who", ["sun", "li", "wang", "chen", "qian", "he"])
def test_a_page_asks_once_who_looks_and_once_what_waits_for_him(cast, rules, who):
    queries = asked(cast, who, "/me/notices")
    once = (
        "org_company",
        "accounts_account",
        "org_appointment",
        "approvals_delegation",
        "approvals_approval",
    )
    assert {table: reading(queries, table) for table in once} == dict.fromkeys(once, 1)
    shown = ("notices_choice", "notices_reach", "notices_dispatch", "calendar_companyday")
    own = sum(reading(queries, table) for table in shown)
    # one more for the administrator, who is told of a broken chain on every page
    assert len(queries) - own <= (13 if who == "he" else 12), "\n".join(
        query[:60] + " … " + query.partition(" FROM ")[2][:60] for query in queries
    )


@pytest.mark.parametrize("by_rules", [False, True])
def test_the_inbox_counts_what_it_lists(cast, request, by_rules):
    if by_rules:
        request.getfixturevalue("rules")
    submit(cast, "sun")
    submit(cast, "zhou")
    submit(cast, "wu")
    box = inbox(person=cast.li, scope=cast.li.scope(on=MONDAY))
    assert box.counts == {
        "plans": 2,
        "reports": 0,
        "held": 0,
        "to_deliver": 0,
        "returned": 0,
        "leave": 0,
        "others": 0,
    }
    assert {key: len(getattr(box, key)) for key in box.counts if key != "others"} == {
        key: n for key, n in box.counts.items() if key != "others"
    }
    assert len(box.other_approvals) == 0


def test_who_looks_stays_who_he_was_when_the_page_began(cast):
    steady = type(cast.li).objects.get(pk=cast.li.pk).steady()
    before = steady.held(on=MONDAY)
    cast.li.appointments.update(stop=MONDAY)
    assert (steady.held(on=MONDAY), cast.li.held(on=MONDAY)) == (before, [])
