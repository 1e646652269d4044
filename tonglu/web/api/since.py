"""What happened since: rows that a verb touched at or after an instant, read off the journal."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.db.models import CharField, F, Model, QuerySet, Value
from django.db.models.functions import Cast, Replace

from tonglu.base.journal.models import Entry

M = TypeVar("M", bound=Model)


def touched_since(rows: QuerySet[M], since: datetime) -> QuerySet[M]:
    """Those with an entry of theirs at or after `since`, by the server's clock.

    SQLite writes a UUID without its dashes, PostgreSQL with; both sides are compared without.
    """
    entries = Entry.objects.filter(object_type=rows.model._meta.label_lower, at__gte=since)
    touched = entries.annotate(plain=_plain(F("object_id"))).values("plain")
    marked = rows.alias(plain_pk=_plain(Cast("pk", CharField())))
    return marked.filter(plain_pk__in=touched)  # type: ignore[return-value]  # an alias is no other row


def _plain(text: F | Cast) -> Replace:
    return Replace(text, Value("-"), Value(""))
