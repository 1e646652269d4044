from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from conftest import MONDAY, NOW
from tonglu.base.errors import NotYours, Refused
from tonglu.base.journal.models import Entry
from tonglu.directory.approvals.models import Delegation

WEEK = MONDAY + timedelta(days=7)


@pytest.fixture
def give(cast):
    def give(to="zhao", start=MONDAY, stop=WEEK):
        return Delegation.give(
            person=cast.li,
            to=cast.people[to],
            start=start,
            stop=stop,
            reason="年假",
            by=cast.li.login,
            at=NOW,
        )

    return give


def test_a_delegation_is_written_down(give, cast):
    given = give()
    assert Delegation.givers(to=cast.zhao, on=MONDAY) == [cast.li]
    assert Delegation.givers(to=cast.zhao, on=WEEK) == []
    assert Entry.objects.get(verb="approval.delegate").facts["to"] == cast.zhao.code
    assert given.reason == "年假"


def test_not_to_oneself_not_backwards_and_not_twice(give, cast):
    for wrong in ({"to": "li"}, {"stop": MONDAY}):
        with pytest.raises(Refused):
            give(**wrong)
    give()
    with pytest.raises(Refused, match="已委托"):
        give(to="zhou")
    with pytest.raises(IntegrityError), transaction.atomic():
        Delegation.objects.create(
            person=cast.li, to=cast.wu, start=MONDAY, stop=WEEK, by=cast.li.login, at=NOW
        )


def test_taking_it_back_ends_it_from_that_day(give, cast):
    given = give()
    with pytest.raises(NotYours):
        given.take_back(by=cast.zhao.login, on=MONDAY, at=NOW)
    given.take_back(by=cast.li.login, on=MONDAY + timedelta(days=2), at=NOW)
    assert Delegation.givers(to=cast.zhao, on=MONDAY + timedelta(days=1)) == [cast.li]
    assert Delegation.givers(to=cast.zhao, on=MONDAY + timedelta(days=2)) == []
    soon = give(start=WEEK, stop=WEEK + timedelta(days=1))
    soon.take_back(by=cast.li.login, on=MONDAY, at=NOW)
    assert Delegation.objects.count() == 1
    assert Entry.objects.filter(verb="approval.take_back").count() == 2
