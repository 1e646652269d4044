from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from conftest import NOW
from tonglu.base.journal.models import Entry, Seal, record


@pytest.fixture
def rows(cast):
    for n in range(5):
        record(verb="test.verb", obj=cast.sun, by=cast.sun.login, at=NOW, facts={"n": n, "words": "气泡水"})


def test_every_row_is_sealed_once_and_the_chain_holds(rows):
    assert Seal.seal_all(batch=2) == Entry.objects.count()
    assert Seal.seal_all() == 0
    assert Seal.first_broken() is None


@pytest.mark.parametrize("change", [{"verb": "other"}, {"facts": {}}, {"object_id": "0"}])
def test_rows_cannot_be_changed_or_deleted(rows, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.all().delete()
    assert Entry.objects.filter(verb="test.verb").count() == 5


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite knows REPLACE")
def test_rows_cannot_be_replaced_either(rows):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT OR REPLACE INTO journal_entry SELECT * FROM journal_entry")


def test_a_change_behind_the_databases_back_shows(rows):
    """Someone with the database in his hands takes the trigger away; the chain still tells."""
    Seal.seal_all()
    victim = Entry.objects.filter(verb="test.verb").order_by("id")[2]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing may be pending on the table
            cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER journal_entry_append_only")
        else:
            cursor.execute('DROP TRIGGER "journal_entry_append_only_UPDATE"')
    Entry.objects.filter(pk=victim.pk).update(verb="forged")
    assert Seal.first_broken() == victim.pk
