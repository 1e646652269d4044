"""A new customer enters the books."""

from __future__ import annotations

import pytest

from conftest import MONDAY, NOW
from tonglu.base.errors import Refused
from tonglu.base.journal.models import Entry
from tonglu.customers.cards.models import Customer


def entered(cast, **more) -> Customer:
    given = {"code": "N1", "name": "新开的店", "unit": cast.units["one"], "by": cast.qian.login, "at": NOW}
    return Customer.enter(**{**given, **more})


def test_with_a_position_it_is_active_and_that_positions_own_from_today(cast):
    customer = entered(
        cast, position=cast.positions["sun"], card={"phone": "13900000000", "lng": 1.0, "lat": 2.0}
    )
    assert (customer.state, customer.owner(on=MONDAY)) == ("active", cast.positions["sun"])
    assert (customer.datum, customer.search) == ("wgs84", "新开的店 n1 13900000000 xkdd xinkaidedian")
    entry = Entry.objects.get(verb="customer.enter")
    assert (entry.object_id, entry.facts) == (
        str(customer.pk),
        {"customer": "N1", "name": "新开的店", "to": "P-sun"},
    )


def test_without_a_position_it_is_a_prospect_that_nobody_owns(cast):
    customer = entered(cast)
    assert (customer.state, customer.owner(on=MONDAY)) == ("prospect", None)


def test_a_code_is_given_once(cast):
    with pytest.raises(Refused, match="SUN1"):
        entered(cast, code="SUN1")
    assert not Entry.objects.filter(verb="customer.enter").exists()
