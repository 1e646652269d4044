"""What a field was and what it became is kept with the verb that changed it, however it was written."""

from __future__ import annotations

import logging

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction

from conftest import NOW
from tonglu.base.journal.models import Change, Entry, Seal, record
from tonglu.base.journal.source import coming_from, on_device
from tonglu.base.journal.tracked import Tracked, TrackedQuerySet, masked
from tonglu.customers.cards.models import Customer


def changed(entry: Entry) -> list[tuple[str, str, str | None, str | None]]:
    return list(entry.fields.order_by("id").values_list("object_id", "field", "old", "new"))


def moved(shop: Customer, by) -> Entry:
    return record(verb="test.move", obj=shop, by=by, at=NOW)


def test_a_saved_object_keeps_what_differs(cast):
    shop = cast.customers["sun1"]
    shop.name, shop.address = "新名字", "和平大街 1 号"
    shop.save(update_fields=["name", "address"])
    entry = moved(shop, cast.li.login)
    key = str(shop.pk)
    assert changed(entry) == [(key, "name", "sun第1便利店", "新名字"), (key, "address", "", "和平大街 1 号")]
    assert entry.object_name == "SUN1 新名字"


def test_update_and_bulk_update_of_many_rows_are_kept_too(cast):
    shops = [cast.customers[name] for name in ("sun1", "sun2", "sun3")]
    rows = Customer.objects.filter(pk__in=[shop.pk for shop in shops])
    assert rows.update(state=Customer.State.DORMANT) == 3
    for shop in shops:
        shop.address = f"{shop.code} 号"
    Customer.objects.bulk_update(shops[:2], ["address"])
    entry = record(verb="import.outlets", obj=cast.company, by=None, at=NOW)
    assert sorted(field for _id, field, _old, _new in changed(entry)) == ["address"] * 2 + ["state"] * 3
    assert {(old, new) for _id, field, old, new in changed(entry) if field == "state"} == {
        ("active", "dormant")
    }


def test_what_is_saved_unchanged_leaves_nothing(cast):
    cast.customers["sun1"].save()
    entry = moved(cast.customers["sun1"], None)
    assert changed(entry) == []
    assert entry.changes == ""


def test_what_is_rolled_back_was_never_changed(cast):
    shop = cast.customers["sun1"]
    with transaction.atomic():
        shop.name = "不会发生"
        shop.save(update_fields=["name"])
        transaction.set_rollback(True)
    assert changed(moved(shop, None)) == []


def test_each_change_belongs_to_the_next_verb_alone(cast):
    shop = cast.customers["sun1"]
    shop.name = "一"
    shop.save()
    first, second = moved(shop, None), moved(shop, None)
    assert (len(changed(first)), len(changed(second))) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_a_change_by_no_verb_is_complained_of(caplog):
    from tonglu.directory.calendar.models import CompanyDay

    day = CompanyDay.objects.create(date=NOW.date(), worked=True, reason="盘点")
    with caplog.at_level(logging.ERROR):
        CompanyDay.objects.filter(pk=day.pk).update(worked=False)
    assert "calendar.companyday.worked" in caplog.text
    CompanyDay.objects.all().delete()


def test_it_is_kept_from_where_something_was_done(cast):
    with coming_from("phone", address="10.0.0.7"):
        on_device("12")
        entry = moved(cast.customers["sun1"], cast.sun.login)
    assert (entry.source, entry.address, entry.device) == ("phone", "10.0.0.7", "12")
    assert moved(cast.customers["sun1"], None).source == ""


def test_changes_cannot_be_changed_or_deleted(cast):
    shop = cast.customers["sun1"]
    shop.name = "一"
    shop.save()
    moved(shop, None)
    with pytest.raises(DatabaseError), transaction.atomic():
        Change.objects.update(new="二")
    with pytest.raises(DatabaseError), transaction.atomic():
        Change.objects.all().delete()
    assert Change.objects.get().new == "一"


def test_a_smuggled_change_breaks_the_chain(cast):
    shop = cast.customers["sun1"]
    shop.name = "一"
    shop.save()
    first, second = moved(shop, None), moved(shop, None)
    Seal.seal_all()
    assert Seal.first_broken() is None
    forged = Change.objects.get()
    forged.pk, forged.entry = None, second
    forged.save()
    assert Seal.first_broken() == second.pk
    forged.pk, forged.entry = None, first
    forged.save()
    assert Seal.first_broken() == first.pk


@pytest.mark.parametrize(
    ("number", "seen"),
    [
        ("13812341234", "138****1234"),
        ("024-88881234", "024****1234"),
        ("88881234", "8****1234"),
        ("110", "***"),
        ("", ""),
    ],
)
def test_a_masked_number_can_be_recognised_and_not_called(number, seen):
    assert masked(number) == seen


def test_every_kind_of_master_data_is_written_through_a_queryset_that_keeps_changes():
    kinds = [model for model in apps.get_models() if issubclass(model, Tracked)]
    assert len(kinds) >= 10
    assert [m for m in kinds if not isinstance(m._default_manager.all(), TrackedQuerySet)] == []
