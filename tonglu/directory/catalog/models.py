from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tonglu.base.dated import Dated, in_force
from tonglu.base.journal.tracked import Tracked, TrackedQuerySet
from tonglu.base.money import MoneyField
from tonglu.base.packs import in_packs


class Channel(models.Model):
    """A kind of outlet 渠道: supermarket, convenience store, restaurant …"""

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=64)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class CustomerClass(models.Model):
    """A class of customers 客户等级: A, B, C …; `rank` 1 is the most valuable."""

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=64)
    rank = models.PositiveSmallIntegerField(default=9)

    class Meta:
        ordering = ["rank", "code"]

    def __str__(self) -> str:
        return self.name


class Brand(models.Model):
    """A brand 品牌, our own or a rival's."""

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=64)
    own = models.BooleanField(default=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Category(models.Model):
    """A node of the product tree 品类. `path` as in `Unit`."""

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=64)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Sku(Tracked):
    """An article 单品: counted and ordered in base units, handled in packs of `pack_size` of them."""

    class State(models.TextChoices):
        ACTIVE = "active", _("在售")
        ENDED = "ended", _("停售")

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=120)
    spec = models.CharField(max_length=64, blank=True)
    barcode = models.CharField(max_length=14, blank=True, db_index=True)
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, null=True, blank=True, related_name="skus")
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, blank=True, related_name="skus"
    )
    unit_name = models.CharField(max_length=16, default="瓶")
    pack_name = models.CharField(max_length=16, default="箱")
    pack_size = models.PositiveIntegerField(default=1)
    shelf_life_days = models.PositiveIntegerField(null=True, blank=True)
    focus = models.BooleanField(default=False)
    state = models.CharField(max_length=16, choices=State.choices, default=State.ACTIVE)
    search = models.CharField(max_length=400, blank=True, db_index=True)

    objects = TrackedQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(pack_size__gte=1), name="catalog_sku_pack_at_least_one")
        ]

    def __str__(self) -> str:
        return self.name

    def in_packs(self, quantity: int) -> str:
        """`3箱4瓶`."""
        return in_packs(quantity=quantity, size=self.pack_size, pack=self.pack_name, unit=self.unit_name)


class SkuCost(Dated, Tracked):
    """The cost of one base unit 成本."""

    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="costs")
    cost = MoneyField()

    objects = TrackedQuerySet.as_manager()


class MustStock(Dated, Tracked):
    """A SKU that outlets of a channel and class must carry 必备; an empty class means every class.

    `opening_quantity`, in base units, is what an outlet without history is first sold.
    """

    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="must_stock")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="must_stock")
    customer_class = models.ForeignKey(
        CustomerClass, on_delete=models.PROTECT, null=True, blank=True, related_name="must_stock"
    )
    opening_quantity = models.PositiveIntegerField(default=0)

    objects = TrackedQuerySet.as_manager()


def must_stock(*, channel_id: int | None, class_id: int | None, on: date) -> dict[int, int]:
    """SKU id → opening quantity of what an outlet of that channel and class must carry on a day, by SKU code.

    A rule for the class beats one for every class.
    """
    for_class = Q(customer_class__isnull=True) | Q(customer_class=class_id)
    rules = MustStock.objects.filter(in_force(on), for_class, channel=channel_id).order_by("sku__code")
    general_first = sorted(rules, key=lambda rule: rule.customer_class_id is not None)
    return {rule.sku_id: rule.opening_quantity for rule in general_first}
