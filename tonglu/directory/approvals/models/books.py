from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from tonglu.base.accounts.models import Account
from tonglu.base.errors import NotYours, Refused
from tonglu.base.journal.models import record
from tonglu.directory.approvals.defaults import DEFAULT
from tonglu.directory.approvals.kinds import KINDS
from tonglu.directory.approvals.rules import Flaw, Scheme, flaws
from tonglu.directory.org.models import Company, Person, Position, Role

FLAWS = {
    "unknown_kind": _("第 {n} 条：没有“{kind}”这种单据"),
    "unknown_role": _("第 {n} 条：没有这个岗位角色"),
    "no_last": _("“{kind}”缺少兜底规则：最后一条要不带条件"),
    "never": _("第 {n} 条永远轮不到：它前面的规则不带条件"),
    "range": _("第 {n} 条的金额范围是空的"),
}


def parsed(raw: Any) -> Scheme:
    """A scheme from JSON. Raises Refused for what is none, or what could not be followed."""
    try:
        scheme = Scheme.model_validate(raw)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Refused(_("规则有误：{where} {fault}"), where=where, fault=first["msg"]) from error
    found = flaws(scheme, kinds=KINDS, roles=Role.values)
    if found:
        raise Refused(said(found[0]))
    return scheme


def said(flaw: Flaw) -> str:
    """A flaw in words."""
    kind = str(KINDS[flaw.kind].name) if flaw.kind in KINDS else flaw.kind
    return str(FLAWS[flaw.fault]).format(n=(flaw.rule or 0) + 1, kind=kind)


