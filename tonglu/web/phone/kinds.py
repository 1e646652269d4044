"""The kinds of documents that phones send, and the verb that each becomes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from pydantic import AwareDatetime, BaseModel, Field

from tonglu.directory.devices.gate import Body, Kind
from tonglu.directory.devices.models import PhoneDocument
from tonglu.fieldwork.dayplans.models import Call, DayMark, DayPlan, Purpose
from tonglu.fieldwork.visits.document import SCHEMA, Place, lift_from_1
from tonglu.fieldwork.visits.take import take_visit
from tonglu.results.reports.models import DayReport
from tonglu.web.phone.approvals import AnswerBody, take_answer
from tonglu.web.phone.forms import take_form
from tonglu.web.phone.leave import (
    LeaveAnswerBody,
    LeaveBackBody,
    LeaveBody,
    LeaveDaysBody,
    take_back,
    take_leave,
    take_leave_answer,
    take_withdrawal,
)
from tonglu.web.phone.parsing import acting_position, parsed


class MarkBody(BaseModel):
    """Start or end of the day."""

    at: AwareDatetime
    place: Place | None = None


class PlanCall(BaseModel):
    customer: int
    purpose: Purpose = Purpose.ORDER
    from_line: bool = True


class PlanBody(BaseModel):
    """A day's calls in order, and its goals."""

    date: date
    calls: list[PlanCall] = Field(max_length=200)
    goal_deals: int = Field(default=0, ge=0, le=1000)
    goal_sales: Decimal = Field(default=Decimal(0), ge=0, max_digits=12, decimal_places=2)


class ReflectionBody(BaseModel):
    """The day's reflection, with which the rep hands his report in."""

    date: date
    reflection: str = Field(max_length=2000)


def _mark(kind: DayMark.Kind) -> Callable[[PhoneDocument, Body], None]:
    def accept(document: PhoneDocument, raw: Body) -> None:
        body = parsed(MarkBody, raw)
        DayMark.record(
            id=document.id,
            person=document.person,
            kind=kind,
            happened_at=document.instant(body.at),
            place=(body.place.lng, body.place.lat) if body.place else None,
            at=document.received_at,
        )

    return accept


def _plan(document: PhoneDocument, raw: Body) -> None:
    body = parsed(PlanBody, raw)
    DayPlan.submit(
        person=document.person,
        position=acting_position(document, body.date),
        on=body.date,
        calls=[Call(call.customer, call.purpose, call.from_line) for call in body.calls],
        goal_deals=body.goal_deals,
        goal_sales=body.goal_sales,
        by=document.person.login,
        at=document.received_at,
    )


def _reflect(document: PhoneDocument, raw: Body) -> None:
    body = parsed(ReflectionBody, raw)
    report = DayReport.ensure(
        person=document.person, position=acting_position(document, body.date), on=body.date
    )
    report.file(reflection=body.reflection, by=document.person.login, at=document.received_at)


def _answer(document: PhoneDocument, raw: Body) -> None:
    take_answer(document, parsed(AnswerBody, raw))


def _leave(document: PhoneDocument, raw: Body) -> None:
    take_leave(document, parsed(LeaveBody, raw))


def _withdraw_leave(document: PhoneDocument, raw: Body) -> None:
    take_withdrawal(document, parsed(LeaveDaysBody, raw))


def _answer_leave(document: PhoneDocument, raw: Body) -> None:
    take_leave_answer(document, parsed(LeaveAnswerBody, raw))


def _end_leave(document: PhoneDocument, raw: Body) -> None:
    take_back(document, parsed(LeaveBackBody, raw))


def _visit(document: PhoneDocument, raw: Body) -> None:
    take_visit(document, raw)


KINDS: dict[str, Kind] = {
    "visit": Kind(schema=SCHEMA, accept=_visit, lift={1: lift_from_1}),
    "day_start": Kind(schema=1, accept=_mark(DayMark.Kind.START)),
    "day_end": Kind(schema=1, accept=_mark(DayMark.Kind.END)),
    "day_plan": Kind(schema=1, accept=_plan),
    "reflection": Kind(schema=1, accept=_reflect),
    "approval_answer": Kind(schema=1, accept=_answer),
    "leave_ask": Kind(schema=1, accept=_leave),
    "leave_withdraw": Kind(schema=1, accept=_withdraw_leave),
    "leave_answer": Kind(schema=1, accept=_answer_leave),
    "leave_take_back": Kind(schema=1, accept=_end_leave),
    "form": Kind(schema=1, accept=take_form),
}
