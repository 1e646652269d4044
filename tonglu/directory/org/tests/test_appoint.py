"""Who holds which position when, and what he sees from there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from conftest import MONDAY
from tonglu.customers.cards.models import Customer
from tonglu.directory.org.models import Appointment, Person


def seen(person, on=MONDAY):
    return set(Customer.objects.visible_to(person.scope(on=on)).values_list("code", flat=True))


def test_a_rep_sees_his_own_outlets_only(cast):
    assert seen(cast.zhou) == {"ZHOU1", "ZHOU2", "ZHOU3"}


@pytest.mark.parametrize(
    ("who", "count"),
    [("li", 8), ("zhao", 2), ("wang", 11), ("zheng", 2), ("chen", 13), ("qian", 11), ("he", 13)],
)
def test_one_who_leads_or_serves_sees_his_line_and_its_ownerless(cast, who, count):
    assert len(seen(cast.people[who])) == count


def test_a_position_has_one_holder_at_a_time(cast):
    with pytest.raises(DatabaseError), transaction.atomic():
        Appointment.objects.create(person=cast.wu, position=cast.positions["sun"], start=MONDAY)


def test_the_day_of_a_move_belongs_to_the_successor(cast):
    Appointment.objects.get(person=cast.sun).end(on=MONDAY)
    Appointment.objects.create(person=cast.wu, position=cast.positions["sun"], start=MONDAY)
    before = MONDAY - timedelta(days=1)
    assert cast.positions["sun"].holder(on=before) == cast.sun
    assert cast.positions["sun"].holder(on=MONDAY) == cast.wu
    assert seen(cast.sun) == set()
    assert "SUN1" in seen(cast.wu)
    assert "SUN1" not in seen(cast.wu, on=before)


def test_a_deputy_acts_instead_of_the_holder_while_he_is_away(cast):
    back = MONDAY + timedelta(days=3)
    Appointment.objects.create(
        person=cast.zhou, position=cast.positions["sun"], start=MONDAY, stop=back, deputy=True
    )
    assert seen(cast.zhou) == {"ZHOU1", "ZHOU2", "ZHOU3", "SUN1", "SUN2", "SUN3", "SUN4", "SUN5"}
    assert seen(cast.sun) == set()
    assert len(seen(cast.sun, on=back)) == 5
    assert cast.positions["sun"].holder(on=MONDAY) == cast.zhou


def test_people_are_seen_along_the_line(cast):
    names = Person.objects.visible_to(cast.li.scope(on=MONDAY)).values_list("name", flat=True)
    assert set(names) == {"李主任", "孙海波", "周敏"}


def test_before_his_first_day_a_person_sees_nothing(cast):
    assert seen(cast.sun, on=date(2025, 12, 31)) == set()
