"""Approvals on the phone: what waits for this person, with what decides, and what became of his own; held offline."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from tonglu.base.errors import Refused
from tonglu.directory.approvals.answering import answer, chair_of
from tonglu.directory.approvals.course import Verdict
from tonglu.directory.approvals.models import Approval
from tonglu.directory.approvals.picture import Chair, picture
from tonglu.directory.devices.models import PhoneDocument
from tonglu.directory.org.models import Person

OWN_DAYS = timedelta(days=14)
MOST = 200


class FactOut(BaseModel):
    name: str
    value: str


class NumberOut(BaseModel):
    """A number against policy, in currency units."""

    what: str
    actual: Decimal | None
    limit: Decimal | None
    keeps: bool


class ChairOut(BaseModel):
    """Someone who is asked, and what became of it: approve, refuse, return, waiting, late, next or spared."""

    name: str
    position: str
    state: str
    at: datetime | None
    due: datetime | None
    words: str
    behalf: str


class ApprovalOut(BaseModel):
    """A round. `seat` is what I would answer from, null for my own documents; `can` the answers that I may give;
    `state` is open, approved, refused, returned or withdrawn; `steps` are asked one after another."""

    id: int
    seat: int | None
    kind: str
    title: str
    applicant: str
    unit: str
    asked_at: datetime
    due_at: datetime | None
    amount: Decimal | None
    risk: str
    state: str
    can: list[str]
    behalf: str
    facts: list[FactOut]
    numbers: list[NumberOut]
    actual: str
    limit: str
    steps: list[list[ChairOut]]


class AnswerBody(BaseModel):
    """What was said on the phone; `seat` as the phone saw it."""

    approval: int
    seat: int
    verdict: Literal["approve", "refuse", "return"]
    words: str = Field(default="", max_length=400)


def approvals_of(person: Person, *, on: date, at: datetime) -> list[ApprovalOut]:
    """Those that wait for him, oldest first; then his own of the last fortnight."""
    waiting = Approval.objects.waiting_for(person, on=on).told().order_by("asked_at", "pk")[:MOST]
    own = Approval.objects.filter(applicant=person, asked_at__gt=at - OWN_DAYS).told()[:MOST]
    return [_out(one, person, on, at) for one in [*waiting, *own]]


def _out(approval: Approval, person: Person, on: date, at: datetime) -> ApprovalOut:
    kind = approval.of_kind
    chair = chair_of(approval, person, on=on) if approval.is_open else None
    reading = kind.read(kind.load(approval.object_id))
    can: list[Verdict] = ["approve"]
    can += ["return"] if kind.give_back else []
    can += ["refuse"] if kind.refuse else []
    return ApprovalOut(
        id=approval.pk,
        seat=chair.seat.pk if chair else None,
        kind=str(kind.name),
        title=approval.title,
        applicant=approval.applicant.name,
        unit=approval.position.unit.name,
        asked_at=approval.asked_at,
        due_at=chair.seat.due_at if chair else None,
        amount=approval.amount,
        risk=approval.risk,
        state="open" if approval.is_open else approval.outcome.result,
        can=list(can) if chair else [],
        behalf=chair.behalf.name if chair and chair.behalf else "",
        facts=[
            FactOut(name=str(name), value=str(value))
            for name, value in reading.facts
            if value not in (None, "")
        ],
        numbers=[NumberOut.model_validate(number) for number in approval.numbers],
        actual=str(kind.actual),
        limit=str(kind.limit),
        steps=[[_chair(one) for one in step.chairs] for step in picture(approval, on=on, at=at)],
    )


def _chair(chair: Chair) -> ChairOut:
    holder = chair.holder.name if chair.holder else ""
    # whether it is late is the phone's to see: a part that changed with the clock would be sent at every pull
    return ChairOut(
        name=chair.by or holder,
        position=chair.position.title,
        state="waiting" if chair.state == "late" else chair.state,
        at=chair.at,
        due=chair.due,
        words=chair.words,
        behalf=chair.behalf,
    )


def take_answer(document: PhoneDocument, body: AnswerBody) -> Any:
    """Raises Refused where it was decided meanwhile, or is not his to say."""
    approval = Approval.objects.filter(pk=body.approval).first()
    if approval is None:
        raise Refused(_("没有这份审批；请同步后再看"), code="unknown_approval")
    return answer(
        approval=approval,
        verdict=body.verdict,
        words=body.words,
        by=document.person.login,
        at=document.received_at,
    )
