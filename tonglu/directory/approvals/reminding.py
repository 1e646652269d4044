"""What is not answered in time: a reminder after 24 working hours, the next level after another 24."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max, OuterRef, Q, Subquery

from tonglu.base.dated import in_force
from tonglu.base.journal.models import record
from tonglu.directory.approvals.models import Reminder, Seat
from tonglu.directory.approvals.models.rounds import SeatQuerySet
from tonglu.directory.approvals.seating import ask_above, beside_absent, working
from tonglu.directory.approvals.telling import tell_asked
from tonglu.directory.calendar.models import Leave
from tonglu.directory.org.models import Appointment, Company


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
    """Asks the next one up beside each seat that was reminded 24 working hours ago, and at once beside one whose
    holder is on leave by now; returns the new seats.

    Again changes nothing: a place goes up one level, which has its own 24 hours and its own reminder.
    """
    levels = Seat.objects.filter(
        approval=OuterRef("approval"), step=OuterRef("step"), place=OuterRef("place")
    )
    top = levels.order_by().values("place").annotate(top=Max("level")).values("top")
    highest = Seat.objects.waiting().filter(level=Subquery(top))
    absent = [
        new for seat in _with_round(highest.filter(_on_leave(at))) for new in beside_absent(seat, at=at)
    ]
    late = highest.filter(reminder__isnull=False)
    due = [seat for seat in _with_round(late) if working(seat.due_at) <= at]
    return absent + [new for seat in due if (new := ask_above(seat, kind="approval.escalated", at=at))]


def _on_leave(at: datetime) -> Q:
    """Seats of positions that someone holds who is on leave today: few, of which each is then looked at."""
    on = Company.current().business_date(at)
    away = Leave.objects.filter(in_force(on)).values("person")
    return Q(position__in=Appointment.objects.filter(in_force(on), person__in=away).values("position"))


def _with_round(seats: SeatQuerySet) -> list[Seat]:
    rows = seats.select_related(
        "position__unit", "approval__applicant", "approval__position__unit", "approval__asked_by"
    )
    return list(rows.order_by("asked_at", "pk"))
