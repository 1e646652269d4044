"""What decides about a document, for the page of its approval: each kind adds what its deciders look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.urls import reverse

from tonglu.base.dated import in_force
from tonglu.customers.cards.models import Customer
from tonglu.directory.approvals.kinds import Number
from tonglu.directory.approvals.models import Approval, RuleBook
from tonglu.fieldwork.dayplans.models import DayPlan
from tonglu.trade.orders.models import Order
from tonglu.web.access import FieldGroup, may, sees
from tonglu.web.desk import tags
from tonglu.web.desk.acts import DeskRequest
from tonglu.web.desk.approval_words import scheme_words, simulation_words
from tonglu.web.desk.customers import months_of_orders
from tonglu.web.desk.journal import history
from tonglu.web.desk.orders import Shown, sums
from tonglu.web.desk.plans import stops_of
from tonglu.web.viewing import viewing

Detail = Callable[[DeskRequest, Any], dict[str, Any]]


def details(request: DeskRequest, approval: Approval) -> dict[str, Any]:
    """The document read anew, where it leads, its numbers as they were when it asked, and its kind's own part."""
    kind = approval.of_kind
    document = kind.load(approval.object_id)
    reading = kind.read(document)
    own = DETAILS.get(approval.kind)
    return {
        "facts": [(name, _shown(value)) for name, value in reading.facts if value not in (None, "")],
        "changed": reading.digest != approval.digest,
        "numbers": [_number(raw) for raw in approval.numbers],
        "document_url": _url(request, kind.page, document),
        "part": f"approvals/of_{approval.kind}.html" if own else "",
        "customer": _customer(request, approval),
        "history": history(document),
        **(own(request, document) if own else {}),
    }


def _number(raw: Mapping[str, Any]) -> Number:
    actual, limit = raw["actual"], raw["limit"]
    return Number(
        raw["what"],
        None if actual is None else Decimal(actual),
        None if limit is None else Decimal(limit),
        raw["keeps"],
    )


def _shown(value: Any) -> Any:
    return tags.day(value) if isinstance(value, date) else value


def _url(request: DeskRequest, page: str, document: Model) -> str:
    """The record's own page, for one who may open it and in whose line it lies."""
    if not page or not may(request.scope.roles, page):
        return ""
    rows: Any = type(document)._default_manager
    if hasattr(rows, "visible_to") and not rows.visible_to(request.scope).filter(pk=document.pk).exists():
        return ""
    return reverse(page, args=[document.pk])


def _customer(request: DeskRequest, approval: Approval) -> dict[str, Any] | None:
    """Who he is, twelve months of his orders, and what was asked about him before; shown to those who are asked, though he may be of another line."""
    if approval.customer is None:
        return None
    found = Customer.objects.select_related("customer_class", "channel").get(pk=approval.customer)
    past = Approval.objects.filter(customer=found.pk).exclude(pk=approval.pk).told()
    return {
        "row": found,
        "url": _url(request, "customer", found),
        "sales": months_of_orders(found),
        "past": past[:5],
        "sees_credit": sees(request.scope.roles, FieldGroup.CREDIT),
        "credit": found.credit_terms.filter(in_force(viewing().today)).first(),
    }


def _order(request: DeskRequest, order: Order) -> dict[str, Any]:
    """The lines with price, floor and, for those who may see cost, margin."""
    lines = [Shown.of(line, list(order.holds.all())) for line in order.lines.select_related("sku")]
    return {"lines": lines, "sums": sums(lines), "sees_cost": sees(request.scope.roles, FieldGroup.COST)}


def _plan(request: DeskRequest, plan: DayPlan) -> dict[str, Any]:
    return stops_of(plan)


def _rules(request: DeskRequest, book: RuleBook) -> dict[str, Any]:
    return {"kinds": scheme_words(book.rules), **simulation_words(book.simulated)}


DETAILS: Mapping[str, Detail] = {"order_price": _order, "day_plan": _plan, "rule_change": _rules}
