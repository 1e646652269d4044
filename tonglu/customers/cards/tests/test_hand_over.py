from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import MONDAY, NOW
from tonglu.base.dated import in_force
from tonglu.base.errors import Refused
from tonglu.base.journal.models import Entry
from tonglu.customers.cards.models import Ownership
from tonglu.customers.cards.queries import without_owner


def test_the_successor_owns_from_that_day_and_nothing_is_left_without_an_owner(cast):
    shop = cast.customers["sun1"]
    shop.hand_over(to=cast.positions["wu"], on=MONDAY, by=cast.wang.login, at=NOW)
    assert shop.owner(on=MONDAY - timedelta(days=1)) == cast.positions["sun"]
    assert shop.owner(on=MONDAY) == cast.positions["wu"]
    assert without_owner(on=MONDAY) == []
    entry = Entry.objects.get(verb="customer.hand_over")
    assert (entry.facts["from"], entry.facts["to"]) == ("P-sun", "P-wu")


def test_a_handover_before_the_present_owner_began_is_refused(cast):
    with pytest.raises(Refused, match="交接日期须在其后"):
        cast.customers["sun1"].hand_over(
            to=cast.positions["wu"], on=MONDAY.replace(year=2025), by=cast.wang.login, at=NOW
        )


def test_two_owners_on_one_day_cannot_be_stored(cast):
    with pytest.raises(DatabaseError), transaction.atomic():
        Ownership.objects.create(customer=cast.customers["sun1"], position=cast.positions["wu"], start=MONDAY)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 300), st.sampled_from(["sun", "zhou", "wu", "feng"])), max_size=6))
def test_whatever_is_handed_over_there_is_exactly_one_owner_each_day(cast, moves):
    with transaction.atomic():
        shop = cast.customers["sun1"]
        for days, to in moves:
            on = MONDAY + timedelta(days=days)
            try:
                shop.hand_over(to=cast.positions[to], on=on, by=cast.wang.login, at=NOW)
            except Refused:
                continue
        for days in range(0, 320, 7):
            assert (
                Ownership.objects.filter(in_force(MONDAY + timedelta(days=days)), customer=shop).count() == 1
            )
        transaction.set_rollback(True)
