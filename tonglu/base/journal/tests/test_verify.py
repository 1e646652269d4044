"""The chain is verified from where it was left, and a break shows."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from conftest import NOW
from tonglu.base.journal.models import Entry, Seal, Verification, record


def write(cast, n: int) -> None:
    for _n in range(n):
        record(verb="test.verb", obj=cast.sun, by=None, at=NOW)
    Seal.seal_all()


def forge(entry: int, *, table: str = "journal_entry") -> None:
    """As someone with the database in his hands does it."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only")
        else:
            cursor.execute(f'DROP TRIGGER "{table}_append_only_UPDATE"')
            cursor.execute(f'DROP TRIGGER "{table}_append_only_DELETE"')
        if table == "journal_seal":
            cursor.execute("DELETE FROM journal_seal WHERE id = %s", [entry])
        else:
            cursor.execute("UPDATE journal_entry SET verb = 'forged' WHERE id = %s", [entry])


def test_a_second_look_begins_where_the_first_ended(cast, django_assert_max_num_queries):
    write(cast, 3)
    first = Verification.go_on(at=NOW)
    assert (first.seal_id, first.broken) == (Seal.objects.latest("id").pk, None)
    assert Verification.go_on(at=NOW) == first
    write(cast, 2)
    second = Verification.go_on(at=NOW)
    assert second.seal_id == first.seal_id + 2 or second.seal_id > first.seal_id
    assert Verification.objects.count() == 2


def test_a_break_after_the_last_look_shows_at_the_next(cast):
    write(cast, 2)
    Verification.go_on(at=NOW)
    write(cast, 2)
    victim = Entry.objects.latest("id")
    forge(victim.pk)
    assert Verification.go_on(at=NOW).broken == victim.pk
    assert Verification.go_on(at=NOW).broken == victim.pk


def test_a_break_before_the_last_look_shows_when_all_of_it_is_read(cast):
    write(cast, 3)
    Verification.go_on(at=NOW)
    victim = Entry.objects.order_by("id").last()
    forge(victim.pk)
    assert Verification.go_on(at=NOW).broken is None
    assert Verification.go_on(at=NOW, whole=True).broken == victim.pk


def test_an_end_that_was_cut_off_shows(cast):
    write(cast, 3)
    Verification.go_on(at=NOW)
    forge(Seal.objects.latest("id").pk, table="journal_seal")
    assert Verification.go_on(at=NOW).broken is not None


def test_a_verification_cannot_be_changed(cast):
    write(cast, 1)
    Verification.go_on(at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        Verification.objects.update(broken=None)


def test_the_chain_cannot_fork(cast):
    write(cast, 2)
    first = Seal.objects.earliest("id")
    entry = record(verb="test.verb", obj=cast.sun, by=None, at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        Seal.objects.create(entry=entry, previous=first.previous, digest="0" * 64)
