from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from tonglu.base.accounts.models import Account
from tonglu.base.errors import Refused
from tonglu.base.journal.models import record
from tonglu.base.money import MoneyField, scaled, unscaled
from tonglu.base.periods import Period, parse
from tonglu.directory.approvals.answering import answered
from tonglu.directory.approvals.asking import ask
from tonglu.directory.calendar.models import work_calendar
from tonglu.directory.calendar.rules import WorkCalendar
from tonglu.directory.org.models import Appointment, Person
from tonglu.directory.org.scope import Scope
from tonglu.planning.targets.rules import day_shares


@dataclass(frozen=True, slots=True)
class Wanted:
    """A rep's figure for a period: `amount` is the stretch goal 目标, `must` the commitment 任务."""

    person: Person
    period: Period
    amount: Decimal
    must: Decimal


class TargetPlan(models.Model):
    """The targets of one metric for one year 目标计划."""

    metric = models.CharField(max_length=64)
    year = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-year", "metric"]
        constraints = [models.UniqueConstraint(fields=["metric", "year"], name="targets_plan_one_per_year")]

    @property
    def in_force(self) -> TargetVersion | None:
        return self.versions.filter(state=TargetVersion.State.APPROVED).first()

    @transaction.atomic
    def draft(
        self, *, cells: Sequence[Wanted], reason: str, by: Account | None, at: datetime
    ) -> TargetVersion:
        """A new version with its cells, not yet in force."""
        number = (self.versions.aggregate(last=models.Max("number"))["last"] or 0) + 1
        version = self.versions.create(number=number, reason=reason, made_by=by, made_at=at)
        TargetCell.objects.bulk_create(
            TargetCell(
                version=version,
                person=cell.person,
                period=cell.period.key,
                start=cell.period.start,
                stop=cell.period.stop,
                amount=cell.amount,
                must=cell.must,
            )
            for cell in cells
        )
        record(verb="target.draft", obj=version, by=by, at=at, facts={"cells": len(cells), "reason": reason})
        return version


class TargetVersionQuerySet(models.QuerySet["TargetVersion"]):
    def visible_to(self, scope: Scope) -> TargetVersionQuerySet:
        """Those with a cell that the scope sees."""
        return self.filter(
            models.Exists(TargetCell.objects.visible_to(scope).filter(version=models.OuterRef("pk")))
        )


class TargetVersion(models.Model):
    """One edition of a plan 目标版本; an approved one changes only by the next."""

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        APPROVED = "approved", _("已批准")
        SUPERSEDED = "superseded", _("已被取代")

    plan = models.ForeignKey(TargetPlan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    reason = models.CharField(max_length=240, blank=True)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    approved_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    objects = TargetVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="targets_version_number"),
            models.UniqueConstraint(
                fields=["plan"], condition=models.Q(state="approved"), name="targets_one_approved_version"
            ),
        ]

    @transaction.atomic
    def submit(self, *, by: Account, at: datetime) -> None:
        """Asks those whom the rules name; again changes nothing."""
        self._check_draft()
        record(verb="target.submit", obj=self, by=by, at=at, facts={"number": self.number})
        ask(kind="target", document=self, by=by, at=at)

    @transaction.atomic
    def approve(self, *, by: Account | None, at: datetime, words: str = "") -> None:
        """Agrees to this version; the last of those who must agree puts it in force. An import (`by` None) does at once."""
        self._check_draft()
        if by is not None and by.pk == self.made_by_id:
            raise Refused(_("不能批准自己编制的目标；请上级批准"))
        if by is None or not answered(
            kind="target", document=self, verdict="approve", words=words, by=by, at=at
        ):
            self.put_in_force(by=by, at=at)
        self.refresh_from_db(fields=["state", "approved_by", "approved_at"])

    def _check_draft(self) -> None:
        if self.state != self.State.DRAFT:
            raise Refused(
                _("第 {number} 版{state}，不能再批准"), number=self.number, state=self.get_state_display()
            )

    def put_in_force(self, *, by: Account | None, at: datetime) -> None:
        """Supersedes the version before, and stores each day's share of every cell."""
        previous = self.plan.in_force
        if previous:
            previous.state = self.State.SUPERSEDED
            previous.save(update_fields=["state"])
        self.state, self.approved_by, self.approved_at = self.State.APPROVED, by, at
        self.save(update_fields=["state", "approved_by", "approved_at"])
        _store_days(self)
        record(verb="target.approve", obj=self, by=by, at=at, facts={"number": self.number})


class TargetCellQuerySet(models.QuerySet["TargetCell"]):
    def visible_to(self, scope: Scope) -> TargetCellQuerySet:
        """Those of people in the scope, and those with days at a position in it (their person may have left)."""
        here = TargetDay.objects.filter(cell=models.OuterRef("pk")).filter(scope.positions_q())
        return self.filter(models.Q(person__in=Person.objects.visible_to(scope)) | models.Exists(here))


class TargetCell(models.Model):
    """A person's target for a period, at the grain that people set."""

    version = models.ForeignKey(TargetVersion, on_delete=models.PROTECT, related_name="cells")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="targets")
    period = models.CharField(max_length=24)
    start = models.DateField()
    stop = models.DateField()
    amount = MoneyField()
    must = MoneyField()

    objects = TargetCellQuerySet.as_manager()

    class Meta:
        ordering = ["start", "person__code"]
        constraints = [
            models.UniqueConstraint(fields=["version", "person", "period"], name="targets_cell_once")
        ]


class TargetDay(models.Model):
    """The share of a cell that falls on a day; the shares of a cell add up to it exactly.

    `position` is the one the person held that day, so that a move takes the rest of the target along.
    """

    cell = models.ForeignKey(TargetCell, on_delete=models.PROTECT, related_name="days")
    business_date = models.DateField(db_index=True)
    position = models.ForeignKey("org.Position", on_delete=models.PROTECT, null=True, related_name="+")
    amount = MoneyField()
    must = MoneyField()


def _store_days(version: TargetVersion) -> None:
    calendar = work_calendar()
    cells = list(version.cells.select_related("person"))
    held = _positions({cell.person_id for cell in cells})
    for cell in cells:
        TargetDay.objects.bulk_create(_days_of(cell, calendar, held.get(cell.person_id, [])))


def _days_of(cell: TargetCell, calendar: WorkCalendar, held: Sequence[Appointment]) -> list[TargetDay]:
    days = list(parse(cell.period).days())
    amounts = day_shares(total=scaled(cell.amount), days=days, calendar=calendar)
    musts = day_shares(total=scaled(cell.must), days=days, calendar=calendar)
    return [
        TargetDay(
            cell=cell,
            business_date=day,
            position_id=_position_on(held, day),
            amount=unscaled(amount),
            must=unscaled(must),
        )
        for day, amount, must in zip(days, amounts, musts, strict=True)
        if amount or must
    ]


def _positions(people: set[int]) -> Mapping[int, list[Appointment]]:
    held: dict[int, list[Appointment]] = {}
    for appointment in Appointment.objects.filter(person__in=people, deputy=False).order_by("start"):
        held.setdefault(appointment.person_id, []).append(appointment)
    return held


def _position_on(held: Sequence[Appointment], day: date) -> int | None:
    """The position on the day; before the first appointment the first one, after the last the last."""
    before = [a.position_id for a in held if a.start <= day]
    return before[-1] if before else (held[0].position_id if held else None)
