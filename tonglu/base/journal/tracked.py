"""Master data whose every change is kept 变更: what a field was and what it became, noted as it is written.

A verb saves and then records; `record()` collects what was noted in its transaction and stores it under its own
entry. Notes hang on the transaction, so that what is rolled back leaves none. Saving an object, `update()` and
`bulk_update()` of a queryset are all noted; creating is not, the verb's own entry says it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction

log = logging.getLogger(__name__)
M = TypeVar("M", bound=models.Model)
# rows asked for by key in one query: below every engine's limit on parameters
BATCH = 500
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Noted:
    """A field of an object that changed; `old` and `new` as text. Both None: it changed, and what it says is not kept."""

    object_type: str
    object_id: str
    field: str
    old: str | None
    new: str | None


class TrackedQuerySet(models.QuerySet[M]):
    """A queryset whose updates are noted."""

    def update(self, **values: Any) -> int:
        model = cast("type[Tracked]", self.model)
        names = [name for name in model.tracked_fields() if name in values]
        if not names:
            return super().update(**values)
        before = {row["pk"]: row for row in self.order_by().values("pk", *names)}
        done = super().update(**values)
        note(model, before, _rows(model, list(before), names))
        return done


class Tracked(models.Model):
    """A model whose changes are kept. `objects` must come from a `TrackedQuerySet`.

    `untracked` fields are derived from others; of `private` fields it is kept that they changed and not what they
    said, so that personal data can be erased; `masked` ones are kept as `138****1234`.
    """

    untracked: ClassVar[frozenset[str]] = frozenset({"search", "path"})
    private: ClassVar[frozenset[str]] = frozenset()
    masked: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Notes what differs from what is stored; one more query for a row that is there already."""
        named = kwargs.get("update_fields")
        names = [name for name in self.tracked_fields() if named is None or name in named]
        known = not self._state.adding and not kwargs.get("force_insert") and bool(names)
        before = _rows(type(self), [self.pk], names) if known else {}
        super().save(*args, **kwargs)
        if before:
            note(type(self), before, _rows(type(self), [self.pk], names))

    @classmethod
    def tracked_fields(cls) -> list[str]:
        return [
            f.name for f in cls._meta.concrete_fields if not f.primary_key and f.name not in cls.untracked
        ]


def _rows(model: type[Tracked], keys: Sequence[Any], names: Sequence[str]) -> dict[Any, Row]:
    found: dict[Any, Row] = {}
    for n in range(0, len(keys), BATCH):
        rows = model._base_manager.filter(pk__in=keys[n : n + BATCH]).values("pk", *names)
        found |= {row["pk"]: row for row in rows}
    return found


def note(model: type[Tracked], before: Mapping[Any, Row], after: Mapping[Any, Row]) -> None:
    """Keeps what differs until the verb of this transaction is recorded."""
    changed = [
        _noted(model, str(key), name, old[name], after[key][name])
        for key, old in before.items()
        if key in after
        for name in old
        if name != "pk" and old[name] != after[key][name]
    ]
    if changed:
        transaction.on_commit(_Pending(changed))


def _noted(model: type[Tracked], key: str, name: str, old: Any, new: Any) -> Noted:
    kind = model._meta.label_lower
    if name in model.private:
        return Noted(kind, key, name, None, None)
    shown = masked if name in model.masked else (lambda text: text)
    return Noted(kind, key, name, shown(_text(old)), shown(_text(new)))


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
    return str(value)


def masked(number: str) -> str:
    """`138****1234`: enough to know a number again, too little to call it."""
    number = number.strip()
    if len(number) < 5:
        return "*" * len(number)
    keep = 3 if len(number) >= 11 else 1
    return f"{number[:keep]}****{number[-min(4, len(number) - keep - 1) :]}"


class _Pending:
    """Changes of this transaction that no verb has taken yet; called when it commits without one."""

    def __init__(self, changes: Sequence[Noted]) -> None:
        self.changes = changes

    def __call__(self) -> None:
        names = sorted({f"{one.object_type}.{one.field}" for one in self.changes})
        log.error("%d changes were made by no verb: %s", len(self.changes), ", ".join(names[:8]))


def taken() -> Iterable[Noted]:
    """What was changed in this transaction and not taken before."""
    connection = connections[DEFAULT_DB_ALIAS]
    waiting: list[Any] = connection.run_on_commit
    pending = [entry for entry in waiting if isinstance(entry[1], _Pending)]
    if not pending:
        return []
    connection.run_on_commit = [entry for entry in waiting if not isinstance(entry[1], _Pending)]
    return [change for entry in pending for change in entry[1].changes]
