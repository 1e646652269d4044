"""Products: the list, and one with its prices, costs and standards."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from tonglu.customers.cards.models import Customer
from tonglu.directory.catalog.models import Brand, Category, Sku
from tonglu.web.access import FieldGroup, sees
from tonglu.web.desk.acts import DeskRequest
from tonglu.web.desk.columns import Column, Text
from tonglu.web.desk.listing import Filter, Listing

TONES = {"active": "good", "ended": ""}


def _brands() -> Iterable[tuple[str, Text]]:
    return Brand.objects.filter(own=True).values_list("code", "name")


def _categories() -> Iterable[tuple[str, Text]]:
    return Category.objects.values_list("code", "name")


LISTING = Listing(
    name="skus",
    href=lambda sku: reverse("sku", args=[sku.pk]),
    columns=[
        Column("code", gettext_lazy("编码"), lambda s: s.code, sort="code"),
        Column("name", gettext_lazy("产品"), lambda s: s.name, kind="wide", sort="name"),
        Column("spec", gettext_lazy("规格"), lambda s: s.spec, sort="spec"),
        Column("brand", gettext_lazy("品牌"), lambda s: s.brand, sort="brand__name"),
        Column("category", gettext_lazy("品类"), lambda s: s.category, sort="category__name"),
        Column(
            "pack",
            gettext_lazy("包装"),
            lambda s: f"1{s.pack_name}={s.pack_size}{s.unit_name}",
            sort="pack_size",
        ),
        Column("barcode", gettext_lazy("条码"), lambda s: s.barcode, sort="barcode"),
        Column(
            "life",
            gettext_lazy("保质期"),
            lambda s: s.shelf_life_days,
            kind="count",
            sort="shelf_life_days",
            unit=gettext_lazy("天"),
        ),
        Column(
            "focus",
            gettext_lazy("重点"),
            lambda s: (_("重点"), "info") if s.focus else None,
            kind="tone",
            sort="focus",
        ),
        Column(
            "state",
            gettext_lazy("状态"),
            lambda s: (s.get_state_display(), TONES[s.state]),
            kind="tone",
            sort="state",
        ),
    ],
    filters=[
        Filter(
            "state", gettext_lazy("状态"), lambda: Sku.State.choices, lambda rows, s: rows.filter(state=s)
        ),
        Filter(
            "category", gettext_lazy("品类"), _categories, lambda rows, code: rows.filter(category__code=code)
        ),
        Filter("brand", gettext_lazy("品牌"), _brands, lambda rows, code: rows.filter(brand__code=code)),
    ],
    search=("search", "name", "code", "barcode", "spec"),
    search_hint=gettext_lazy("名称、拼音首字母、编码、条码"),
    order="code",
    empty=gettext_lazy("还没有产品"),
    empty_hint=gettext_lazy("请管理员在“设置 › 导入”里导入产品，再导入价格。"),
)


def skus(request: DeskRequest) -> HttpResponse:
    rows = Sku.objects.select_related("brand", "category")
    return LISTING.respond(
        request, rows, context={"title": pgettext("page", "产品"), "heading": _("我们卖什么？")}
    )


def sku(request: DeskRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Sku.objects.select_related("brand", "category"), pk=pk)
    # a customer's own price is shown to those who may see the customer
    mine = Q(customer__isnull=True) | Q(customer__in=Customer.objects.visible_to(request.scope))
    prices = found.prices.filter(mine).select_related("channel", "customer_class", "customer")
    context = {
        "title": found.name,
        "crumbs": [(reverse("skus"), pgettext("page", "产品"))],
        "sku": found,
        "tone": TONES[found.state],
        "prices": prices.order_by("-start", "channel", "id"),
        "costs": found.costs.order_by("-start") if sees(request.scope.roles, FieldGroup.COST) else None,
        "must_stock": found.must_stock.select_related("channel", "customer_class").order_by(
            "channel", "-start"
        ),
    }
    return render(request, "sku.html", context)
