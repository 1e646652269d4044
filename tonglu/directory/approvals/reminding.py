"""What is not answered in time: a reminder after 24 working hours, the next level after another 24."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery

from tonglu.base.journal.models import record
from tonglu.directory.approvals.asking import own, working
from tonglu.directory.approvals.chain import Applicant, escalated
from tonglu.directory.approvals.models import Reminder, Seat
from tonglu.directory.approvals.models.rounds import SeatQuerySet
from tonglu.directory.approvals.staffing import around
from tonglu.directory.approvals.telling import tell_asked
from tonglu.directory.org.models import Company


def remind(*, at: datetime) -> list[Seat]:
    """Reminds each seat that is overdue, once; returns those that it reminded now."""
    late = Seat.objects.waiting().filter(due_at__lte=at, reminder__isnull=True)
    return [seat for seat in _with_round(late) if _remind(seat, at)]


@transaction.atomic
def _remind(seat: Seat, at: datetime) -> bool:
    _reminder, new = Reminder.objects.get_or_create(seat=seat, defaults={"at": at})
    if new:
        facts = {"title": seat.approval.title, "position": seat.position.code}
        record(verb="approval.remind", obj=seat.approval, by=None, at=at, facts=facts)
        tell_asked([seat], kind="approval.reminded", at=at)
    return new


def escalate(*, at: datetime) -> list[Seat]:
    """Asks the next one up beside each seat that was reminded 24 working hours ago; returns the new seats.

    Again changes nothing: a place goes up one level, which has its own 24 hours and its own reminder.
    """
    levels = Seat.objects.filter(
        approval=OuterRef("approval"), step=OuterRef("step"), place=OuterRef("place")
    )
    top = levels.order_by().values("place").annotate(top=Max("level")).values("top")
    late = Seat.objects.waiting().filter(reminder__isnull=False, level=Subquery(top))
    due = [seat for seat in _with_round(late) if working(seat.due_at) <= at]
    return [new for seat in due if (new := _escalate(seat, at))]


@transaction.atomic
def _escalate(seat: Seat, at: datetime) -> Seat | None:
    approval = seat.approval
    asked = {one.position_id for one in approval.seats.filter(step=seat.step)}
    applicant = Applicant(
        approval.position_id, own(approval.applicant, approval.asked_by), Company.current().business_date(at)
    )
    org = around(positions=[approval.position, seat.position])
    above = escalated(seat.position_id, org=org, applicant=applicant, asked=asked)
    if above is None:
        return None
    new, made = Seat.objects.get_or_create(
        approval=approval,
        step=seat.step,
        place=seat.place,
        level=seat.level + 1,
        defaults={"position_id": above, "asked_at": at, "due_at": working(at)},
    )
    if not made:
        return None
    facts = {"title": approval.title, "from": seat.position.code, "to": new.position.code}
    record(verb="approval.escalate", obj=approval, by=None, at=at, facts=facts)
    tell_asked([new], kind="approval.escalated", at=at)
    return new


def _with_round(seats: SeatQuerySet) -> list[Seat]:
    rows = seats.select_related(
        "position__unit", "approval__applicant", "approval__position__unit", "approval__asked_by"
    )
    return list(rows.order_by("asked_at", "pk"))