class RuleBook(models.Model):
    """An edition of the approval rules 审批规则. `scheme` is a `Scheme` as JSON.

    A draft until it is adopted; what is adopted changes only by the next edition.
    """

    number = models.PositiveIntegerField(unique=True)
    scheme = models.JSONField()
    background = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    goal = models.TextField(blank=True)
    plan = models.TextField(blank=True)
    wanted_from = models.DateField(null=True)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"v{self.number}"

    @property
    def journal_name(self) -> str:
        return _("审批规则第 {n} 版").format(n=self.number)

    @classmethod
    def in_force(cls, *, on: date) -> RuleBook | None:
        """The edition of a day; None before the first."""
        rows = cls.objects.filter(adoption__start__lte=on).select_related("adoption")
        return rows.order_by("-adoption__start", "-number").first()

    @classmethod
    @transaction.atomic
    def set_up(cls, *, on: date, by: Account | None, at: datetime) -> RuleBook:
        """The shipped rules as the first edition, in force from a day; again changes nothing."""
        first = cls.objects.order_by("number").first()
        if first:
            return first
        book = cls._make(scheme=DEFAULT, by=by, at=at)
        Adoption.objects.create(book=book, start=on, by=by, at=at)
        record(verb="approval.set_up", obj=book, by=by, at=at, facts={"from": on})
        return book

    @classmethod
    @transaction.atomic
    def draft(cls, *, by: Account, on: date, at: datetime) -> RuleBook:
        """A copy of the rules in force, to be changed and applied for; the maker's own open draft, if he has one."""
        mine = cls.objects.filter(adoption__isnull=True, made_by=by).first()
        if mine and not mine.waits:
            return mine
        current = cls.in_force(on=on)
        book = cls._make(scheme=current.scheme if current else DEFAULT, by=by, at=at)
        record(verb="approval.draft_rules", obj=book, by=by, at=at, facts={"number": book.number})
        return book

    @classmethod
    def _make(cls, *, scheme: Any, by: Account | None, at: datetime) -> RuleBook:
        last = cls.objects.aggregate(last=models.Max("number"))["last"] or 0
        kept = Scheme.model_validate(scheme).model_dump(mode="json", exclude_defaults=True)
        return cls.objects.create(number=last + 1, scheme=kept, made_by=by, made_at=at)

    @property
    def rules(self) -> Scheme:
        return Scheme.model_validate(self.scheme)

    @property
    def digest(self) -> str:
        """Of the scheme alone: what was simulated is what is applied for."""
        return hashlib.sha256(json.dumps(self.scheme, sort_keys=True).encode()).hexdigest()

    @property
    def adopted(self) -> bool:
        return hasattr(self, "adoption")

    @property
    def waits(self) -> bool:
        """Whether it has been applied for and is not decided yet."""
        from tonglu.directory.approvals.models.rounds import Approval  # rounds point to the book

        return Approval.of(kind="rule_change", object_id=str(self.pk)).filter(outcome=None).exists()

    @property
    def simulated(self) -> Simulation | None:
        """The latest simulation of the scheme as it is now."""
        return self.simulations.filter(digest=self.digest).order_by("-id").first()

    @transaction.atomic
    def change(
        self,
        *,
        scheme: Any,
        background: str,
        reason: str,
        goal: str,
        plan: str,
        wanted_from: date | None,
        by: Account,
        at: datetime,
    ) -> None:
        """Writes the draft anew. Its maker alone does, until it is applied for."""
        self._check_draft(by)
        self.scheme = parsed(scheme).model_dump(mode="json", exclude_defaults=True)
        self.background, self.reason = background.strip(), reason.strip()
        self.goal, self.plan, self.wanted_from = goal.strip(), plan.strip(), wanted_from
        self.save(update_fields=["scheme", "background", "reason", "goal", "plan", "wanted_from"])
        facts = {"number": self.number, "rules": len(self.scheme["rules"])}
        record(verb="approval.change_rules", obj=self, by=by, at=at, facts=facts)

    def check_ready(self) -> None:
        """Raises Refused while something that those who decide need is missing."""
        words = {
            _("背景"): self.background,
            _("原因"): self.reason,
            _("目标"): self.goal,
            _("方案说明"): self.plan,
        }
        for name, text in words.items():
            if not text:
                raise Refused(_("请先写明{what}"), what=name)
        if self.wanted_from is None:
            raise Refused(_("请先写明从哪天起执行"))
        if self.simulated is None:
            raise Refused(_("规则改过之后还没有用近 90 天的单据试算；请先试算"))

    def _check_draft(self, by: Account) -> None:
        if self.made_by_id != by.pk:
            raise NotYours(_("这份草稿由别人编制，只有编制人能改"))
        if self.adopted:
            raise Refused(_("第 {n} 版规则已生效，不能再改；请另起一份草稿"), n=self.number)
        if self.waits:
            raise Refused(_("第 {n} 版规则正在审批，不能再改；要改请先让审批人退回"), n=self.number)

    @transaction.atomic
    def adopt(self, *, by: Account, at: datetime, on: date) -> None:
        """In force from the day that was asked for, and not before the day `on` of the decision."""
        start = max(self.wanted_from or on, on)
        Adoption.objects.create(book=self, start=start, by=by, at=at)
        facts = {"number": self.number, "from": start}
        record(verb="approval.adopt_rules", obj=self, by=by, at=at, facts=facts)

    def maker(self) -> tuple[Person, Position]:
        """Who applies, and from which position."""
        person = Person.objects.get(account=self.made_by)
        position = person.position(on=Company.current().business_date(self.made_at))
        if position is None:
            raise Refused(_("{name} 没有岗位，不能提出申请"), name=person.name)
        return person, position


class Adoption(models.Model):
    """From which day an edition is in force 生效. Append-only."""

    book = models.OneToOneField(RuleBook, on_delete=models.PROTECT, related_name="adoption")
    start = models.DateField(db_index=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()


class Simulation(models.Model):
    """What an edition would have meant for the documents of the past 试算; `digest` is that of the scheme tried.
    Append-only."""

    book = models.ForeignKey(RuleBook, on_delete=models.PROTECT, related_name="simulations")
    digest = models.CharField(max_length=64)
    start = models.DateField()
    stop = models.DateField()
    result = models.JSONField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
