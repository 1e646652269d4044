"""Credit that was looked at again lately: raised on somebody's word, lowered, and taken away."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from tonglu.base.dated import in_force
from tonglu.customers.credit.models import REVIEW, CreditTerms
from tonglu.customers.credit.rules import FIVE_CS
from tonglu.exchange.demo.life.scene import Scene

# share of what each C can have, monthly sales in yuan, a limit of one's own, and why
CASES = (
    ("0.90", "9000", "20000", "春节前备货，临时加额到 2 万，节后复核；老板以门市租约作保"),
    ("0.62", "3000", None, "两次晚付，降一级观察一季度"),
    ("0.40", "1500", None, "逾期 60 天以上，改现款"),
)


def credit(scene: Scene) -> None:
    """The finance officer decides; the oldest terms are due for their review this week."""
    for n, case in enumerate(CASES):
        scene.agenda.put(scene.at(6 - n, 14, 10), partial(_grant, scene, n, case))
    old = CreditTerms.objects.filter(stop__isnull=True).order_by("customer__code")
    for n, terms in enumerate(old[len(CASES) : len(CASES) + 6]):
        start = scene.today + timedelta(days=n - 2) - REVIEW
        if terms.customer.opened_on and terms.customer.opened_on < start:
            CreditTerms.objects.filter(pk=terms.pk).update(start=start, review_on=start + REVIEW)


def _grant(scene: Scene, place: int, case: tuple[str, str, str | None, str], at: datetime) -> None:
    share, monthly, limit, reason = case
    on = at.astimezone(scene.world.zone).date()
    held = CreditTerms.objects.filter(in_force(on), start__lt=on).order_by("customer__code")
    terms = held[place] if held.count() > place else None
    if terms is None:
        return
    CreditTerms.grant(
        customer=terms.customer,
        scores={name: int(most * Decimal(share)) for name, most in FIVE_CS.items()},
        monthly=Decimal(monthly),
        on=on,
        by=scene.office(0).head.account,
        at=at,
        limit=Decimal(limit) if limit else None,
        reason=reason,
    )
