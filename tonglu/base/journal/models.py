from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from tonglu.base.accounts.models import Account
from tonglu.base.journal.rules import digest, digest_of_changes
from tonglu.base.journal.source import source
from tonglu.base.journal.tracked import Noted, taken


class Entry(models.Model):
    """One verb that happened: at, by, verb, object, facts, and from where. Append-only, held by the database.

    `object_name` is what people called the object at that time; `changes` the digest of the fields that changed.
    """

    class Source(models.TextChoices):
        DESK = "desk", _("办公室")
        PHONE = "phone", _("手机")
        API = "api", _("接口")
        COMMAND = "command", _("命令行")
        JOB = "job", _("后台任务")

    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=64, db_index=True)
    object_type = models.CharField(max_length=64)
    object_id = models.CharField(max_length=64)
    object_name = models.CharField(max_length=200, blank=True, default="")
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    source = models.CharField(max_length=16, choices=Source.choices, blank=True, default="")
    address = models.CharField(max_length=64, blank=True, default="")
    device = models.CharField(max_length=64, blank=True, default="")
    changes = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["object_type", "object_id"])]

    def content(self) -> dict[str, Any]:
        """What the seal covers: every column; one that came later only where it says something."""
        later = {
            name: getattr(self, name)
            for name in ("object_name", "source", "address", "device", "changes")
            if getattr(self, name)
        }
        return {
            "id": self.id,
            "at": self.at.isoformat(),
            "by": self.by_id,
            "verb": self.verb,
            "object": [self.object_type, self.object_id],
            "facts": self.facts,
            **later,
        }

    def is_whole(self) -> bool:
        """Whether the changes stored under it are the ones that it was written with."""
        return self.changes == digest_of_changes(self.fields.order_by("id").values_list(*CHANGED))


CHANGED = ("object_type", "object_id", "field", "old", "new")


