"""What a person was told, on his phone: the latest, and marking them read."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema

from tonglu.directory.notices.models import Notice
from tonglu.directory.org.models import Person

LATEST = 50


class NoticeOut(Schema):
    """In the reader's language. `kind` says what it is about, such as `dayplan.returned`."""

    id: int
    kind: str
    title: str
    body: str
    at: datetime
    read: bool


class NoticesOut(Schema):
    """The latest, newest first; `unread` counts all that the bell rings for, older ones too."""

    unread: int
    notices: list[NoticeOut]


class ReadIn(Schema):
    """Empty: all of them."""

    ids: list[int]


def notices_of(person: Person) -> NoticesOut:
    mine = Notice.objects.filter(person=person)
    return NoticesOut(
        unread=mine.on_the_bell().count(),
        notices=[
            NoticeOut(id=n.pk, kind=n.kind, title=n.title, body=n.body, at=n.at, read=n.read_at is not None)
            for n in mine[:LATEST]
        ],
    )


def read(person: Person, ids: list[int], *, at: datetime) -> NoticesOut:
    mine = Notice.objects.filter(person=person)
    (mine.filter(pk__in=ids) if ids else mine).read(at=at)
    return notices_of(person)
