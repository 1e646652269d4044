"""The credit of a customer: the terms in force, how they were scored, and those before."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tonglu.base.dated import in_force
from tonglu.base.errors import Refused
from tonglu.customers.cards.models import Customer
from tonglu.customers.credit.models import FIVE_NAMES, CreditTerms
from tonglu.customers.credit.rules import FIVE_CS, LADDER
from tonglu.exchange.sheets.cells import amount
from tonglu.exchange.sheets.columns import BadCell
from tonglu.fieldwork.visits.queries import monthly_sales
from tonglu.web import clock
from tonglu.web.access import may
from tonglu.web.desk.acts import DeskRequest, act
from tonglu.web.desk.key_people import crumbs, customer_of, tabs
from tonglu.web.viewing import viewing

TONES = {"A": "good", "B": "good", "C": "warn", "D": "bad"}


def customer_credit(request: DeskRequest, pk: int) -> HttpResponse:
    found = customer_of(request, pk)
    today = viewing().today
    current = found.credit_terms.filter(in_force(today)).first()
    context = {
        "title": _("{name}的信用").format(name=found.name),
        "crumbs": crumbs(found),
        "here": pgettext("page", "信用"),
        "customer": found,
        "tabs": tabs(request, found, "customer_credit"),
        "current": current,
        "tone": TONES[current.grade] if current else "",
        "due": bool(current and current.review_on <= today),
        "scores": [
            (name, FIVE_NAMES[name], most, current and current.scores[name]) for name, most in FIVE_CS.items()
        ],
        "ladder": LADDER,
        "monthly": _monthly(found),
        "past": found.credit_terms.order_by("-start"),
        "may_grant": may(request.scope.roles, "credit_grant"),
        "today": today,
    }
    return render(request, "customer/credit.html", context)


def _monthly(customer: Customer) -> Decimal:
    """As the rules want it."""
    return monthly_sales(customers=[customer.pk], on=viewing().today)[customer.pk]


@act
def credit_grant(request: DeskRequest, pk: int) -> str:
    customer = customer_of(request, pk)
    granted = CreditTerms.grant(
        customer=customer,
        scores={name: _whole(request.POST.get(name, "")) for name in FIVE_CS},
        monthly=_monthly(customer),
        on=viewing().today,
        limit=_amount(request.POST.get("limit", "")),
        reason=request.POST.get("reason", ""),
        by=request.user,
        at=clock.now(),
    )
    return _("{name} 从今天起 {grade}，额度 {limit}，账期 {days} 天").format(
        name=customer.name, grade=granted.get_grade_display(), limit=granted.limit, days=granted.days
    )


def _whole(text: str) -> int:
    return int(text) if text.strip().isdecimal() else -1


def _amount(text: str) -> Decimal | None:
    """None where nothing was written: the rule's own limit. As in a sheet: full width, separators, and no more than money."""
    try:
        return amount(text) if text.strip() else None
    except BadCell as error:
        raise Refused(_("额度写成数字：{text}"), text=text) from error
