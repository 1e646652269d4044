"""PostgreSQL empties no table that only grows; the tests alone may sweep."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.state import ProjectState

from tests.house.test_rules_stand import rules
from tonglu.base.constraints import AppendOnly, NeverEmptied

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no TRUNCATE")


@pytest.mark.django_db
def test_no_table_that_only_grows_is_emptied():
    tables = sorted({table for table, rule in rules() if type(rule) is AppendOnly})
    assert tables
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL tonglu.sweeps = 'off'")
        for table in tables:
            with pytest.raises(DatabaseError, match="never emptied"), transaction.atomic():
                cursor.execute(f'TRUNCATE "{table}" CASCADE')
        cursor.execute("SET LOCAL tonglu.sweeps = 'on'")
        with transaction.atomic():
            cursor.execute('TRUNCATE "journal_verification"')


@pytest.mark.django_db
def test_tables_from_before_are_kept_from_it_as_well():
    with connection.cursor() as cursor:
        cursor.execute('DROP TRIGGER "journal_entry_append_only_truncate" ON "journal_entry"')
    with connection.schema_editor() as editor:
        NeverEmptied().database_forwards("journal", editor, ProjectState(), ProjectState())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL tonglu.sweeps = 'off'")
        with pytest.raises(DatabaseError, match="never emptied"):
            cursor.execute('TRUNCATE "journal_entry" CASCADE')
