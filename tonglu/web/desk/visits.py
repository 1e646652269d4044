"""Visits: the list, and the record of one call from arrival to close."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from tonglu.directory.files.models import StoredFile
from tonglu.fieldwork.visits.models import CallStep, OrderProposal, Visit
from tonglu.fieldwork.visits.reasons import reason_name
from tonglu.solvers.replenish.suggestion import SENTENCES, Reason
from tonglu.web.desk.acts import DeskRequest
from tonglu.web.desk.columns import Column, Text
from tonglu.web.desk.journal import history
from tonglu.web.desk.listing import Filter, Listing
from tonglu.web.desk.picks import picks_of
from tonglu.web.desk.tags import currency_unit

TONES = {"completed": "good", "shut": "warn", "refused": "bad"}
# further than this from the customer's recorded place is worth a look; phones in a street canyon err by less
FAR_M = 300


def _place(visit: Visit) -> tuple[str, str] | None:
    if visit.distance_m is None:
        return None
    return (f"{visit.distance_m} m", "bad" if visit.distance_m > FAR_M else "good")


LISTING = Listing(
    name="visits",
    href=lambda visit: reverse("visit", args=[visit.pk]),
    columns=[
        Column("started", gettext_lazy("到店"), lambda v: v.started_at, kind="moment", sort="started_at"),
        Column("rep", gettext_lazy("业务员"), lambda v: v.person.name, sort="person__code"),
        Column(
            "customer", gettext_lazy("客户"), lambda v: v.customer.name, kind="wide", sort="customer__name"
        ),
        Column(
            "class",
            gettext_lazy("等级"),
            lambda v: v.customer.customer_class,
            sort="customer__customer_class__rank",
        ),
        Column(
            "minutes",
            gettext_lazy("在店"),
            lambda v: v.seconds,
            kind="minutes",
            sort="seconds",
            unit=gettext_lazy("分钟"),
        ),
        Column("place", gettext_lazy("距门店"), _place, kind="tone", sort="distance_m"),
        Column(
            "outcome",
            gettext_lazy("结果"),
            lambda v: (v.get_outcome_display(), TONES[v.outcome]),
            kind="tone",
            sort="outcome",
        ),
        Column(
            "order",
            gettext_lazy("订单"),
            lambda v: v.order and v.order.number,
            link=lambda v: reverse("order", args=[v.order_id]) if v.order_id else None,
        ),
        Column("net", gettext_lazy("订货净额"), lambda v: v.net, kind="amount", unit=currency_unit),
        Column("why", gettext_lazy("未订货原因"), lambda v: reason_name(v.no_order_reason), extra=True),
        Column("note", gettext_lazy("备注"), lambda v: v.note, kind="wide", extra=True),
        Column("next", gettext_lazy("下次"), lambda v: v.next_date, kind="day", sort="next_date", extra=True),
    ],
    filters=[
        Filter(
            "outcome",
            gettext_lazy("结果"),
            lambda: Visit.Outcome.choices,
            lambda rows, o: rows.filter(outcome=o),
        ),
        Filter(
            "order",
            gettext_lazy("订单"),
            lambda: [("yes", gettext_lazy("有订单")), ("no", gettext_lazy("没有订单"))],
            lambda rows, o: rows.filter(order__isnull=o == "no"),
        ),
        Filter(
            "place",
            gettext_lazy("位置"),
            lambda: [("far", gettext_lazy("离店 300 米以上"))],
            lambda rows, _far: rows.filter(distance_m__gt=FAR_M),
        ),
    ],
    search=("customer__search", "customer__name", "customer__code", "person__name", "note"),
    search_hint=gettext_lazy("客户、业务员、备注"),
    order="-started",
    empty=gettext_lazy("这段时间没有拜访"),
    empty_hint=gettext_lazy("业务员在手机端完成拜访、同步后出现在这里；也可以在上方换一段时间。"),
)


def visits(request: DeskRequest) -> HttpResponse:
    picks = picks_of(request)
    rows = Visit.objects.visible_to(request.scope).filter(
        picks.of_positions(), picks.of_days("business_date")
    )
    rows = rows.select_related("person", "customer__customer_class", "order").with_amount()
    context = {"title": pgettext("page", "拜访"), "heading": _("去了哪些店，成了什么？"), "subheading": ""}
    return LISTING.respond(request, rows, context=context)


def visit(request: DeskRequest, pk: str) -> HttpResponse:
    rows = Visit.objects.visible_to(request.scope)
    rows = rows.select_related("person", "customer", "position__unit", "order", "document__device")
    found = get_object_or_404(rows.with_amount(), pk=pk)
    checks = list(found.must_stock.select_related("sku"))
    context = {
        "title": _("{customer}的拜访").format(customer=found.customer.name),
        "crumbs": [(reverse("visits"), pgettext("page", "拜访"))],
        "visit": found,
        "tone": TONES[found.outcome],
        "far": found.distance_m is not None and found.distance_m > FAR_M,
        "steps": _steps(found),
        "stock": found.stock.select_related("sku"),
        "missing": [check.sku for check in checks if not check.present],
        "required": len(checks),
        "proposals": [
            (row, _why(row), reason_name(row.refusal)) for row in found.proposals.select_related("sku")
        ],
        "no_order": reason_name(found.no_order_reason),
        "competitors": found.competitors.all(),
        "photos": _photos(found),
        "history": history(found),
    }
    return render(request, "visit.html", context)


def _steps(found: Visit) -> list[tuple[Text, int]]:
    """Names of the steps that were done, with their seconds."""
    names = step_names(found.customer.channel_id)
    return [(names.get(step.key, step.key), step.seconds) for step in found.steps.all()]


def step_names(channel: int | None) -> Mapping[str, Text]:
    """The steps of a channel, or the general ones where it has none of its own."""
    rows = list(CallStep.objects.filter(channel=channel)) or list(
        CallStep.objects.filter(channel__isnull=True)
    )
    return {row.key: _(row.name) for row in rows}


def _why(row: OrderProposal) -> str:
    """The sentence of the suggestion's reason, from the code and numbers that the phone showed; empty without them."""
    numbers = {key: value for key, value in row.reason.items() if key != "code"}
    code = str(row.reason.get("code", ""))
    if code not in SENTENCES:
        return ""
    try:
        reason = Reason(code, numbers)
        return reason.zh if (get_language() or "zh").startswith("zh") else reason.en
    except KeyError:  # an older phone told fewer numbers than the sentence of today wants
        return ""


def _photos(found: Visit) -> list[dict[str, Any]]:
    names = step_names(found.customer.channel_id)
    photos = list(found.photos.all())
    here = set(StoredFile.objects.filter(pk__in=[p.sha256 for p in photos]).values_list("pk", flat=True))
    return [
        {"sha256": photo.sha256, "step": names.get(photo.step, photo.step), "here": photo.sha256 in here}
        for photo in photos
    ]
