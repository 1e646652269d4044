"""One search over everything: customers, products, orders, people; names, pinyin, codes, numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tonglu.customers.cards.models import Customer
from tonglu.directory.catalog.models import Sku
from tonglu.directory.org.models import Person
from tonglu.trade.orders.models import Order
from tonglu.web.access import may
from tonglu.web.desk.acts import DeskRequest

EACH = 12


@dataclass(frozen=True, slots=True)
class Hit:
    url: str
    code: str
    name: str
    beside: str


@dataclass(frozen=True, slots=True)
class Found:
    """The first hits of a kind, and the address of the list that shows them all."""

    title: str
    more: str
    hits: list[Hit]


def search(request: DeskRequest) -> HttpResponse:
    """Hits by kind; the record itself when there is exactly one."""
    words = request.GET.get("q", "").lower().split()
    found = [group for group in _groups(request, words) if group.hits] if words else []
    if sum(len(group.hits) for group in found) == 1:
        return redirect(found[0].hits[0].url)
    title = _("搜索")
    return render(request, "search.html", {"title": title, "q": " ".join(words), "found": found})


def _groups(request: DeskRequest, words: list[str]) -> Iterable[Found]:
    kinds: list[tuple[str, str, str, Any, tuple[str, ...], Callable[[Any], tuple[str, str, str]]]] = [
        (
            "customer",
            "customers",
            pgettext("page", "客户"),
            Customer.objects.visible_to(request.scope),
            ("search", "name", "code"),
            lambda c: (c.code, c.name, c.address),
        ),
        (
            "sku",
            "skus",
            pgettext("page", "产品"),
            Sku.objects.all(),
            ("search", "name", "code", "barcode"),
            lambda s: (s.code, s.name, s.spec),
        ),
        (
            "order",
            "orders",
            pgettext("page", "订单"),
            Order.objects.visible_to(request.scope).select_related("customer"),
            ("number",),
            lambda o: (o.number, o.customer.name, str(o.business_date)),
        ),
        (
            "person",
            "people",
            pgettext("page", "人员"),
            Person.objects.visible_to(request.scope),
            ("search", "name", "code"),
            lambda p: (p.code, p.name, ""),
        ),
    ]
    for one, many, title, rows, fields, shown in kinds:
        if not may(request.scope.roles, one):
            continue
        hits = [
            Hit(reverse(one, args=[row.pk]), *shown(row)) for row in rows.filter(_has(words, fields))[:EACH]
        ]
        yield Found(title, f"{reverse(many)}?q={'+'.join(words)}", hits)


def _has(words: Iterable[str], fields: Iterable[str]) -> Q:
    """Every word in one of the fields."""
    wanted = Q()
    for word in words:
        anywhere = Q()
        for name in fields:
            anywhere |= Q(**{f"{name}__icontains": word})
        wanted &= anywhere
    return wanted
