from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Count, Expression, OuterRef, Q, Subquery, Sum
from django.db.models.fields.json import KT
from django.utils.translation import gettext_lazy as _

from tonglu.base.accounts.models import Account
from tonglu.base.errors import NotYours, Refused
from tonglu.base.journal.models import record
from tonglu.directory.org.models import Company, Person, Position
from tonglu.directory.org.scope import Scope
from tonglu.directory.org.signed import Signature
from tonglu.fieldwork.visits.models import Visit
from tonglu.results.reports.figures import DaySheet
from tonglu.results.reports.queries import day_sheet
from tonglu.results.reports.rules import Differences, differences


@dataclass(frozen=True, slots=True)
class Totals:
    """The foot of a report as lists show it."""

    calls: int
    deals: int
    amount: Decimal


class DayReportQuerySet(models.QuerySet["DayReport"]):
    def visible_to(self, scope: Scope) -> DayReportQuerySet:
        return self.filter(scope.facts_q())

    def waiting(self) -> DayReportQuerySet:
        """Handed in and not yet signed."""
        return self.filter(state=DayReport.State.FILED)

    def with_totals(self) -> DayReportQuerySet:
        """What `DayReport.totals` reads: the facts, and beside them what was signed."""
        standing = Q(order__isnull=False, order__cancellation__isnull=True)
        signed = {f"signed_{key}": KT(f"frozen__foot__2__{path}") for key, path in _SIGNED.items()}
        return self.defer("frozen").annotate(
            calls=_of_the_day(Count("pk")),
            deals=_of_the_day(Count("pk", filter=standing)),
            amount=_of_the_day(Sum("order__lines__net_amount", filter=standing)),
            **signed,
        )


# where the foot of a frozen sheet keeps them; the third foot is the total
_SIGNED = {"calls": "calls", "deals": "deals", "amount": "sale__net_amount"}


def _of_the_day(total: Expression) -> Subquery:
    visits = Visit.objects.filter(person=OuterRef("person"), business_date=OuterRef("day")).order_by()
    return Subquery(visits.values("person").annotate(total=total).values("total"))


