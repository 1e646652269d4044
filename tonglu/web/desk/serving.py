"""The first page of those who serve the line without leading it: the RED team, customer service, finance, law."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tonglu.customers.cards.models import Customer
from tonglu.directory.org.models import RED_TEAM, Role
from tonglu.results.boards.queries import board
from tonglu.results.boards.shares import names_of
from tonglu.results.metrics import engine
from tonglu.results.metrics.register import Measure
from tonglu.trade.orders.models import Order
from tonglu.web.access import may
from tonglu.web.desk.acts import DeskRequest
from tonglu.web.desk.board import cut_of, figures, part, shown_to
from tonglu.web.desk.picks import Picks, picks_of
from tonglu.web.desk.tags import money
from tonglu.web.viewing import viewing

SHOWN = 8
SHELF_FIGURES = ("must_stock_compliance", "visits", "plan_visit_rate", "active_customers")
MONEY_FIGURES = ("sales_amount", "gross_margin", "active_customers")
CARE_FIGURES = ("visits", "successful_call_rate", "active_customers", "sales_amount")


@dataclass(frozen=True, slots=True)
class Todo:
    """A line of a block: what, beside it in small, and where it leads."""

    name: str
    beside: str
    url: str


@dataclass(frozen=True, slots=True)
class Block:
    """Something to look at this morning; `blank` says what an empty one means."""

    title: str
    hint: str
    todos: Sequence[Todo]
    blank: str
    more: str = ""


def serving(request: DeskRequest) -> dict[str, Any]:
    """The figures of his unit that concern his work, and what to look at first."""
    roles, picks = request.scope.roles, picks_of(request)
    keys, blocks = _of(roles)
    shown = shown_to(roles, keys)
    found = (
        board(scope=request.scope, period=picks.period, as_of=viewing().today, unit=picks.unit)
        if shown
        else None
    )
    return {
        "title": _("今日"),
        "figures": figures(found.whole, picks, shown) if found else [],
        "whole": part(found.whole, picks) if found else None,
        "blocks": [block(request, picks) for block in blocks],
    }


def _of(roles: frozenset[str]) -> tuple[Sequence[str], Sequence[Callable[[DeskRequest, Picks], Block]]]:
    if roles & RED_TEAM:
        return SHELF_FIGURES, (_gaps,)
    if Role.FINANCE in roles:
        return MONEY_FIGURES, (_held, _undelivered)
    if Role.CSS_HEAD in roles:
        return CARE_FIGURES, (_openings, _held)
    return (), (_openings,)


def _gaps(request: DeskRequest, picks: Picks) -> Block:
    """Outlets with the most must-stocks missing at the calls of the period."""
    cut = cut_of(request, picks, None)
    wanted, there = (
        engine.totals(measure=Measure("must_stock", column), by=("customer",), cut=cut)
        for column in ("one", "there")
    )
    missing = {key[0]: n - there.get(key, 0) for key, n in wanted.items()}
    worst = sorted((-n, code) for code, n in missing.items() if n > 0)[:SHOWN]
    names = names_of("customer", [code for _n, code in worst])
    todos = [
        Todo(
            names.get(code, code),
            _("缺 {n} 次").format(n=-n),
            reverse("metric", args=["must_stock_compliance"])
            + "?"
            + urlencode({"customer": code, "period": picks.key}),
        )
        for n, code in worst
    ]
    return Block(_("必备产品缺得最多的店"), picks.label, todos, _("拜访过的店必备产品都在。"))


def _openings(request: DeskRequest, picks: Picks) -> Block:
    states = (Customer.State.PROSPECT, Customer.State.OPENING)
    rows = Customer.objects.visible_to(request.scope).filter(state__in=states).order_by("-pk")
    todos = [
        Todo(row.name, f"{row.code} · {row.get_state_display()}", reverse("customer", args=[row.pk]))
        for row in rows[:SHOWN]
    ]
    more = f"{reverse('customers')}?state={Customer.State.OPENING}"
    return Block(_("潜在和开户中的客户"), "", todos, _("没有在开户的客户。"), more)


def _held(request: DeskRequest, picks: Picks) -> Block:
    rows = Order.objects.visible_to(request.scope).held()
    return Block(
        _("待审订单"),
        _("上级放行后才能送"),
        _orders(request, rows),
        _("没有待审的订单。"),
        f"{reverse('orders')}?state=held",
    )


def _undelivered(request: DeskRequest, picks: Picks) -> Block:
    rows = Order.objects.visible_to(request.scope).to_deliver()
    more = f"{reverse('orders')}?state=placed"
    return Block(_("已下单、还没送达"), _("最早的在前"), _orders(request, rows), _("订单都送到了。"), more)


def _orders(request: DeskRequest, rows: Any) -> list[Todo]:
    found = rows.select_related("customer").with_amount().order_by("placed_at")[:SHOWN]
    opens = may(request.scope.roles, "order")
    return [
        Todo(
            order.customer.name,
            f"{order.number} · {money(order.net)}",
            reverse("order", args=[order.pk]) if opens else "",
        )
        for order in found
    ]
