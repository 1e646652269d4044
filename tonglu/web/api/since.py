"""What happened since: rows that a verb touched at or after an instant, read off the journal."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.db.models import CharField, F, Model, QuerySet, Value
from django.db.models.functions import Cast, Replace

from tonglu.base.journal.models import Entry
from tonglu.web.api.kinds import DayIn, InstantIn, Key
from tonglu.web.api.paging import Asked

M = TypeVar("M", bound=Model)


class DaysAsked(Asked):
    """A person's days; `first` and `last` both included, `changed_since` by the server's clock."""

    person: Key | None = None
    first: DayIn | None = None
    last: DayIn | None = None
    changed_since: InstantIn | None = None

    def of(self, rows: QuerySet[M], **more: object) -> QuerySet[M]:
        """The rows that are asked for, of a table with `person` and `day`; `more` narrows where it says something."""
        wanted = {"person__code": self.person, "day__gte": self.first, "day__lte": self.last, **more}
        found = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
        return touched_since(found, self.changed_since) if self.changed_since else found


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