class Change(models.Model):
    """A field that a verb changed 字段变更: what it was and what it became, as text; null: not kept. Append-only."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="fields")
    object_type = models.CharField(max_length=64)
    object_id = models.CharField(max_length=64)
    field = models.CharField(max_length=64)
    old = models.TextField(null=True)
    new = models.TextField(null=True)

    class Meta:
        indexes = [models.Index(fields=["object_type", "object_id"])]


class Seal(models.Model):
    """A link of the hash chain over the entries, in the order in which they were sealed. Append-only too.

    That order is the seal's own id and not the entry's: of two transactions at once, the one that took the lower
    entry id may commit last.
    """

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT)
    # unique, so that the chain never forks
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64)

    @classmethod
    def seal_all(cls, *, batch: int = 2000) -> int:
        """Chains every entry that has no seal yet; returns how many. Two at once wait for each other, verbs do not."""
        sealed = 0
        while (n := cls._seal_next(batch)) > 0:
            sealed += n
        return sealed

    @classmethod
    def _seal_next(cls, batch: int) -> int:
        begun = cls.objects.exists()
        try:
            return cls._seal_batch(batch)
        except IntegrityError:
            # where there is no link yet there is none to hold: another laid the first one at the same moment
            if begun:
                raise
            return cls._seal_batch(batch)

    @classmethod
    @transaction.atomic
    def _seal_batch(cls, batch: int) -> int:
        # the first link is the lock: who holds it reads the last one afterwards
        cls.objects.select_for_update().order_by("id").first()
        last = cls.objects.order_by("-id").first()
        previous = last.digest if last else ""
        seals: list[Seal] = []
        for entry in Entry.objects.filter(seal__isnull=True).order_by("id")[:batch]:
            seals.append(Seal(entry=entry, previous=previous, digest=digest(previous, entry.content())))
            previous = seals[-1].digest
        Seal.objects.bulk_create(seals)
        return len(seals)

    @classmethod
    def first_broken(cls, *, after: Seal | None = None, last: Seal | None = None) -> int | None:
        """The id of the first entry whose seal no longer fits it or its predecessor; None when all is well.

        Only the links `after` one that was found whole before are read, up to the `last`.
        """
        previous = after.digest if after else ""
        links = cls.objects.filter(pk__gt=after.pk) if after else cls.objects.all()
        links = links.filter(pk__lte=last.pk) if last else links
        for seal in links.select_related("entry").order_by("id").iterator(chunk_size=1000):
            if seal.previous != previous or seal.digest != digest(previous, seal.entry.content()):
                return seal.entry_id
            if seal.entry.changes and not seal.entry.is_whole():
                return seal.entry_id
            previous = seal.digest
        if after is None:
            # changes that nobody recorded, put under an entry that had none
            smuggled = Change.objects.filter(entry__changes="").order_by("entry")
            return smuggled.values_list("entry", flat=True).first()
        return None


class Verification(models.Model):
    """That the chain was found whole up to a link, or where it is broken 校验. Append-only.

    Each begins where the one before ended, so that a long chain is not read again for every look at a page;
    `tonglu check` reads all of it.
    """

    at = models.DateTimeField()
    seal_id = models.BigIntegerField(help_text="the last link found whole; 0: none")
    digest = models.CharField(max_length=64, blank=True)
    broken = models.BigIntegerField(null=True, help_text="the first entry that does not fit")

    class Meta:
        ordering = ["-id"]

    @classmethod
    def latest_one(cls) -> Verification | None:
        return cls.objects.first()

    @classmethod
    def go_on(cls, *, at: datetime, whole: bool = False) -> Verification:
        """Reads the links since the last time (`whole`: all of them) and keeps what was found.

        A break stays one until the whole chain was read again and found well. No transaction: a long chain takes
        a while to read, others write meanwhile, and what they seal is read the next time.
        """
        before = cls.latest_one()
        if before and before.broken is not None and not whole:
            return before
        start = None if whole or before is None else Seal.objects.filter(pk=before.seal_id).first()
        last = Seal.objects.order_by("-id").first()
        broken = _lost(before) or Seal.first_broken(after=start, last=last)
        if before and broken is None and before.broken is None and last and before.seal_id == last.pk:
            return before
        if broken is not None or last is None:
            end, name = (before.seal_id, before.digest) if before else (0, "")
        else:
            end, name = last.pk, last.digest
        return cls.objects.create(at=at, seal_id=end, digest=name, broken=broken)


def _lost(before: Verification | None) -> int | None:
    """The entry at which the chain now ends or differs, where the link that was its last one is not as it was."""
    if before is None or not before.seal_id:
        return None
    known = Seal.objects.filter(pk=before.seal_id).first()
    if known is None:
        left = Seal.objects.filter(pk__lt=before.seal_id).order_by("-id").first()
        return left.entry_id if left else 0
    return None if known.digest == before.digest else known.entry_id


Reaction = Callable[[Entry, models.Model], None]
_reactions: dict[str, list[Reaction]] = defaultdict(list)
_after_every: list[Reaction] = []


def react(table: Mapping[str, list[Reaction]], *, every: Sequence[Reaction] = ()) -> None:
    """Registers what follows from each verb, and from every verb; `tonglu.flow` calls it once, at start-up."""
    _reactions.clear()
    for verb, reactions in table.items():
        _reactions[verb].extend(reactions)
    _after_every[:] = every


def record(
    *, verb: str, obj: models.Model, by: Account | None, at: datetime, facts: Mapping[str, Any] | None = None
) -> Entry:
    """Writes the journal row of a verb, with the fields of master data that it changed, and runs what follows from it.

    All of it in the caller's transaction.
    """
    changes, origin = list(taken()), source()
    entry = Entry.objects.create(
        at=at,
        by=by,
        verb=verb,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        object_name=_name(obj),
        facts={**(facts or {}), **origin.facts},
        source=origin.kind,
        address=origin.address,
        device=origin.device,
        changes=digest_of_changes(_values(changes)) if changes else "",
    )
    rows = (Change(entry=entry, **dict(zip(CHANGED, values, strict=True))) for values in _values(changes))
    Change.objects.bulk_create(rows, batch_size=1000)
    for reaction in (*_reactions[verb], *_after_every):
        reaction(entry, obj)
    return entry


def _values(changes: Iterable[Noted]) -> list[tuple[Any, ...]]:
    return [tuple(getattr(one, name) for name in CHANGED) for one in changes]


def _name(obj: models.Model) -> str:
    """Code and name, as far as the thing has them; nothing where Django would only say the class and the id.

    A thing whose name must not stay here says what it is called: `journal_name`.
    """
    if own := getattr(obj, "journal_name", ""):
        return str(own)[:200]
    code, text = getattr(obj, "code", "") or getattr(obj, "number", ""), str(obj)
    if type(obj).__str__ is models.Model.__str__:
        text = ""
    return " ".join(dict.fromkeys(part for part in (str(code), text) if part))[:200]
