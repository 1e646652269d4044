from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tonglu.base.accounts.models import Account
from tonglu.base.dated import Dated, in_force
from tonglu.base.errors import Refused
from tonglu.base.journal.models import record
from tonglu.base.journal.tracked import Tracked, TrackedQuerySet
from tonglu.base.money import MoneyField
from tonglu.base.sentences import listed
from tonglu.customers.cards.models import Customer
from tonglu.customers.credit.rules import FIVE_CS, out_of_range, terms
from tonglu.directory.org.models import Role
from tonglu.directory.org.scope import Scope

REVIEW = timedelta(days=182)
FIVE_NAMES = {
    "character": _("品德"),
    "capacity": _("能力"),
    "capital": _("资本"),
    "collateral": _("抵押"),
    "conditions": pgettext_lazy("credit", "条件"),
}
# who decides what a customer may owe
GRANTING = frozenset({Role.HEAD, Role.AREA_MANAGER, Role.DIRECTOR, Role.FINANCE})


class CreditTermsQuerySet(TrackedQuerySet["CreditTerms"]):
    def visible_to(self, scope: Scope) -> CreditTermsQuerySet:
        """Those of the customers that the scope sees; whether he sees credit at all is asked of his roles."""
        return self.filter(customer__in=Customer.objects.visible_to(scope))

    def to_review(self, *, on: date) -> CreditTermsQuerySet:
        """In force on a day, and due to be looked at again by then."""
        return self.filter(in_force(on), review_on__lte=on).order_by("review_on", "customer__code")


class CreditTerms(Dated, Tracked):
    """What a customer may owe, and how long, from a day on 信用条件. Scores out of 25, 25, 20, 15 and 15."""

    class Grade(models.TextChoices):
        A = "A", _("A 级")
        B = "B", _("B 级")
        C = "C", _("C 级")
        D = "D", _("D 级（现款）")

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="credit_terms")
    grade = models.CharField(max_length=1, choices=Grade.choices)
    limit = MoneyField()
    days = models.PositiveSmallIntegerField()
    character = models.PositiveSmallIntegerField()
    capacity = models.PositiveSmallIntegerField()
    capital = models.PositiveSmallIntegerField()
    collateral = models.PositiveSmallIntegerField()
    conditions = models.PositiveSmallIntegerField()
    review_on = models.DateField()
    reason = models.CharField(max_length=240, blank=True)

    objects = CreditTermsQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["-start"]

    def __str__(self) -> str:
        return f"{self.customer.code} {self.grade}"

    @property
    def points(self) -> int:
        return sum(getattr(self, name) for name in FIVE_CS)

    @property
    def scores(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in FIVE_CS}

    @classmethod
    @transaction.atomic
    def grant(
        cls,
        *,
        customer: Customer,
        scores: dict[str, int],
        monthly: Decimal,
        on: date,
        by: Account,
        at: datetime,
        limit: Decimal | None = None,
        reason: str = "",
    ) -> CreditTerms:
        """From `on` the customer has the terms that his score and mean monthly sales give him.

        A `limit` of one's own needs a reason. Raises Refused for scores out of range, a day before the terms in
        force began, or a limit for one who pays cash.
        """
        if wrong := out_of_range(scores):
            raise Refused(
                _("5C 评分不全或超出范围：{names}"),
                names=listed(str(FIVE_NAMES[name]) for name in wrong),
                code="bad_scores",
            )
        given = terms(points=sum(scores.values()), monthly=monthly)
        own = given.limit if limit is None else limit
        if own != given.limit and not reason.strip():
            raise Refused(_("额度与评分不同（按规则 {limit}），要写原因"), limit=given.limit)
        if own < 0 or (own and given.grade == cls.Grade.D):
            raise Refused(_("D 级客户只做现款，没有额度"))
        current = customer.credit_terms.filter(in_force(on)).first()
        latest = customer.credit_terms.order_by("-start").first()
        if latest and latest.start >= on:
            raise Refused(
                _("{name} 的信用条件从 {start} 起；新的须在其后"), name=customer.name, start=latest.start
            )
        if current:
            current.end(on=on)
        granted = cls.objects.create(
            customer=customer,
            grade=given.grade,
            limit=own,
            days=given.days,
            start=on,
            review_on=on + REVIEW,
            reason=reason.strip(),
            **scores,
        )
        facts = {
            "customer": customer.code,
            "from": current.grade if current else "",
            "to": given.grade,
            "on": on,
        }
        record(verb="credit.grant", obj=granted, by=by, at=at, facts=facts)
        return granted
