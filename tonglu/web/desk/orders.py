"""Orders: the list, the record, and its verbs: let go, deliver, cancel."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from tonglu.base.errors import Refused
from tonglu.base.sentences import clauses
from tonglu.trade.deliveries.models import Delivery
from tonglu.trade.orders.models import Hold, Order, OrderLine, OrderQuerySet
from tonglu.web import clock
from tonglu.web.access import FieldGroup, sees
from tonglu.web.desk.acts import DeskRequest, act, ticked
from tonglu.web.desk.approval_words import asked
from tonglu.web.desk.columns import Column
from tonglu.web.desk.journal import history
from tonglu.web.desk.listing import Bulk, Filter, Listing
from tonglu.web.desk.picks import picks_of
from tonglu.web.desk.tags import currency_unit
from tonglu.web.paper.answers import Form, take
from tonglu.web.paper.order_note import delivery_note, order_sheet

TONES = {"placed": "info", "held": "warn", "delivered": "good", "cancelled": ""}
STATES: Mapping[str, Callable[[OrderQuerySet], OrderQuerySet]] = {
    "placed": lambda rows: rows.to_deliver(),
    "held": lambda rows: rows.held(),
    "delivered": lambda rows: rows.filter(delivery__isnull=False),
    "cancelled": lambda rows: rows.filter(cancellation__isnull=False),
}


def _state(order: Order) -> tuple[str, str]:
    return (str(order.state.label), TONES[order.state])


LISTING = Listing(
    name="orders",
    href=lambda order: reverse("order", args=[order.pk]),
    columns=[
        Column("number", gettext_lazy("单号"), lambda o: o.number, sort="number"),
        Column("day", gettext_lazy("下单日"), lambda o: o.business_date, kind="day", sort="business_date"),
        Column(
            "customer",
            gettext_lazy("客户"),
            lambda o: o.customer.name,
            kind="wide",
            sort="customer__name",
            link=lambda o: reverse("customer", args=[o.customer_id]),
        ),
        Column(
            "code", gettext_lazy("客户编码"), lambda o: o.customer.code, sort="customer__code", extra=True
        ),
        Column("rep", gettext_lazy("业务员"), lambda o: o.person.name, sort="person__code"),
        Column("net", gettext_lazy("净额"), lambda o: o.net, kind="amount", sort="net", unit=currency_unit),
        Column("source", gettext_lazy("来源"), lambda o: o.get_source_display(), sort="source"),
        Column(
            "placed",
            gettext_lazy("下单时间"),
            lambda o: o.placed_at,
            kind="moment",
            sort="placed_at",
            extra=True,
        ),
        Column(
            "delivered",
            gettext_lazy("送达日"),
            lambda o: o.delivery.business_date if hasattr(o, "delivery") else None,
            kind="day",
            sort="delivery__business_date",
        ),
        Column("state", gettext_lazy("状态"), _state, kind="tone"),
    ],
    filters=[
        Filter(
            "state",
            gettext_lazy("状态"),
            lambda: Order.State.choices,
            lambda rows, state: STATES[state](rows),
        ),
        Filter(
            "source",
            gettext_lazy("来源"),
            lambda: Order.Source.choices,
            lambda rows, source: rows.filter(source=source),
        ),
    ],
    search=("number", "customer__search", "customer__name", "customer__code", "person__name"),
    search_hint=gettext_lazy("单号、客户、业务员"),
    order="-day",
    bulk=[Bulk("orders_deliver", gettext_lazy("勾选的已送达"), gettext_lazy("勾选的订单都已送到客户？"))],
    foot=lambda rows: {"net": rows.total()},
    empty=gettext_lazy("这段时间没有订单"),
    empty_hint=gettext_lazy("业务员在拜访的第六步下单，同步后出现在这里；也可以在上方换一段时间。"),
)


def orders(request: DeskRequest) -> HttpResponse:
    picks = picks_of(request)
    rows = Order.objects.visible_to(request.scope).filter(
        picks.of_positions(), picks.of_days("business_date")
    )
    rows = rows.select_related("customer", "person").with_state().with_amount()
    context = {
        "title": pgettext("page", "订单"),
        "heading": _("谁订了什么，送到了吗？"),
        "subheading": _("按下单日"),
    }
    return LISTING.respond(request, rows, context=context)


def order(request: DeskRequest, pk: str) -> HttpResponse:
    found = _found(request, pk)
    holds = list(found.holds.select_related("release__by__person"))
    lines = [Shown.of(line, holds) for line in found.lines.select_related("sku")]
    context = {
        "title": found.number,
        "crumbs": [(reverse("orders"), pgettext("page", "订单"))],
        "order": found,
        "tone": TONES[found.state],
        "lines": lines,
        "sums": sums(lines),
        "holds": holds,
        "visit": getattr(found, "visit", None),
        "history": history(found),
        "sees_cost": sees(request.scope.roles, FieldGroup.COST),
        **asked(request, kind="order_price", object_id=str(found.pk)),
    }
    return render(request, "order.html", context)


def order_paper(request: DeskRequest, pk: str, form: Form) -> HttpResponse:
    """The order as it was placed, for the customer's file."""
    found = _found(request, pk)
    return take(request, [order_sheet(found)], form=form, of=found)


