from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from tonglu.base.accounts.models import Account
from tonglu.base.journal.rules import digest


class Entry(models.Model):
    """One verb that happened: at, by, verb, object, facts. Append-only, held by the database."""

    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=64, db_index=True)
    object_type = models.CharField(max_length=64)
    object_id = models.CharField(max_length=64)
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["object_type", "object_id"])]

    def content(self) -> dict[str, Any]:
        """What the seal covers: every column."""
        return {
            "id": self.id,
            "at": self.at.isoformat(),
            "by": self.by_id,
            "verb": self.verb,
            "object": [self.object_type, self.object_id],
            "facts": self.facts,
        }


class Seal(models.Model):
    """A link of the hash chain over the entries, in the order in which they were sealed. Append-only too.

    That order is the seal's own id and not the entry's: of two transactions at once, the one that took the lower
    entry id may commit last.
    """

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    @classmethod
    def seal_all(cls, *, batch: int = 2000) -> int:
        """Chains every entry that has no seal yet; returns how many."""
        sealed = 0
        while (n := cls._seal_batch(batch)) > 0:
            sealed += n
        return sealed

    @classmethod
    @transaction.atomic
    def _seal_batch(cls, batch: int) -> int:
        last = cls.objects.select_for_update().order_by("-id").first()
        previous = last.digest if last else ""
        seals: list[Seal] = []
        for entry in Entry.objects.filter(seal__isnull=True).order_by("id")[:batch]:
            seals.append(Seal(entry=entry, previous=previous, digest=digest(previous, entry.content())))
            previous = seals[-1].digest
        Seal.objects.bulk_create(seals)
        return len(seals)

    @classmethod
    def first_broken(cls) -> int | None:
        """The id of the first entry whose seal no longer fits it or its predecessor; None when all is well."""
        previous = ""
        for seal in cls.objects.select_related("entry").order_by("id").iterator():
            if seal.previous != previous or seal.digest != digest(previous, seal.entry.content()):
                return seal.entry_id
            previous = seal.digest
        return None


Reaction = Callable[[Entry, models.Model], None]
_reactions: dict[str, list[Reaction]] = defaultdict(list)
_after_every: list[Reaction] = []
_carried: ContextVar[Mapping[str, Any] | None] = ContextVar("carried", default=None)


def react(table: Mapping[str, list[Reaction]], *, every: Sequence[Reaction] = ()) -> None:
    """Registers what follows from each verb, and from every verb; `tonglu.flow` calls it once, at start-up."""
    _reactions.clear()
    for verb, reactions in table.items():
        _reactions[verb].extend(reactions)
    _after_every[:] = every


@contextmanager
def carrying(**facts: Any) -> Iterator[None]:
    """Every entry that is written meanwhile carries these facts too: by which way in the verb was asked for."""
    token = _carried.set({**(_carried.get() or {}), **facts})
    try:
        yield
    finally:
        _carried.reset(token)


def record(
    *, verb: str, obj: models.Model, by: Account | None, at: datetime, facts: Mapping[str, Any] | None = None
) -> Entry:
    """Writes the journal row of a verb and runs what follows from it, in the caller's transaction."""
    entry = Entry.objects.create(
        at=at,
        by=by,
        verb=verb,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        facts={**(facts or {}), **(_carried.get() or {})},
    )
    for reaction in (*_reactions[verb], *_after_every):
        reaction(entry, obj)
    return entry