class DayReport(models.Model):
    """A rep's daily visit report 销售日报表. Its figures are computed from facts until they are frozen by signing."""

    class State(models.TextChoices):
        OPEN = "open", _("进行中")
        FILED = "filed", _("待批示")
        SIGNED = "signed", _("已批示")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="day_reports")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="day_reports")
    day = models.DateField(db_index=True)
    reflection = models.CharField(max_length=2000, blank=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.OPEN)
    filed_at = models.DateTimeField(null=True)
    frozen = models.JSONField(null=True, encoder=DjangoJSONEncoder)

    objects = DayReportQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "person__code"]
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="reports_one_a_day")]

    @classmethod
    def ensure(cls, *, person: Person, position: Position, on: date) -> DayReport:
        """The report of a day; it begins with the first fact of the day."""
        report, _created = cls.objects.get_or_create(person=person, day=on, defaults={"position": position})
        return report

    @classmethod
    @transaction.atomic
    def bring(
        cls,
        *,
        person: Person,
        position: Position,
        on: date,
        reflection: str,
        by: Account,
        at: datetime,
        signature: Signature | None = None,
    ) -> DayReport:
        """What a rep wrote for a day elsewhere; whoever signed it there is named, or it waits to be signed here.

        Figures are never brought: they are computed from what was recorded of the day, and nothing is frozen.
        Raises Refused for a day to come, and where the day's report was handed in already.
        """
        if on > Company.current().business_date(at):
            raise Refused(_("{day} 还没有到，不能先交日报"), day=on, code="bad_document")
        report = cls.ensure(person=person, position=position, on=on)
        if report.state != cls.State.OPEN:
            raise Refused(_("{name} {day} 的日报已经交了"), name=person.name, day=on, code="already_filed")
        report.reflection = reflection.strip()[:2000]
        report.state, report.filed_at = cls.State.FILED, at
        if signature:
            report.state, report.filed_at = cls.State.SIGNED, None
            signer = signature.account(position=report.position, on=on)
            said = {"words": signature.words, "by": signer, "at": signature.at}
            Comment.objects.create(report=report, signs=True, **said)
        report.save(update_fields=["reflection", "state", "filed_at"])
        facts = {"date": on, "signed_by": signature.person.name if signature else ""}
        record(verb="report.bring", obj=report, by=by, at=at, facts=facts)
        return report

    @transaction.atomic
    def file(self, *, reflection: str, by: Account, at: datetime) -> None:
        """The rep adds his reflection and hands the report in; until it is signed he may do so again."""
        if by.pk != self.person.account_id:
            raise NotYours(_("日报由本人提交"))
        if self.state == self.State.SIGNED:
            raise Refused(_("{day} 的日报已批示，不能再改"), day=self.day, code="already_signed")
        if self.day > Company.current().business_date(at):
            raise Refused(_("{day} 还没有到，不能先交日报"), day=self.day, code="bad_document")
        self.reflection, self.state, self.filed_at = reflection.strip()[:2000], self.State.FILED, at
        self.save(update_fields=["reflection", "state", "filed_at"])
        record(verb="report.file", obj=self, by=by, at=at, facts={"date": self.day})

    @transaction.atomic
    def comment(self, *, words: str, by: Account, at: datetime) -> None:
        """A superior's words under the report, signed or not."""
        self._only_a_leader(by, at)
        if not words.strip():
            raise Refused(_("批示不能为空；请写上意见"))
        Comment.objects.create(report=self, words=words.strip()[:1000], by=by, at=at)
        record(verb="report.comment", obj=self, by=by, at=at, facts={"words": words.strip()})

    @transaction.atomic
    def sign(self, *, words: str, by: Account, at: datetime) -> None:
        """The one who leads signs it; its figures are frozen as they are now and no longer follow the facts."""
        if by.pk == self.person.account_id:
            raise NotYours(_("不能批示自己的日报；请上级批示"))
        self._only_a_leader(by, at)
        if self.state == self.State.SIGNED:
            raise Refused(
                _("{name} {day} 的日报已批示"), name=self.person.name, day=self.day, code="already_signed"
            )
        if self.state == self.State.OPEN:
            raise Refused(
                _("{name} 还没有提交 {day} 的日报；提交后再批示"),
                name=self.person.name,
                day=self.day,
                code="not_filed",
            )
        self.frozen, self.state = self.live().as_json(), self.State.SIGNED
        self.save(update_fields=["state", "frozen"])
        Comment.objects.create(report=self, words=words.strip()[:1000], signs=True, by=by, at=at)
        facts = {"date": self.day, "words": words.strip(), "version": self.frozen["version"]}
        record(verb="report.sign", obj=self, by=by, at=at, facts=facts)

    def _only_a_leader(self, by: Account, at: datetime) -> None:
        person = Person.objects.filter(account=by).first()
        if person is None or not person.leads(self.position, on=Company.current().business_date(at)):
            raise NotYours(_("{name} 不归您管辖；日报由他的上级批示"), name=self.person.name)

    def sheet(self) -> DaySheet:
        """The figures as they were signed; until then, as the facts stand.

        A report that was signed elsewhere and brought in without figures shows the facts too.
        """
        return DaySheet.from_json(self.frozen) if self.frozen else self.live()

    def live(self) -> DaySheet:
        """The figures as the facts stand now, signed or not."""
        return day_sheet(person=self.person, position=self.position, on=self.day)

    @property
    def totals(self) -> Totals:
        """As signed, else as the facts stand; the rows come from `with_totals()`."""

        def shown(key: str) -> Any:
            signed = getattr(self, f"signed_{key}")
            return (getattr(self, key) or 0) if signed is None else signed

        return Totals(int(shown("calls")), int(shown("deals")), Decimal(shown("amount")))

    def since_signed(self) -> Differences | None:
        """What the facts say now otherwise than the signed sheet; None where nothing is frozen."""
        return differences(signed=self.sheet(), live=self.live()) if self.frozen else None

    @property
    def signature(self) -> Comment | None:
        return self.comments.filter(signs=True).select_related("by__person").first()


class Comment(models.Model):
    """What a superior wrote under a report 批示; `signs` on the one that signed it. Append-only."""

    report = models.ForeignKey(DayReport, on_delete=models.PROTECT, related_name="comments")
    words = models.CharField(max_length=1000, blank=True)
    signs = models.BooleanField(default=False)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report"], condition=models.Q(signs=True), name="reports_one_signature"
            )
        ]
