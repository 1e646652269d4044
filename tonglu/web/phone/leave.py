"""Leave on the phone: asked for without a signal, and what became of each; held offline."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from pydantic import BaseModel, Field

from tonglu.directory.calendar.models import Leave, LeaveAsk
from tonglu.directory.devices.models import PhoneDocument
from tonglu.directory.org.models import Person

KEPT = timedelta(days=180)
TAKEN_BACK = "taken_back"


class LeaveOut(BaseModel):
    """Days off, both included. `state`: asked, granted, refused, withdrawn or taken_back; `asked_at` null where a
    leader wrote them down unasked; `by` and `words` of the one who answered."""

    kind: str
    first: date
    last: date
    reason: str
    state: str
    asked_at: datetime | None
    by: str
    words: str


class LeaveBody(BaseModel):
    """Days that are asked for."""

    kind: str = Field(max_length=16)
    first: date
    last: date
    reason: str = Field(max_length=120)


def leaves_of(person: Person, *, on: date) -> list[LeaveOut]:
    """His own of the last half year and all to come, the latest first."""
    asks = LeaveAsk.objects.filter(person=person, last__gt=on - KEPT).select_related("leave", "by__person")
    unasked = Leave.objects.filter(person=person, asks=None).within(on - KEPT, date.max)
    found = [*map(_asked, asks), *map(_unasked, unasked)]
    return sorted(found, key=lambda one: (one.first, one.last), reverse=True)


def _asked(ask: LeaveAsk) -> LeaveOut:
    answerer = getattr(ask.by, "person", None)
    gone = ask.state == LeaveAsk.State.GRANTED and ask.leave is None
    return LeaveOut(
        kind=ask.kind,
        first=ask.first,
        # back sooner than asked, he was away only until then
        last=ask.leave.last if ask.leave else ask.last,
        reason=ask.reason,
        state=TAKEN_BACK if gone else ask.state,
        asked_at=ask.asked_at,
        by=answerer.name if answerer and answerer.pk != ask.person_id else "",
        words=ask.words,
    )


def _unasked(leave: Leave) -> LeaveOut:
    return LeaveOut(
        kind=leave.kind,
        first=leave.start,
        last=leave.last,
        reason=leave.reason,
        state=LeaveAsk.State.GRANTED,
        asked_at=None,
        by="",
        words="",
    )


def take_leave(document: PhoneDocument, body: LeaveBody) -> None:
    """Raises Refused for days that cannot be taken, or that are asked for already."""
    person = document.person
    LeaveAsk.ask(
        person=person,
        kind=body.kind,
        first=body.first,
        last=body.last,
        reason=body.reason,
        by=person.login,
        at=document.received_at,
    )
