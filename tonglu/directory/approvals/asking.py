"""A document asks for approval, and takes its question back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from tonglu.base.accounts.models import Account
from tonglu.base.errors import Refused
from tonglu.base.journal.models import record
from tonglu.directory.approvals.chain import Applicant, Asked, resolve
from tonglu.directory.approvals.kinds import KINDS, Reading
from tonglu.directory.approvals.models import Approval, Outcome, RuleBook
from tonglu.directory.approvals.models.rounds import ApprovalQuerySet, chain_json
from tonglu.directory.approvals.rules import Scheme, Step
from tonglu.directory.approvals.seating import own, seat
from tonglu.directory.approvals.staffing import around
from tonglu.directory.org.models import Company, Position


@transaction.atomic
def ask(*, kind: str, document: Model, by: Account | None, at: datetime) -> Approval | None:
    """Opens a round for a document as it is now; None where the company has no rules yet.

    Asking again for the same content changes nothing while the round is open or approved. Changed content is open
    again: the round before is withdrawn, or stays as it was decided, and a new one begins.
    """
    company = Company.current()
    book = RuleBook.in_force(on=company.business_date(at))
    if book is None:
        return None
    # as the database has it: what a caller left in memory (a text for a number) would give another digest
    reading = KINDS[kind].read(KINDS[kind].load(str(document.pk)))
    last = _held(kind, document).select_related("outcome").first()
    if last and last.digest == reading.digest and (last.is_open or _agreed(last)):
        return last
    if last and last.is_open:
        _close(last, by=by, at=at)
    case = reading.case(kind)
    chain = _chain(book.rules.steps(case), reading, by, at)
    approval = Approval.objects.create(
        kind=kind,
        object_id=str(document.pk),
        round=last.round + 1 if last else 1,
        asked_by=by,
        asked_at=at,
        book=book,
        rule=book.rules.find(case),
        chain=chain_json(chain),
        **_snapshot(reading),
    )
    seat(approval, 0, at=at)
    facts = {"title": reading.title, "round": approval.round, "rules": book.number}
    record(verb="approval.ask", obj=approval, by=by, at=at, facts=facts)
    return approval


@transaction.atomic
def withdraw(*, kind: str, document: Model, by: Account | None, at: datetime) -> None:
    """The document needs no answer any more (it was cancelled); without an open round nothing happens."""
    for approval in _held(kind, document).open():
        _close(approval, by=by, at=at)


def _held(kind: str, document: Model) -> ApprovalQuerySet:
    """The rounds of a document, which nobody else answers or closes meanwhile. What came of them is to be asked after
    the wait: a query that waited itself would still say how it was before."""
    rounds = Approval.of(kind=kind, object_id=str(document.pk))
    list(rounds.select_for_update().values_list("pk"))
    return rounds


def take_up(*, at: datetime) -> int:
    """Asks for every document that waits without a round (from before there were rules); returns how many."""
    before = Approval.objects.count()
    for kind in KINDS.values():
        for document in kind.waits():
            ask(kind=kind.key, document=document, by=None, at=at)
    return Approval.objects.count() - before


def roles_in(scheme: Scheme | tuple[Step, ...]) -> set[str]:
    """The roles that some steps ask for wherever they stand."""
    steps = scheme if isinstance(scheme, tuple) else [s for rule in scheme.rules for s in rule.steps]
    return {place.role for step in steps for place in step.places if place.role}


def _chain(steps: tuple[Step, ...], reading: Reading, by: Account | None, at: datetime) -> tuple[Asked, ...]:
    on = Company.current().business_date(at)
    org = around(positions=[reading.position], roles=roles_in(steps))
    applicant = Applicant(reading.position.pk, own(reading.applicant, by), on)
    chain = resolve(steps, org=org, applicant=applicant)
    if not chain:
        raise Refused(
            _("没有人可以审批 {name} 的“{title}”；请管理员先任命上级"),
            name=reading.applicant.name,
            title=reading.title,
            code="no_approver",
        )
    return chain


def _snapshot(reading: Reading) -> dict[str, Any]:
    """The columns that keep what the document said."""
    position: Position = reading.position
    return {
        "digest": reading.digest,
        "title": reading.title[:160],
        "applicant": reading.applicant,
        "position": position,
        "amount": reading.amount,
        "classes": sorted(reading.classes),
        "risk": reading.risk,
        "customer": reading.customer,
        "numbers": [
            {
                "what": number.what,
                "actual": None if number.actual is None else str(number.actual),
                "limit": None if number.limit is None else str(number.limit),
                "keeps": number.keeps,
            }
            for number in reading.numbers
        ],
    }


def _agreed(approval: Approval) -> bool:
    return approval.outcome.result == Outcome.Result.APPROVED


def _close(approval: Approval, *, by: Account | None, at: datetime) -> None:
    Outcome.objects.create(approval=approval, result=Outcome.Result.WITHDRAWN, by=by, at=at)
    facts = {"title": approval.title}
    record(verb="approval.withdraw", obj=approval, by=by, at=at, facts=facts)
