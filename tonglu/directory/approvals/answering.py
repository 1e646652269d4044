"""Somebody who is asked answers; the last answer decides, and the document does what follows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from tonglu.base.accounts.models import Account
from tonglu.base.dated import in_force
from tonglu.base.errors import NotYours, Refused
from tonglu.base.journal.models import record
from tonglu.directory.approvals.asking import ask
from tonglu.directory.approvals.chain import RANK
from tonglu.directory.approvals.course import Verdict
from tonglu.directory.approvals.kinds import Decided
from tonglu.directory.approvals.models import Answer, Approval, Delegation, Outcome, Seat
from tonglu.directory.approvals.seating import seat
from tonglu.directory.approvals.telling import tell_decided
from tonglu.directory.org.models import Company, Person, Position

VERBS: dict[Verdict, str] = {
    "approve": "approval.approve",
    "refuse": "approval.refuse",
    "return": "approval.return",
}


@dataclass(frozen=True, slots=True)
class Chair:
    """The seat that a person may answer from, and the one for whom he does, where it is not his own."""

    seat: Seat
    behalf: Person | None = None


@transaction.atomic
def answer(
    *,
    approval: Approval,
    verdict: Verdict,
    words: str,
    by: Account,
    at: datetime,
    step: int | None = None,
) -> Outcome | None:
    """One says yes, no, or "not like this". Returns the outcome once the round is decided.

    `step` is the one that he saw when he answered: where another answered it meanwhile, his answer counts for no other.
    Raises NotYours for one who is not asked and for the applicant himself; Refused for a round that is over or a step
    further by now, words that are missing, and a document that changed since.
    """
    locked = Approval.objects.select_for_update(of=("self",)).select_related("applicant").get(pk=approval.pk)
    _check_open(locked)
    person = Person.objects.get(account=by)
    chair = chair_of(locked, person, on=Company.current().business_date(at))
    if step is not None and step != locked.stands().step:
        raise Refused(
            _("“{title}”这一步刚才已有人批了；请看过现在的情况再答复"), title=locked.title, code="step_over"
        )
    if chair is None:
        raise NotYours(_("“{title}”没有等您审批"), title=locked.title)
    kind = locked.of_kind
    reactions = {"approve": kind.approve, "refuse": kind.refuse, "return": kind.give_back}
    if reactions[verdict] is None:
        raise Refused(_("这种单据不能这样答复"), code="no_such_answer")
    if verdict != "approve" and not words.strip():
        raise Refused(_("不同意或退回要写明原因"), code="no_words")
    document = kind.load(locked.object_id)
    if kind.read(document).digest != locked.digest:
        raise Refused(_("“{title}”提交之后又改过；请等重新提交"), title=locked.title, code="changed")
    Answer.objects.create(
        seat=chair.seat, verdict=verdict, words=words.strip()[:400], by=by, behalf=chair.behalf, at=at
    )
    facts = {"title": locked.title, "words": words.strip()[:400]}
    if chair.behalf:
        facts["behalf"] = chair.behalf.name
    record(verb=VERBS[verdict], obj=locked, by=by, at=at, facts=facts)
    return _go_on(locked, document, Decided(by, at, words.strip()))


def _check_open(approval: Approval) -> None:
    if approval.is_open:
        return
    raise Refused(
        _("“{title}”{result}，不用再审批"),
        title=approval.title,
        result=approval.outcome.get_result_display(),
        code="already_decided",
    )


def _go_on(approval: Approval, document: Model, decided: Decided) -> Outcome | None:
    """The next step is asked, or the round is over and the document acts on it."""
    now = approval.stands()
    if not now.result:
        if not approval.seats.filter(step=now.step).exists():
            seat(approval, now.step, at=decided.at)
        return None
    outcome = Outcome.objects.create(
        approval=approval, result=Outcome.Result(now.result), by=decided.by, at=decided.at
    )
    kind = approval.of_kind
    reaction = {"approved": kind.approve, "refused": kind.refuse, "returned": kind.give_back}[now.result]
    assert reaction is not None, "an answer that the kind cannot follow was taken"
    reaction(document, decided)
    tell_decided(approval, outcome, words=decided.words)
    return outcome


def chair_of(approval: Approval, person: Person, *, on: date) -> Chair | None:
    """From where a person may answer: his own seat, one that he deputises or was delegated, or, for a leader of his
    line, that of one below him. None for the applicant, and for those who are not asked."""
    if approval.applicant_id == person.pk or person.account_id in approval.own:
        return None
    waiting = list(
        Seat.objects.waiting()
        .filter(approval=approval)
        .select_related("position__unit")
        .order_by("-level", "place")
    )
    mine = {position.pk for position in person.held(on=on)}
    for asked in waiting:
        if asked.position_id in mine:
            return Chair(asked, _regular(asked.position, person, on))
    for giver in Delegation.givers(to=person, on=on):
        his = {position.pk for position in giver.held(on=on)}
        for asked in waiting:
            if asked.position_id in his:
                return Chair(asked, giver)
    return _from_above(waiting, person, on)


def _from_above(waiting: list[Seat], person: Person, on: date) -> Chair | None:
    posts = person.held(on=on)
    for asked in waiting:
        rank = RANK.get(asked.position.role, 0)
        over = any(
            RANK.get(post.role, 0) > rank > 0 and asked.position.unit.path.startswith(post.unit.path)
            for post in posts
        )
        if over:
            return Chair(asked, asked.position.holder(on=on))
    return None


def _regular(position: Position, person: Person, on: date) -> Person | None:
    """Whom a deputy stands for; None for the one appointed himself."""
    held = position.appointments.filter(in_force(on), deputy=False).exclude(person=person)
    appointed = held.select_related("person").first()
    return appointed.person if appointed else None


@dataclass(frozen=True, slots=True)
class Kept:
    """A round that could not be answered, and why."""

    title: str
    reason: str


def answer_many(
    *, approvals: Iterable[Approval], verdict: Verdict, words: str, by: Account, at: datetime
) -> tuple[int, list[Kept]]:
    """Each by itself: how many were answered, and those that were not. One that fails keeps no other back."""
    done, kept = 0, []
    for approval in approvals:
        try:
            answer(approval=approval, verdict=verdict, words=words, by=by, at=at)
            done += 1
        except Refused as refused:
            kept.append(Kept(approval.title, refused.reason))
    return done, kept


def answered(*, kind: str, document: Model, verdict: Verdict, words: str, by: Account, at: datetime) -> bool:
    """For a document's own verb: whether its round takes the answer. False where the company has no rules: then the
    document decides by itself. A document that waits from before the rules is asked for now."""
    rounds = Approval.of(kind=kind, object_id=str(document.pk)).select_related("outcome")
    approval = rounds.open().first() or ask(kind=kind, document=document, by=None, at=at)
    if approval is None:
        return False
    answer(approval=approval, verdict=verdict, words=words, by=by, at=at)
    return True
