"""Filled-in forms: the list, and the record of one as it would be signed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from tonglu.customers.cards.models import Customer
from tonglu.directory.catalog.models import Sku
from tonglu.directory.files.models import StoredFile
from tonglu.directory.forms.filled import FilledQuerySet
from tonglu.directory.forms.models import Filled, Form
from tonglu.directory.org.models import Company
from tonglu.web.desk.acts import DeskRequest
from tonglu.web.desk.columns import Column, Text
from tonglu.web.desk.form_fields import answered_parts
from tonglu.web.desk.journal import history
from tonglu.web.desk.listing import Filter, Listing
from tonglu.web.desk.picks import picks_of
from tonglu.web.forms import asked_of
from tonglu.web.viewing import viewing

# of 100 points: well done, and needing someone
GOOD, POOR = 800, 600
BANDS = {
    "good": (gettext_lazy("80 分以上"), {"score__gte": GOOD}),
    "fair": (gettext_lazy("60–80 分"), {"score__gte": POOR, "score__lt": GOOD}),
    "poor": (gettext_lazy("60 分以下"), {"score__lt": POOR}),
}


def points(score: int | None) -> float | None:
    """Of 100, with one decimal."""
    return None if score is None else score / 10


def score_tone(score: int | None) -> str:
    if score is None:
        return ""
    return "good" if score >= GOOD else "warn" if score >= POOR else "bad"


def _scored(filled: Filled) -> tuple[str, str] | None:
    """With a word beside the colour."""
    if filled.score is None:
        return None
    words = {"good": _("好"), "warn": _("一般"), "bad": _("差")}
    tone = score_tone(filled.score)
    return f"{points(filled.score)} {words[tone]}", tone


def _forms() -> Iterable[tuple[str, Text]]:
    used = Form.objects.filter(versions__filled__isnull=False).distinct()
    return [(form.key, form.title) for form in used.order_by("used_for", "key")]


def _corrected(rows: Any, chosen: str) -> Any:
    return rows.filter(**{"replaces__isnull" if chosen == "corrections" else "replaced_by__isnull": False})


LISTING = Listing(
    name="filled-forms",
    href=lambda filled: reverse("filled_form", args=[filled.pk]),
    columns=[
        Column("at", gettext_lazy("填写时间"), lambda f: f.at, kind="moment", sort="at"),
        Column(
            "form",
            gettext_lazy("表单"),
            lambda f: f.version.form.title,
            kind="wide",
            sort="version__form__key",
        ),
        Column("subject", gettext_lazy("关于"), lambda f: f.subject_name, kind="wide", sort="subject_name"),
        Column("person", gettext_lazy("填写人"), lambda f: f.person.name, sort="person__code"),
        Column("unit", gettext_lazy("单位"), lambda f: f.position.unit, sort="position__unit__path"),
        Column("score", gettext_lazy("得分"), _scored, kind="tone", sort="score"),
        Column("version", gettext_lazy("版本"), lambda f: f.version.number, kind="count", extra=True),
        Column(
            "day",
            gettext_lazy("日期"),
            lambda f: f.business_date,
            kind="day",
            sort="business_date",
            extra=True,
        ),
        Column(
            "points", gettext_lazy("分数"), lambda f: points(f.score), kind="number", sort="score", extra=True
        ),
        Column(
            "state",
            gettext_lazy("更正"),
            lambda f: _("已被更正") if hasattr(f, "replaced_by") else "",
            extra=True,
        ),
    ],
    filters=[
        Filter("form", gettext_lazy("表单"), _forms, lambda rows, key: rows.filter(version__form__key=key)),
        Filter(
            "score",
            gettext_lazy("得分"),
            lambda: [(key, name) for key, (name, _q) in BANDS.items()],
            lambda rows, band: rows.filter(**BANDS[band][1]),
        ),
        Filter(
            "corrected",
            gettext_lazy("更正"),
            lambda: [("corrections", gettext_lazy("更正件")), ("replaced", gettext_lazy("已被更正"))],
            _corrected,
        ),
    ],
    search=("search", "subject_name", "person__name", "version__form__title_zh", "version__form__title_en"),
    search_hint=gettext_lazy("客户、填写人、表单"),
    order="-at",
    empty=gettext_lazy("这段时间没有填写的表单"),
    empty_hint=gettext_lazy("业务员在手机上填好、同步后出现在这里；也可以从“表单”里直接填写。"),
)


def _rows(request: DeskRequest) -> FilledQuerySet:
    rows = Filled.objects.visible_to(request.scope)
    return rows.select_related("version__form", "person", "position__unit", "replaced_by")


def filled_forms(request: DeskRequest) -> HttpResponse:
    picks = picks_of(request)
    rows = _rows(request).filter(picks.of_positions(), picks.of_days("business_date"))
    if not request.GET.get("corrected"):
        rows = rows.standing()
    if customer := request.GET.get("customer", ""):
        rows = rows.filter(customer_id=customer) if customer.isdecimal() else rows.none()
    context = {
        "title": pgettext("page", "填写记录"),
        "heading": _("查了什么，得了多少分？"),
        "subheading": "",
    }
    return LISTING.respond(request, rows, context=context)


def filled_form(request: DeskRequest, pk: str) -> HttpResponse:
    found = get_object_or_404(_rows(request).select_related("about", "replaces"), pk=pk)
    asked = asked_of(found.version, request.scope)
    read = answered_parts(asked, found.answers)
    context = {
        "title": f"{found.version.form.title} {found.subject_name}".strip(),
        "crumbs": [(reverse("filled_forms"), pgettext("page", "填写记录"))],
        "filled": found,
        "form": found.version.form,
        "customer": Customer.objects.visible_to(request.scope).filter(pk=found.customer_id or 0).first(),
        "points": points(found.score),
        "tone": score_tone(found.score),
        "parts": read,
        "stored": _stored(found),
        "sku_names": dict(Sku.objects.values_list("code", "name")) if _names_skus(found) else {},
        "company": Company.current(),
        "may_correct": _may_correct(request, found),
        "history": history(found),
    }
    return render(request, "forms/filled.html", context)


def _stored(found: Filled) -> set[str]:
    """Those of its photos whose bytes have come."""
    named = found.photos.values("sha256")
    return set(StoredFile.objects.filter(pk__in=named).values_list("pk", flat=True))


def _names_skus(found: Filled) -> bool:
    return '"skus"' in str(found.version.definition).replace("'", '"')


def _may_correct(request: DeskRequest, found: Filled) -> bool:
    if hasattr(found, "replaced_by"):
        return False
    if not Form.objects.fillable_by(request.scope).filter(pk=found.version.form_id).exists():
        return False
    mine = found.person_id == request.person.pk
    return mine or request.person.leads(found.position, on=viewing().today)
