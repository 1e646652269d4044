"""Seats: who is asked in a step, and who is asked beside one who does not answer, or is on leave."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tonglu.base.accounts.models import Account
from tonglu.base.dated import in_force
from tonglu.base.journal.models import record
from tonglu.directory.approvals.chain import Applicant, escalated
from tonglu.directory.approvals.hours import ANSWER_WITHIN, after
from tonglu.directory.approvals.models import Approval, Delegation, Seat
from tonglu.directory.approvals.staffing import around
from tonglu.directory.approvals.telling import tell_asked
from tonglu.directory.calendar.models import Leave, work_calendar
from tonglu.directory.org.models import Company, Person


def seat(approval: Approval, step: int, *, at: datetime) -> None:
    """Asks the positions of a step: each has 24 working hours. Beside one who is on leave, the next one up at once."""
    due = working(at)
    asked = [
        Seat.objects.create(
            approval=approval, step=step, place=place, position_id=position, asked_at=at, due_at=due
        )
        for place, position in enumerate(approval.steps[step].positions)
    ]
    tell_asked(asked, kind="approval.asked", at=at)
    for one in asked:
        beside_absent(one, at=at)


def working(at: datetime) -> datetime:
    """24 working hours from an instant."""
    zone = Company.current().zone
    return after(at, spent=ANSWER_WITHIN, calendar=work_calendar(), zone=zone)


def own(applicant: Person, by: Account | None) -> frozenset[int]:
    """Persons who may not answer: the applicant, and whoever hands it in for him."""
    typed = Person.objects.filter(account=by).values_list("pk", flat=True) if by else ()
    return frozenset({applicant.pk, *typed})


def beside_absent(asked: Seat, *, at: datetime) -> list[Seat]:
    """The next ones up who are asked beside one on leave, until one is there; none where he is, or has a delegate."""
    new: list[Seat] = []
    last: Seat | None = asked
    while last is not None and (away := _away(last, at)):
        last = ask_above(last, kind="approval.absent", absent=away.name, at=at)
        new += [last] if last else []
    return new


def _away(asked: Seat, at: datetime) -> Person | None:
    """Who should answer, when he is on leave today and nobody answers for him."""
    on = Company.current().business_date(at)
    holder = asked.position.holder(on=on)
    if holder is None or not Leave.objects.filter(in_force(on), person=holder).exists():
        return None
    others = Delegation.objects.filter(in_force(on), person=holder).select_related("to")
    mine = asked.approval.own
    return None if any(one.to.account_id not in mine for one in others) else holder


@transaction.atomic
def ask_above(asked: Seat, *, kind: str, absent: str = "", at: datetime) -> Seat | None:
    """Asks the next one up beside a seat, once; None when nobody is left. `kind` is that of the notice."""
    approval = asked.approval
    there = {one.position_id for one in approval.seats.filter(step=asked.step)}
    applicant = Applicant(
        approval.position_id, own(approval.applicant, approval.asked_by), Company.current().business_date(at)
    )
    org = around(positions=[approval.position, asked.position])
    above = escalated(asked.position_id, org=org, applicant=applicant, asked=there)
    if above is None:
        return None
    new, made = Seat.objects.get_or_create(
        approval=approval,
        step=asked.step,
        place=asked.place,
        level=asked.level + 1,
        defaults={"position_id": above, "asked_at": at, "due_at": working(at)},
    )
    if not made:
        return None
    facts = {"title": approval.title, "from": asked.position.code, "to": new.position.code}
    record(
        verb="approval.escalate",
        obj=approval,
        by=None,
        at=at,
        facts={**facts, "absent": absent} if absent else facts,
    )
    tell_asked([new], kind=kind, at=at, absent=absent)
    return new
