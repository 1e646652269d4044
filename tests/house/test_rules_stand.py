"""The rules that migrations put into the database are still there when all migrations have run."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tonglu.base.constraints import AppendOnly, NoOverlap


def rules():
    """(table, rule) of every rule that some migration put up."""
    loader = MigrationLoader(connection)
    state = loader.project_state()
    for (label, _name), migration in sorted(loader.disk_migrations.items()):
        if not migration.__module__.startswith("tonglu."):
            continue
        for operation in migration.operations:
            if (
                isinstance(operation, AppendOnly | NoOverlap)
                and (label, operation.model.lower()) in state.models
            ):
                yield state.apps.get_model(label, operation.model)._meta.db_table, operation


@pytest.mark.django_db
def test_no_later_migration_lost_a_rule_of_the_database():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger UNION SELECT conname FROM pg_constraint")
        standing = {name for (name,) in cursor.fetchall()}
    lost = []
    for table, rule in rules():
        name = f"{table}_{'append_only' if isinstance(rule, AppendOnly) else 'no_overlap'}"
        if not any(one == name or one.startswith(f"{name}_") for one in standing):
            lost.append(name)
    assert lost == []
