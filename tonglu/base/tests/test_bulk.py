"""Writing many rows without objects."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError

from tonglu.base.bulk import insert
from tonglu.directory.catalog.models import Brand, Sku, SkuCost

pytestmark = pytest.mark.django_db


def test_the_fields_that_are_not_given_get_their_defaults():
    assert insert(Brand, ("code", "name"), [("A", "甲"), ("B", "乙")]) == 2
    assert list(Brand.objects.values_list("code", "name", "own")) == [("A", "甲", True), ("B", "乙", True)]


def test_money_and_foreign_keys_are_stored_as_their_columns_store_them():
    sku = Sku.objects.create(code="W1", name="水")
    insert(SkuCost, ("sku", "cost", "start"), [(sku.pk, Decimal("0.8125"), date(2026, 1, 1))])
    cost = SkuCost.objects.get()
    assert (cost.sku, cost.cost, cost.stop) == (sku, Decimal("0.8125"), None)


def test_nothing_is_written_where_one_row_breaks_a_constraint():
    with pytest.raises(IntegrityError):
        insert(Brand, ("code", "name"), [("A", "甲"), ("A", "乙")])
    assert not Brand.objects.exists()


def test_no_rows_are_none():
    assert insert(Brand, ("code", "name"), []) == 0
