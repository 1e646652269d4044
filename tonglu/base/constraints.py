"""Rules that the database itself holds, written once for both engines and used in migrations.

`AppendOnly` makes a table one that can only grow; `NoOverlap` keeps dated records of one object apart.
PostgreSQL and SQLite say these things differently; a migration says them once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Model

_PG_REFUSE = """
CREATE OR REPLACE FUNCTION tonglu_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%% is append-only: record a new row instead', TG_TABLE_NAME
USING ERRCODE = 'integrity_constraint_violation'; END $$
"""

# TRUNCATE asks no trigger of rows. The tests say that they sweep their own database; nothing else ever does
_PG_KEEP = """
CREATE OR REPLACE FUNCTION tonglu_never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF current_setting('tonglu.sweeps', true) = 'on' THEN RETURN NULL; END IF;
RAISE EXCEPTION '%% is append-only: it is never emptied', TG_TABLE_NAME
USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
# for the tables that were append-only before there was this rule
_PG_KEEP_ALL = """
DO $$ DECLARE name text; BEGIN
FOR name IN SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE t.tgname = c.relname || '_append_only' AND pg_table_is_visible(c.oid)
AND NOT EXISTS (SELECT 1 FROM pg_trigger k WHERE k.tgrelid = c.oid AND k.tgname = t.tgname || '_truncate')
LOOP EXECUTE format('CREATE TRIGGER %%I BEFORE TRUNCATE ON %%I EXECUTE FUNCTION tonglu_never_emptied()',
name || '_append_only_truncate', name); END LOOP; END $$
"""


class _Rule(Operation):
    """Something that only the database knows of: taking it back does nothing unless a rule says otherwise."""

    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing changes in Django's own picture of the models."""

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """What stands stays, or went with the table that the operations before it take back."""


class _ModelRule(_Rule):
    """An operation on one model's table that adds statements when applied and others when taken back."""

    def __init__(self, model: str) -> None:
        self.model = model

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        self._run(schema_editor, self._add, to_state.apps.get_model(app_label, self.model))

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        self._run(schema_editor, self._drop, from_state.apps.get_model(app_label, self.model))

    def _run(self, editor: BaseDatabaseSchemaEditor, statements: Any, model: type[Model]) -> None:
        for statement in statements(model, editor.connection.vendor == "postgresql"):
            editor.execute(statement)

    def _add(self, model: type[Model], postgres: bool) -> list[str]:
        raise NotImplementedError

    def _drop(self, model: type[Model], postgres: bool) -> list[str]:
        raise NotImplementedError


class AppendOnly(_ModelRule):
    """Rows of this table are never changed and never deleted, whoever asks, one by one or all at once."""

    def describe(self) -> str:
        return f"Rows of {self.model} are append-only"

    def _add(self, model: type[Model], postgres: bool) -> list[str]:
        table = model._meta.db_table
        if postgres:
            return [
                _PG_REFUSE,
                f'CREATE TRIGGER "{table}_append_only" BEFORE UPDATE OR DELETE ON "{table}" '
                "FOR EACH ROW EXECUTE FUNCTION tonglu_append_only()",
                _PG_KEEP,
                f'CREATE TRIGGER "{table}_append_only_truncate" BEFORE TRUNCATE ON "{table}" '
                "EXECUTE FUNCTION tonglu_never_emptied()",
            ]
        return [
            f'CREATE TRIGGER "{table}_append_only_{verb}" BEFORE {verb} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: record a new row instead'); END"
            for verb in ("UPDATE", "DELETE")
        ]

    def _drop(self, model: type[Model], postgres: bool) -> list[str]:
        table = model._meta.db_table
        if postgres:
            return [
                f'DROP TRIGGER "{table}_append_only" ON "{table}"',
                f'DROP TRIGGER IF EXISTS "{table}_append_only_truncate" ON "{table}"',
            ]
        return [f'DROP TRIGGER "{table}_append_only_{verb}"' for verb in ("UPDATE", "DELETE")]


class KeptFor(AppendOnly):
    """Rows are never changed, and not deleted before their `at` lies `days` days back by the database's own clock."""

    def __init__(self, model: str, *, days: int) -> None:
        super().__init__(model)
        self.days = days

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        return type(self).__name__, [self.model], {"days": self.days}

    def describe(self) -> str:
        return f"Rows of {self.model} are never changed, and kept for {self.days} days"

    def _add(self, model: type[Model], postgres: bool) -> list[str]:
        statements = super()._add(model, postgres)
        if not postgres:
            young = f"WHEN OLD.\"at\" > datetime('now', '-{self.days} days')"
            return [
                sql.replace("BEGIN", f"{young} BEGIN") if "BEFORE DELETE" in sql else sql
                for sql in statements
            ]
        table = model._meta.db_table
        row = f'ON "{table}" FOR EACH ROW'
        return [
            *(sql.replace("UPDATE OR DELETE", "UPDATE") for sql in statements),
            f'CREATE TRIGGER "{table}_append_only_young" BEFORE DELETE {row} '
            f"WHEN (OLD.\"at\" > now() - interval '{self.days} days') EXECUTE FUNCTION tonglu_append_only()",
        ]

    def _drop(self, model: type[Model], postgres: bool) -> list[str]:
        table = model._meta.db_table
        young = [f'DROP TRIGGER "{table}_append_only_young" ON "{table}"'] if postgres else []
        return [*super()._drop(model, postgres), *young]


