"""What is wrong on a card is put right, field by field."""

from __future__ import annotations

import pytest

from conftest import NOW
from tonglu.base.errors import Refused
from tonglu.base.journal.models import Entry
from tonglu.customers.cards.models import Customer


def test_the_named_fields_change_and_the_journal_keeps_what_they_were(cast):
    customer = cast.customers["sun1"]
    changes = {"phone": "13900000000", "customer_class": cast.classes["A"], "name": customer.name}
    customer.correct(changes=changes, by=cast.qian.login, at=NOW)
    stored = Customer.objects.get(pk=customer.pk)
    assert (stored.phone, stored.customer_class, stored.address) == ("13900000000", cast.classes["A"], "")
    assert "13900000000" in stored.search
    entry = Entry.objects.get(verb="customer.correct")
    assert entry.facts == {"customer": "SUN1", "changed": ["phone", "customer_class"]}
    assert {"phone", "customer_class"} <= {change.field for change in entry.fields.all()}


def test_what_says_nothing_new_leaves_no_trace(cast):
    customer = cast.customers["sun1"]
    customer.correct(changes={"name": customer.name}, by=cast.qian.login, at=NOW)
    assert not Entry.objects.filter(verb="customer.correct").exists()


@pytest.mark.parametrize("field", ["code", "state", "unit", "search"])
def test_code_state_and_unit_are_not_corrected(cast, field):
    with pytest.raises(Refused, match=field):
        cast.customers["sun1"].correct(changes={field: "x"}, by=cast.qian.login, at=NOW)