def order_note(request: DeskRequest, pk: str, form: Form) -> HttpResponse:
    """The delivery note. Raises Refused for goods that may not leave."""
    found = _found(request, pk)
    if found.state in {Order.State.HELD, Order.State.CANCELLED}:
        raise Refused(_("订单 {number} {state}，不能开送货单"), number=found.number, state=found.state.label)
    return take(request, [delivery_note(found)], form=form, of=found)


def order_by_number(request: DeskRequest, number: str) -> HttpResponse:
    """An order by what people call it."""
    found = get_object_or_404(Order.objects.visible_to(request.scope), number=number)
    return redirect("order", pk=found.pk)


@dataclass(frozen=True, slots=True)
class Shown:
    """A line as the record shows it; `floor` is the lowest allowed price where the line went below it."""

    line: OrderLine
    price: Decimal
    profit: Decimal | None
    floor: Decimal | None

    @classmethod
    def of(cls, line: OrderLine, holds: Sequence[Hold]) -> Shown:
        floors = {low["sku"]: Decimal(low["floor"]) for hold in holds for low in hold.facts.get("lines", ())}
        profit = None if line.cost_amount is None else line.net_amount - line.cost_amount
        return cls(line, line.net_amount / line.quantity, profit, floors.get(line.sku_id))


def sums(lines: Sequence[Shown]) -> dict[str, Decimal]:
    return {
        "list": sum((shown.line.list_amount for shown in lines), Decimal(0)),
        "discount": sum((shown.line.discount_amount for shown in lines), Decimal(0)),
        "net": sum((shown.line.net_amount for shown in lines), Decimal(0)),
        "profit": sum((shown.profit or Decimal(0) for shown in lines), Decimal(0)),
    }


def _found(request: DeskRequest, pk: str) -> Order:
    rows = Order.objects.visible_to(request.scope).select_related("customer", "person", "position__unit")
    return get_object_or_404(rows.with_state().with_amount(), pk=pk)


@act
def release(request: DeskRequest, pk: str) -> str:
    found = _found(request, pk)
    found.release(by=request.user, at=clock.now(), words=request.POST.get("words", "").strip())
    return _("订单 {number} 已放行，等待送货").format(number=found.number)


@act
def cancel(request: DeskRequest, pk: str) -> str:
    found = _found(request, pk)
    found.cancel(by=request.user, at=clock.now(), reason=request.POST.get("reason", ""))
    return _("订单 {number} 已取消").format(number=found.number)


@act
def deliver(request: DeskRequest, pk: str) -> str:
    found = _found(request, pk)
    Delivery.deliver(order=found, by=request.user, at=clock.now())
    return _("订单 {number} 已送达，计入今天的销售").format(number=found.number)


@act
def deliver_many(request: DeskRequest) -> str:
    """Each ticked order by itself: one that cannot be delivered keeps no other back."""
    rows = Order.objects.visible_to(request.scope).with_state()
    done, kept = 0, []
    for found in rows.filter(pk__in=ticked(request, Order._meta.pk)).order_by("number"):
        try:
            Delivery.deliver(order=found, by=request.user, at=clock.now())
            done += 1
        except Refused as refused:
            kept.append(refused.reason)
    if kept:
        raise Refused(_("{done} 单已送达；没有送达的：{kept}"), done=done, kept=clauses(kept))
    return _("{done} 单已送达，计入今天的销售").format(done=done)
