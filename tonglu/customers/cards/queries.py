"""Questions about many customers."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef

from tonglu.base.dated import in_force
from tonglu.customers.cards.models import Customer, Ownership


def without_owner(*, on: date) -> list[str]:
    """Codes of active customers that no position owns on a day; there should be none."""
    owned = Ownership.objects.filter(in_force(on), customer=OuterRef("pk"))
    orphans = Customer.objects.filter(~Exists(owned), state=Customer.State.ACTIVE)
    return list(orphans.order_by("code").values_list("code", flat=True))
