"""What an import made and changed, kept row by row, and taken back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext as _

from tonglu.base.bulk import insert
from tonglu.base.errors import Refused
from tonglu.exchange.imports.ledger import Deed

if TYPE_CHECKING:
    from tonglu.exchange.imports.models import ImportedRow

_SOME = 500


def write_deeds(model: type[ImportedRow], run: int, deeds: Sequence[Deed]) -> None:
    """One row for each deed, in their order."""
    insert(
        model,
        ("run", "line", "object_type", "object_id", "changes"),
        (
            (run, deed.line, deed.obj._meta.label_lower, str(deed.obj.pk), _plain(deed.changes))
            for deed in deeds
        ),
    )


def _plain(changes: Any) -> Any:
    """Related things as their keys, dates and amounts as text: what JSON can hold."""
    if changes is None:
        return None
    keyed = {name: [_keyed(old), _keyed(new)] for name, (old, new) in changes.items()}
    return json.loads(json.dumps(keyed, cls=DjangoJSONEncoder))


def _keyed(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value


def take_back(rows: Iterable[ImportedRow]) -> int:
    """Takes back, last first, what the rows say was done; how many. The caller holds the transaction.

    Raises Refused where something depends on what would go, or a field no longer says what the import wrote.
    """
    count = 0
    made: list[ImportedRow] = []
    for row in rows:
        # what is of one kind goes together; a change is taken back in its turn
        if made and (row.changes is not None or row.object_type != made[0].object_type or len(made) >= _SOME):
            _delete(made)
            made = []
        if row.changes is None:
            made.append(row)
        else:
            _restore(row)
        count += 1
    if made:
        _delete(made)
    return count


def _delete(rows: Sequence[ImportedRow]) -> None:
    model = apps.get_model(rows[0].object_type)
    try:
        model._default_manager.filter(pk__in=[row.object_id for row in rows]).delete()
    except models.ProtectedError as error:
        first = next(iter(error.protected_objects))
        raise Refused(
            _("不能撤销：{what}“{one}”还用着导入的{noun}"),
            what=first._meta.label,
            one=first,
            noun=model._meta.label,
            code="in_use",
        ) from error


def _restore(row: ImportedRow) -> None:
    model = apps.get_model(row.object_type)
    obj = model._default_manager.filter(pk=row.object_id).first()
    if obj is None:
        raise Refused(_("不能撤销：第 {line} 行改过的记录已经不在"), line=row.line, code="gone")
    changes = row.changes or {}
    fields = {name: model._meta.get_field(name) for name in changes}
    for name, (old, new) in changes.items():
        field: Any = fields[name]
        if _plain({name: (getattr(obj, field.attname), None)})[name][0] != _as_kept(field, new):
            raise Refused(
                _("不能撤销：第 {line} 行的“{obj}”导入以后又改过"),
                line=row.line,
                obj=obj,
                code="changed_since",
            )
        setattr(obj, field.attname, None if old is None else _target(field).to_python(old))
    obj.save(update_fields=list(changes))


def _as_kept(field: Any, value: Any) -> Any:
    """A value as it comes back from the column: amounts with all their decimals."""
    if value is None or isinstance(value, bool):
        return value
    found = _target(field).to_python(value)
    if isinstance(field, models.DecimalField):
        found = round(found, field.decimal_places)
    return _plain({"value": (found, None)})["value"][0]


def _target(field: Any) -> Any:
    return field.target_field if isinstance(field, models.ForeignKey) else field
