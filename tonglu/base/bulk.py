"""Writing very many rows at once, where no one needs them as objects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Field, ForeignKey, Model


@transaction.atomic
def insert(model: type[Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Writes `rows`, each the values of `fields` in that order (a foreign key as its target's id); returns how many.

    The other fields get their defaults. No object is made and no id comes back, which is why it takes a fraction of
    `bulk_create`'s time; constraints and triggers of the database hold as ever.
    """
    connection = connections[DEFAULT_DB_ALIAS]  # not its proxy, which would be asked millions of times
    rest = [f for f in model._meta.concrete_fields if f.name not in fields and not f.primary_key]
    columns: list[Field[Any, Any]] = [model._meta.get_field(name) for name in fields]  # type: ignore[misc]
    defaults = [f.get_db_prep_save(f.get_default(), connection) for f in rest]
    prepare = [_target(column).get_db_prep_save for column in columns]
    values = [
        [*(ready(value, connection) for ready, value in zip(prepare, row, strict=True)), *defaults]
        for row in rows
    ]
    quoted = ", ".join(connection.ops.quote_name(f.column or "") for f in (*columns, *rest))
    marks = ", ".join(["%s"] * (len(columns) + len(rest)))
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({marks})", values)
    return len(values)


def _target(field: Field[Any, Any]) -> Field[Any, Any]:
    """The field whose values a foreign key holds."""
    return field.target_field if isinstance(field, ForeignKey) else field
