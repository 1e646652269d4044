"""Leave on the phone: one's own, and for who leads what others ask for; all of it held and answered offline."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from tonglu.base.errors import Refused
from tonglu.directory.calendar.models import Leave, LeaveAsk, recorded_by
from tonglu.directory.devices.models import PhoneDocument
from tonglu.directory.org.models import Person

KEPT = timedelta(days=180)
# rows of others that one phone holds, and names that one request shows
MOST, NAMES = 200, 5
TAKEN_BACK = "taken_back"


class Off(BaseModel):
    """A kind of leave, its days, both included, and why."""

    kind: str
    first: date
    last: date
    reason: str


class LeaveOut(Off):
    """One's own. `state`: asked, granted, refused, withdrawn or taken_back; `asked_at` null where a
    leader wrote them down unasked; `by` and `words` of the one who answered."""

    state: str
    asked_at: datetime | None
    by: str
    words: str


class LeaveAskedOut(Off):
    """What someone else asks me for. `away`: who of my people is away on some of those days already; `others` how many
    more than are named."""

    id: int
    person: str
    asked_at: datetime
    away: list[str]
    others: int


class LeaveAwayOut(Off):
    """Days off of one of my people that are not over."""

    id: int
    person: str


class TeamLeaveOut(BaseModel):
    """Of those whose leave I record: what waits for my answer, and who is or will be away."""

    asked: list[LeaveAskedOut]
    away: list[LeaveAwayOut]


class LeaveDaysBody(BaseModel):
    """The days of one's own request that is withdrawn. By its days: on the phone it may have no number yet."""

    first: date
    last: date


class LeaveAnswerBody(BaseModel):
    ask: int
    grant: bool
    words: str = Field(default="", max_length=240)


class LeaveBackBody(BaseModel):
    leave: int


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


def team_leave(person: Person, *, on: date) -> TeamLeaveOut:
    """Empty lists for one who records nobody's leave."""
    people = recorded_by(person, on=on)
    asks = (
        LeaveAsk.objects.waiting().filter(person__in=people).select_related("person").order_by("first", "pk")
    )
    away = Leave.objects.filter(person__in=people).within(on, date.max).select_related("person")
    running = list(away.order_by("start", "pk")[:MOST])
    return TeamLeaveOut(
        asked=[_waiting(ask, running) for ask in asks[:MOST]],
        away=[
            LeaveAwayOut(
                id=leave.pk,
                person=leave.person.name,
                kind=leave.kind,
                first=leave.start,
                last=leave.last,
                reason=leave.reason,
            )
            for leave in running
        ],
    )


def _waiting(ask: LeaveAsk, running: list[Leave]) -> LeaveAskedOut:
    names = sorted(
        {one.person.name for one in running if one.start <= ask.last and one.last >= ask.first}
        - {ask.person.name}
    )
    return LeaveAskedOut(
        id=ask.pk,
        person=ask.person.name,
        kind=ask.kind,
        first=ask.first,
        last=ask.last,
        reason=ask.reason,
        asked_at=ask.asked_at,
        away=names[:NAMES],
        others=max(0, len(names) - NAMES),
    )


def take_withdrawal(document: PhoneDocument, body: LeaveDaysBody) -> None:
    """Raises Refused where nothing of his waits for those days: it was answered, or never came."""
    mine = LeaveAsk.objects.filter(person=document.person, first=body.first, last=body.last)
    asked = mine.waiting().first() or mine.first()
    if asked is None:
        raise Refused(_("没有这几天的请假申请；请同步后再看"), code="unknown_leave")
    if asked.state == LeaveAsk.State.GRANTED:
        raise Refused(_("已经准假了；不休的话请上级或内勤销假"), code="leave_granted")
    asked.withdraw(by=document.person.login, at=document.received_at)


def take_leave_answer(document: PhoneDocument, body: LeaveAnswerBody) -> None:
    """Raises Refused where it was answered or withdrawn meanwhile, or is not his to answer."""
    asked = LeaveAsk.objects.select_related("person").filter(pk=body.ask).first()
    if asked is None:
        raise Refused(_("没有这份请假申请；请同步后再看"), code="unknown_leave")
    asked.answer(grant=body.grant, words=body.words, by=document.person, at=document.received_at)


def take_back(document: PhoneDocument, body: LeaveBackBody) -> None:
    """Raises Refused where it is over or was taken back meanwhile, or is not his to take back."""
    leave = Leave.objects.select_related("person").filter(pk=body.leave).first()
    if leave is None:
        raise Refused(_("没有这次请假；可能已经销假，请同步后再看"), code="unknown_leave")
    leave.take_back(by=document.person, at=document.received_at)
