from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import Q

from tonglu.base.dated import Dated, in_force
from tonglu.base.journal.tracked import Tracked, TrackedQuerySet
from tonglu.base.money import MoneyField
from tonglu.customers.cards.models import Customer
from tonglu.directory.catalog.models import Channel, CustomerClass, Sku


class PriceRule(Dated, Tracked):
    """What a base unit of a SKU costs a kind of customer 价格: list, net and the lowest allowed, per base unit."""

    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="prices")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    customer_class = models.ForeignKey(
        CustomerClass, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, null=True, blank=True, related_name="prices"
    )
    list_price = MoneyField()
    net_price = MoneyField()
    floor_price = MoneyField(null=True, blank=True)

    objects = TrackedQuerySet.as_manager()

    def specificity(self) -> tuple[bool, bool, bool]:
        """A customer's own price beats his class's, that his channel's, that everyone's."""
        return (self.customer_id is not None, self.customer_class_id is not None, self.channel_id is not None)


def prices_for(*, customer: Customer, on: date, skus: Iterable[int] | None = None) -> dict[int, PriceRule]:
    """SKU id → the rule that applies to a customer on a day; SKUs without a price are absent."""
    rules = PriceRule.objects.filter(
        in_force(on),
        Q(customer__isnull=True) | Q(customer=customer),
        Q(channel__isnull=True) | Q(channel=customer.channel_id),
        Q(customer_class__isnull=True) | Q(customer_class=customer.customer_class_id),
    )
    if skus is not None:
        rules = rules.filter(sku__in=skus)
    return {rule.sku_id: rule for rule in sorted(rules, key=PriceRule.specificity)}
