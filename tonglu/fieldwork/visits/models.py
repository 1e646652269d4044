from __future__ import annotations

from django.db import models
from django.db.models import OuterRef, Subquery, Sum
from django.utils.translation import gettext_lazy as _

from tonglu.base.money import MoneyField
from tonglu.customers.cards.models import Customer
from tonglu.directory.catalog.models import Channel, Sku
from tonglu.directory.devices.models import PhoneDocument
from tonglu.directory.org.models import Person, Position
from tonglu.directory.org.scope import Scope
from tonglu.trade.orders.models import Order, OrderLine


class CallStep(models.Model):
    """A step of the call 拜访步骤, as data; a channel without steps of its own uses those without a channel."""

    channel = models.ForeignKey(
        Channel, on_delete=models.PROTECT, null=True, blank=True, related_name="call_steps"
    )
    sequence = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=24)
    name = models.CharField(max_length=64)
    hint = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering = ["channel_id", "sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "sequence"], name="visits_step_sequence", nulls_distinct=False
            )
        ]


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, scope: Scope) -> VisitQuerySet:
        """Visits made in the scope or by himself, and the history of the customers that are in it now."""
        return self.filter(scope.facts_q() | models.Q(customer__in=Customer.objects.visible_to(scope)))

    def with_amount(self) -> VisitQuerySet:
        """`net`: the amount of the call's order, computed for the rows that are fetched."""
        lines = OrderLine.objects.filter(order=OuterRef("order")).order_by().values("order")
        return self.annotate(net=Subquery(lines.annotate(net=Sum("net_amount")).values("net")))


class Visit(models.Model):
    """A call 拜访. Written once from the phone's document (whose id it shares) and never edited.

    `seconds` in the store; `distance_m` from the recorded place to the customer's; `started_at` and `ended_at` as
    the server reckons them from the phone's clock.
    """

    class Outcome(models.TextChoices):
        COMPLETED = "completed", _("完成")
        SHUT = "shut", _("店铺未营业")
        REFUSED = "refused", _("客户拒访")

    id = models.UUIDField(primary_key=True)
    document = models.OneToOneField(PhoneDocument, on_delete=models.PROTECT, null=True, related_name="visit")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="visits")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="visits")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="visits")
    order = models.OneToOneField(Order, on_delete=models.PROTECT, null=True, related_name="visit")
    purpose = models.CharField(max_length=16, default="order")
    outcome = models.CharField(max_length=16, choices=Outcome.choices)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    business_date = models.DateField(db_index=True)
    seconds = models.PositiveIntegerField()
    lng = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    accuracy_m = models.PositiveIntegerField(null=True)
    distance_m = models.PositiveIntegerField(null=True)
    note = models.CharField(max_length=1000, blank=True)
    no_order_reason = models.CharField(max_length=64, blank=True)
    next_date = models.DateField(null=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        indexes = [
            models.Index(fields=["customer", "business_date"]),
            models.Index(fields=["person", "business_date"]),
            models.Index(fields=["position", "business_date"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_at__gte=models.F("started_at")), name="visits_end_after_start"
            )
        ]


class Fact(models.Model):
    """Something seen or said at a visit; written with it, never changed."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT)

    class Meta:
        abstract = True
        ordering = ["id"]


class StepDone(Fact):
    """Seconds spent in a step of the call."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="steps")
    key = models.CharField(max_length=24)
    seconds = models.PositiveIntegerField()


class StockCount(Fact):
    """Base units of a SKU counted on the shelf and in the back room 库存盘点."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="stock")
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+")
    shelf = models.PositiveIntegerField()
    back = models.PositiveIntegerField(default=0)
    oldest_date = models.DateField(null=True)

    class Meta(Fact.Meta):
        constraints = [models.UniqueConstraint(fields=["visit", "sku"], name="visits_stock_once")]

    @property
    def total(self) -> int:
        return self.shelf + self.back


class MustStockCheck(Fact):
    """Whether a SKU that the standard of the day required was there 必备检查."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="must_stock")
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+")
    present = models.BooleanField()


class OrderProposal(Fact):
    """What was suggested, why, what was agreed, and why not more 建议订单. Base units.

    `suggested` is what the phone showed; `reason` its code and numbers.
    """

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="proposals")
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+")
    suggested = models.PositiveIntegerField()
    agreed = models.PositiveIntegerField()
    reason = models.JSONField(default=dict)
    refusal = models.CharField(max_length=64, blank=True)


class CompetitorSeen(Fact):
    """A rival's product, price or action at the outlet 竞品信息."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="competitors")
    brand = models.CharField(max_length=64)
    product = models.CharField(max_length=120, blank=True)
    price = MoneyField(null=True)
    note = models.CharField(max_length=400, blank=True)


class VisitPhoto(Fact):
    """That a photo was taken; its bytes come separately and may still be on the way."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="photos")
    sha256 = models.CharField(max_length=64, db_index=True)
    step = models.CharField(max_length=24, blank=True)
    taken_at = models.DateTimeField(null=True)
