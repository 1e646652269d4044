from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from tonglu.base.accounts.models import Account
from tonglu.base.money import MoneyField
from tonglu.directory.approvals.chain import Asked
from tonglu.directory.approvals.course import Said, Standing, Verdict, standing
from tonglu.directory.approvals.kinds import KINDS, Kind
from tonglu.directory.approvals.models.books import RuleBook
from tonglu.directory.approvals.models.delegations import Delegation
from tonglu.directory.org.models import Person, Position
from tonglu.directory.org.scope import Scope


def answers_for(person: Person, *, on: date) -> set[int]:
    """The positions for which a person may answer on a day: those he acts in, and those of who delegated to him."""
    people = [person, *Delegation.givers(to=person, on=on)]
    return {position.pk for one in people for position in one.held(on=on)}


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def open(self) -> ApprovalQuerySet:
        return self.filter(outcome__isnull=True)

    def visible_to(self, scope: Scope) -> ApprovalQuerySet:
        """Those of the own line, one's own, and those that one was ever asked about."""
        person = Person.objects.get(pk=scope.person_id)
        asked = Seat.objects.filter(
            Q(position__in=answers_for(person, on=scope.on)) | Q(answer__by=person.account),
            approval=OuterRef("pk"),
        )
        return self.filter(scope.positions_q() | Q(applicant=scope.person_id) | Exists(asked))

    def waiting_for(self, person: Person, *, on: date) -> ApprovalQuerySet:
        """Those that wait for this person's answer; never his own."""
        asked = Seat.objects.waiting().filter(
            position__in=answers_for(person, on=on), approval=OuterRef("pk")
        )
        mine = Q(applicant=person) | Q(asked_by=person.account) if person.account_id else Q(applicant=person)
        return self.open().filter(Exists(asked)).exclude(mine)

    def with_due(self) -> ApprovalQuerySet:
        """`due`: when the next of those asked should have answered; none once it is decided."""
        waiting = Seat.objects.waiting().filter(approval=OuterRef("pk")).order_by("due_at")
        return self.annotate(due=Subquery(waiting.values("due_at")[:1]))

    def told(self) -> ApprovalQuerySet:
        """With what a list shows of each."""
        return self.select_related("applicant", "position__unit", "outcome")


class Approval(models.Model):
    """A round of approval for a document 审批: what it said then, and the chain of those who are asked.

    `chain` holds steps of positions as the rules gave them; `numbers` what the document said against policy. `customer`
    is an id: this room knows no customers. A document that changes gets a new round.
    """

    kind = models.CharField(max_length=32, db_index=True)
    object_id = models.CharField(max_length=64)
    round = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    title = models.CharField(max_length=160)
    applicant = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="approvals")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(db_index=True)
    amount = MoneyField(null=True)
    classes = models.JSONField(default=list)
    risk = models.CharField(max_length=8, blank=True)
    numbers = models.JSONField(default=list)
    customer = models.BigIntegerField(null=True)
    book = models.ForeignKey(RuleBook, on_delete=models.PROTECT, related_name="approvals")
    rule = models.PositiveSmallIntegerField(null=True)
    chain = models.JSONField()

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "round"], name="approvals_round_once")
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def of(cls, *, kind: str, object_id: str) -> ApprovalQuerySet:
        """The rounds of a document, the latest first."""
        return cls.objects.filter(kind=kind, object_id=object_id).order_by("-round")

    @property
    def of_kind(self) -> Kind:
        return KINDS[self.kind]

    @property
    def kind_name(self) -> Any:
        return KINDS[self.kind].name if self.kind in KINDS else self.kind

    @property
    def is_open(self) -> bool:
        return not hasattr(self, "outcome")

    @property
    def own(self) -> set[int]:
        """Accounts that may not answer: the applicant's, and that of whoever handed it in for him."""
        return {pk for pk in (self.applicant.account_id, self.asked_by_id) if pk}

    @property
    def steps(self) -> list[Asked]:
        return [Asked(tuple(step["positions"]), step["any"]) for step in self.chain]

    def stands(self) -> Standing:
        """Where the round is, from what was said."""
        rows = self.seats.filter(answer__isnull=False).select_related("answer").order_by("answer__id")
        said = [Said(seat.step, seat.place, cast("Verdict", seat.answer.verdict)) for seat in rows]
        return standing(self.steps, said)


def chain_json(steps: Sequence[Asked]) -> list[dict[str, Any]]:
    return [{"positions": list(step.positions), "any": step.any} for step in steps]


class SeatQuerySet(models.QuerySet["Seat"]):
    def waiting(self) -> SeatQuerySet:
        """Those that may still be answered: of an open round, in its last step, and their place not answered."""
        later = Seat.objects.filter(approval=OuterRef("approval"), step__gt=OuterRef("step"))
        said = Seat.objects.filter(
            approval=OuterRef("approval"),
            step=OuterRef("step"),
            place=OuterRef("place"),
            answer__isnull=False,
        )
        return self.filter(~Exists(later), ~Exists(said), approval__outcome__isnull=True)


class Seat(models.Model):
    """A position is asked 审批席位, in a step of the chain, from an instant on, for an answer within 24 working hours.

    `level` 0 is the position that the rules mean; above that stand those it was escalated to. One of them answers.
    """

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="seats")
    step = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField(default=0)
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["step", "place", "level"]
        constraints = [
            models.UniqueConstraint(fields=["approval", "step", "place", "level"], name="approvals_seat_once")
        ]


class Outcome(models.Model):
    """How a round ended 审批结果. Append-only."""

    class Result(models.TextChoices):
        APPROVED = "approved", _("已同意")
        REFUSED = "refused", _("未同意")
        RETURNED = "returned", _("已退回")
        WITHDRAWN = "withdrawn", _("已撤回")

    approval = models.OneToOneField(Approval, on_delete=models.PROTECT, related_name="outcome")
    result = models.CharField(max_length=16, choices=Result.choices)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
