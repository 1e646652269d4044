from __future__ import annotations

from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext as _

from tonglu.base.accounts.models import Account
from tonglu.base.errors import Refused
from tonglu.base.journal.models import record
from tonglu.directory.org.models import Company
from tonglu.trade.orders.models import Order


class Delivery(models.Model):
    """An order's goods reached the customer 送达; the day on which its sales count."""

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="delivery")
    at = models.DateTimeField()
    business_date = models.DateField(db_index=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    @classmethod
    @transaction.atomic
    def deliver(cls, *, order: Order, by: Account, at: datetime) -> Delivery:
        """The whole order arrived. Raises Refused for one that is held, cancelled or already delivered."""
        if order.state != Order.State.PLACED:
            raise Refused(_("订单 {number} {state}，不能送达"), number=order.number, state=order.state.label)
        day = Company.current().business_date(at)
        delivery = cls.objects.create(order=order, by=by, at=at, business_date=day)
        record(verb="order.deliver", obj=order, by=by, at=at, facts={"number": order.number, "on": day})
        return delivery
