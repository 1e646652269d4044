"""Imports: what can be brought in, its empty sheets, and what was brought in by whom."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_POST

from tonglu.base.errors import Refused
from tonglu.directory.forms.models import Form
from tonglu.exchange.imports.context import Context
from tonglu.exchange.imports.models import Import, ImportRun, version_of
from tonglu.exchange.imports.noun import Noun
from tonglu.exchange.imports.nouns.table import NOUNS
from tonglu.exchange.sheets.template import template, template_csv
from tonglu.web import clock
from tonglu.web.desk.acts import DeskRequest
from tonglu.web.desk.columns import Column, Text
from tonglu.web.desk.listing import Filter, Listing
from tonglu.web.paper.answers import download

# what is brought in most often
FIRST = "customers"
WAITING, DONE, UNDONE = "waiting", "done", "undone"
STATES = {
    WAITING: (gettext_lazy("未完成"), "warn"),
    DONE: (gettext_lazy("已导入"), "good"),
    UNDONE: (gettext_lazy("已撤销"), ""),
}


def _count(name: str) -> Column:
    titles = {
        "created": gettext_lazy("新增"),
        "updated": gettext_lazy("更新"),
        "bad": gettext_lazy("错误"),
        "duplicates": gettext_lazy("重复"),
    }
    return Column(name, titles[name], lambda i: i.done.counts[name] if i.done else None, kind="count")


def state_of(one: Import) -> str:
    return UNDONE if one.is_undone else DONE if one.done else WAITING


def who(one: Import) -> str:
    person = getattr(one.by, "person", None)
    return person.name if person else one.by.username if one.by else _("服务器")


def _nouns() -> Iterable[tuple[str, Text]]:
    return [(key, noun.title) for key, noun in NOUNS.items()]


LISTING = Listing(
    name="imports",
    href=lambda one: reverse("import", args=[one.pk]),
    columns=[
        Column("at", gettext_lazy("时间"), lambda i: i.asked_at, kind="moment", sort="asked_at"),
        Column("noun", pgettext_lazy("import", "内容"), lambda i: i.title, sort="noun"),
        Column("file", gettext_lazy("文件"), lambda i: i.file, kind="wide", sort="file"),
        Column("by", gettext_lazy("谁"), who),
        *map(_count, ("created", "updated", "bad", "duplicates")),
        Column("state", gettext_lazy("状态"), lambda i: STATES[state_of(i)], kind="tone"),
    ],
    filters=[
        Filter("noun", pgettext_lazy("import", "内容"), _nouns, lambda rows, noun: rows.filter(noun=noun)),
    ],
    search=("file",),
    search_hint=gettext_lazy("文件名"),
    order="-at",
    empty=gettext_lazy("还没有导入过"),
    empty_hint=gettext_lazy("下载一张空表，填好后拖到上面。"),
)


def imports(request: DeskRequest) -> HttpResponse:
    # without the pairs, of which a run may have thousands
    runs = Prefetch("runs", ImportRun.objects.defer("pairs"))
    rows = (
        Import.objects.visible_to(request.scope).select_related("by__person", "undo").prefetch_related(runs)
    )
    mine = {key: noun for key, noun in NOUNS.items() if _his(request, noun)}
    chosen = next((key for key in (request.GET.get("what"), FIRST, *mine) if key in mine), None)
    context = {
        "title": pgettext("page", "导入"),
        "heading": _("要导入什么？"),
        "nouns": mine.values(),
        "chosen": chosen,
        "forms": Form.objects.visible_to(request.scope).filter(versions__isnull=False).distinct(),
        "form": request.GET.get("form"),
    }
    return LISTING.respond(request, rows, template="imports/list.html", context=context)


def _his(request: DeskRequest, noun: type[Noun]) -> bool:
    """Whether a list is for someone like him; what is the whole company's is not for an office's clerk."""
    context = Context(at=clock.now(), on=clock.today(), scope=request.scope)
    return bool(noun.roles & request.scope.roles) and (context.holds_all or not noun.is_wide())


@require_POST
def bring(request: DeskRequest) -> HttpResponse:
    """A file for a list: kept, and shown with its columns."""
    noun, sent = request.POST.get("noun", ""), request.FILES.get("file")
    try:
        if sent is None:
            raise Refused(_("请选一个 Excel 或 CSV 文件"))
        form = request.POST.get("form", "")
        brought = Import.bring(
            noun=noun,
            file=Path(sent.name or "").name,
            content=sent.read(),
            by=request.user,
            scope=request.scope,
            at=clock.now(),
            form=form,
        )
    except Refused as refused:
        messages.error(request, refused.reason)
        return redirect(f"{reverse('imports')}?what={noun}")
    return redirect("import", pk=brought.pk)


def noun_of(request: DeskRequest, key: str) -> Noun:
    """A list of that name for the one who asks, to name its columns by."""
    kind = NOUNS.get(key)
    if kind is None or not kind.roles & request.scope.roles:
        raise Http404
    on = clock.today()
    form = version_of(request.GET.get("form", ""), on=on) if kind.of_a_form else None
    return kind(Context(at=clock.now(), on=on, by=request.user, scope=request.scope, form=form))


def template_file(request: DeskRequest, noun: str, kind: str) -> HttpResponse:
    """The empty sheet of a list, as Excel with its drop-down lists or as CSV."""
    try:
        found = noun_of(request, noun)
    except Refused as refused:
        messages.error(request, refused.reason)
        return redirect(f"{reverse('imports')}?what={noun}")
    columns, title = (
        found.columns(),
        str(found.context.form.form.title if found.context.form else found.title),
    )
    if kind == "xlsx":
        return download(template(columns, title=title), name=title, form="xlsx")
    if kind != "csv":
        raise Http404
    response = HttpResponse(template_csv(columns), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{noun}.csv"'
    return response