class NeverEmptied(_Rule):
    """Tables that are append-only already refuse TRUNCATE as well; SQLite has no such statement.

    Taken back, the triggers stay: a table that comes later is made with them anyway.
    """

    def describe(self) -> str:
        return "Append-only tables are never emptied"

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(_PG_KEEP)
            schema_editor.execute(_PG_KEEP_ALL)


class Reopened(AppendOnly):
    """The table may be altered: stands before the operations of a migration that do so, `AppendOnly` after them.

    SQLite alters a table by making it anew, without its triggers.
    """

    def describe(self) -> str:
        return f"{self.model} may be altered"

    def _add(self, model: type[Model], postgres: bool) -> list[str]:
        return super()._drop(model, postgres)

    def _drop(self, model: type[Model], postgres: bool) -> list[str]:
        return super()._add(model, postgres)


class NoOverlap(_ModelRule):
    """Records with equal `keys` never share a day; each holds the half-open range [`start`, `stop`).

    A null `stop` is open-ended, and a null key column stands for itself (null equals null here: "every class" is one
    kind of record). `keys`, `start` and `stop` are column names of date-ranged tables.
    """

    def __init__(self, model: str, *, keys: Sequence[str], start: str = "start", stop: str = "stop") -> None:
        super().__init__(model)
        self.keys, self.start, self.stop = tuple(keys), start, stop

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        return (
            type(self).__name__,
            [self.model],
            {"keys": self.keys, "start": self.start, "stop": self.stop},
        )

    def describe(self) -> str:
        return f"Dated rows of {self.model} with equal {', '.join(self.keys)} never overlap"

    def _add(self, model: type[Model], postgres: bool) -> list[str]:
        table = model._meta.db_table
        name = f"{table}_no_overlap"
        if postgres:
            keys = ", ".join(f"(COALESCE(\"{key}\"::text, '')) WITH =" for key in self.keys)
            return [
                "CREATE EXTENSION IF NOT EXISTS btree_gist",
                f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" EXCLUDE USING gist '
                f'({keys}, daterange("{self.start}", "{self.stop}") WITH &&)',
            ]
        same = " AND ".join(f'"{key}" IS NEW."{key}"' for key in self.keys)
        clash = (
            f'SELECT 1 FROM "{table}" WHERE {same} AND "id" IS NOT NEW."id" '
            f'AND ("{self.stop}" IS NULL OR "{self.stop}" > NEW."{self.start}") '
            f'AND (NEW."{self.stop}" IS NULL OR NEW."{self.stop}" > "{self.start}")'
        )
        return [
            f'CREATE TRIGGER "{name}_{verb}" BEFORE {verb} ON "{table}" WHEN EXISTS ({clash}) '
            f"BEGIN SELECT RAISE(ABORT, '{name}: two dated rows for the same {', '.join(self.keys)} overlap'); END"
            for verb in ("INSERT", "UPDATE")
        ]

    def _drop(self, model: type[Model], postgres: bool) -> list[str]:
        table = model._meta.db_table
        if postgres:
            return [f'ALTER TABLE "{table}" DROP CONSTRAINT "{table}_no_overlap"']
        return [f'DROP TRIGGER "{table}_no_overlap_{verb}"' for verb in ("INSERT", "UPDATE")]


class Restored(_Rule):
    """A rule once more, after the table was altered.

    SQLite alters most tables by making them anew, and the triggers stay with the old one. Stands in a migration after
    whatever alters a table that has a rule; PostgreSQL keeps its rules and needs nothing.
    """

    def __init__(self, rule: _ModelRule) -> None:
        self.rule = rule

    def describe(self) -> str:
        return f"{self.rule.describe()}, still"

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        if schema_editor.connection.vendor != "sqlite":
            return
        model = to_state.apps.get_model(app_label, self.rule.model)
        for statement in self.rule._drop(model, postgres=False):
            schema_editor.execute(statement.replace("DROP TRIGGER", "DROP TRIGGER IF EXISTS"))
        for statement in self.rule._add(model, postgres=False):
            schema_editor.execute(statement)
