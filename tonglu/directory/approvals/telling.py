"""Who is told what of a round: those who are asked, reminded or asked instead of another; and the applicant at its end."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from tonglu.base.dated import in_force
from tonglu.directory.approvals.models import Approval, Delegation, Outcome, Seat
from tonglu.directory.notices.notify import notify
from tonglu.directory.org.models import Company, Person

ENDS = {
    Outcome.Result.APPROVED: "approval.approved",
    Outcome.Result.REFUSED: "approval.refused",
    Outcome.Result.RETURNED: "approval.returned",
}


def tell_asked(seats: Collection[Seat], *, kind: str, at: datetime, absent: str = "") -> None:
    """`kind`: approval.asked, approval.reminded, approval.escalated, or approval.absent with who is on leave."""
    on = Company.current().business_date(at)
    for seat in seats:
        approval = seat.approval
        facts = {"person": approval.applicant.name, "title": approval.title, "absent": absent}
        notify(
            kind=kind,
            to=[person for person in _acting(seat, on) if person.account_id not in approval.own],
            facts=facts,
            link=f"/approvals/{approval.pk}",
            at=at,
            key=f"{kind}:{seat.pk}",
        )


def _acting(seat: Seat, on: date) -> Iterable[Person]:
    """The one who acts there, and the one to whom he delegated."""
    holder = seat.position.holder(on=on)
    if holder is None:
        return
    yield holder
    for given in Delegation.objects.filter(in_force(on), person=holder).select_related("to"):
        yield given.to


def tell_decided(approval: Approval, outcome: Outcome, *, words: str) -> None:
    """The applicant, where the document's own verbs do not tell him."""
    if approval.of_kind.tells:
        return
    person = getattr(outcome.by, "person", None)
    notify(
        kind=ENDS[Outcome.Result(outcome.result)],
        to=[approval.applicant],
        facts={"by": person.name if person else "", "title": approval.title, "words": words},
        link=f"/approvals/{approval.pk}",
        at=outcome.at,
        key=f"approval.decided:{approval.pk}",
    )
