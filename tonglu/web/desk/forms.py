"""Forms: the list of them, and one with its versions."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from tonglu.base.sentences import listed
from tonglu.directory.forms.models import Form, FormRole, FormVersion
from tonglu.directory.org.models import Role
from tonglu.web.access import may
from tonglu.web.desk.acts import DeskRequest
from tonglu.web.desk.columns import Column, Text
from tonglu.web.desk.form_fields import parts
from tonglu.web.desk.journal import history
from tonglu.web.desk.listing import Filter, Listing
from tonglu.web.forms import asked_of
from tonglu.web.viewing import viewing


def roles_of(form: Form) -> str:
    """Those who fill it in, in words."""
    return listed(str(Role(row.role).label) for row in form.roles.all())


def _state(form: Form) -> tuple[Text, str]:
    if form.retired_on and form.retired_on <= viewing().today:
        return _("已停用"), ""
    if form.current is None:  # type: ignore[attr-defined]  # annotated
        return _("草稿"), "warn"
    return _("在用"), "good"


def _source(form: Form) -> Text:
    shipped = form.shipped  # type: ignore[attr-defined]  # annotated
    return "" if shipped is None else _("产品自带") if shipped else _("本公司")


def _uses() -> Iterable[tuple[str, Text]]:
    return Form.Use.choices


LISTING = Listing(
    name="forms",
    href=lambda form: reverse("form", args=[form.key]),
    columns=[
        Column("title", gettext_lazy("表单"), lambda f: f.title, kind="wide", sort="title_zh"),
        Column("used_for", gettext_lazy("用途"), lambda f: f.get_used_for_display(), sort="used_for"),
        Column("subject", gettext_lazy("关于"), lambda f: f.get_subject_display(), sort="subject"),
        Column("roles", gettext_lazy("谁填写"), roles_of, kind="wide"),
        Column("version", gettext_lazy("版本"), lambda f: f.current, kind="count"),
        Column("since", gettext_lazy("生效"), lambda f: f.since, kind="day"),
        Column("source", gettext_lazy("来源"), _source),
        Column("state", gettext_lazy("状态"), _state, kind="tone", sort="retired_on"),
        Column("key", gettext_lazy("代码"), lambda f: f.key, sort="key", extra=True),
    ],
    filters=[
        Filter("used_for", gettext_lazy("用途"), _uses, lambda rows, use: rows.filter(used_for=use)),
        Filter(
            "subject",
            gettext_lazy("关于"),
            lambda: Form.Subject.choices,
            lambda rows, subject: rows.filter(subject=subject),
        ),
    ],
    search=("search",),
    search_hint=gettext_lazy("名称、拼音首字母、代码"),
    order="used_for",
    empty=gettext_lazy("还没有表单"),
    empty_hint=gettext_lazy("新建一张，或从 Excel 导入。"),
)


def forms(request: DeskRequest) -> HttpResponse:
    context = {
        "title": pgettext("page", "表单"),
        "heading": _("查什么、问什么？"),
        "subheading": _("业务员在手机上填的检查表、问卷和报告"),
        "actions": _actions(request),
    }
    return LISTING.respond(request, _rows(request), context=context)


def _actions(request: DeskRequest) -> list[tuple[str, str, str]]:
    """For those who draw up forms."""
    if not may(request.scope.roles, "form_new"):
        return []
    return [
        (_("导入"), reverse("form_import"), ""),
        (_("新建表单"), reverse("form_new"), "btn-primary"),
    ]


def _rows(request: DeskRequest) -> QuerySet[Form]:
    """With the number, first day and source of the version in force today."""
    versions = FormVersion.objects.filter(form=OuterRef("pk"), start__lte=viewing().today).order_by("-number")
    rows = Form.objects.visible_to(request.scope).annotate(
        current=Subquery(versions.values("number")[:1]),
        since=Subquery(versions.values("start")[:1]),
        shipped=Subquery(versions.values("shipped")[:1]),
    )
    return rows.prefetch_related(Prefetch("roles", FormRole.objects.order_by("role")))


def form(request: DeskRequest, key: str) -> HttpResponse:
    """One form: whom it is for, its versions, and how the one in force looks."""
    found = get_object_or_404(_rows(request), key=key)
    number = request.GET.get("version", "")
    versions = list(found.versions.select_related("published_by__person"))
    shown = next((v for v in versions if str(v.number) == number), found.version(on=viewing().today))
    fills = Form.objects.fillable_by(request.scope).filter(pk=found.pk).exists()
    context = {
        "title": found.title,
        "crumbs": [(reverse("forms"), pgettext("page", "表单"))],
        "form": found,
        "state": _state(found),
        "roles": roles_of(found),
        "versions": versions,
        "shown": shown,
        "about": shown.parsed.about.say(request.user.language) if shown and shown.parsed.about else "",
        "parts": parts(asked_of(shown, request.scope), {}) if shown else [],
        "fills": fills and shown is not None,
        "history": history(found),
    }
    return render(request, "forms/form.html", context)
