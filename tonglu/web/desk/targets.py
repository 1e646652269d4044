"""Targets: the versions, and one as a grid of people and periods with what became of it."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from tonglu.planning.targets.models import TargetVersion
from tonglu.results.boards.targets import grid
from tonglu.results.metrics.register import REGISTER
from tonglu.web import clock
from tonglu.web.desk.acts import DeskRequest, act
from tonglu.web.desk.approval_words import asked
from tonglu.web.desk.columns import Column, Text
from tonglu.web.desk.journal import history
from tonglu.web.desk.listing import Filter, Listing
from tonglu.web.desk.picks import label
from tonglu.web.viewing import viewing

TONES = {"draft": "warn", "approved": "good", "superseded": ""}


def _metric(version: TargetVersion) -> Text:
    key = version.plan.metric
    return REGISTER[key].name if key in REGISTER else key


LISTING = Listing(
    name="targets",
    href=lambda version: reverse("target", args=[version.pk]),
    columns=[
        Column("year", gettext_lazy("年度"), lambda v: str(v.plan.year), sort="plan__year"),
        Column("metric", gettext_lazy("指标"), _metric, sort="plan__metric"),
        Column("number", gettext_lazy("版本"), lambda v: _("第 {n} 版").format(n=v.number), sort="number"),
        Column("reason", gettext_lazy("说明"), lambda v: v.reason, kind="wide"),
        Column("made", gettext_lazy("编制"), lambda v: v.made_at, kind="moment", sort="made_at"),
        Column("approved", gettext_lazy("批准"), lambda v: v.approved_at, kind="moment", sort="approved_at"),
        Column(
            "state",
            gettext_lazy("状态"),
            lambda v: (v.get_state_display(), TONES[v.state]),
            kind="tone",
            sort="state",
        ),
    ],
    filters=[
        Filter(
            "state",
            gettext_lazy("状态"),
            lambda: TargetVersion.State.choices,
            lambda rows, s: rows.filter(state=s),
        )
    ],
    order="-year",
    empty=gettext_lazy("还没有目标"),
    empty_hint=gettext_lazy("请内勤在“设置 › 导入”里导入目标；批准后看板上就有目标和进度。"),
)


def _rows(request: DeskRequest) -> QuerySet[TargetVersion]:
    return TargetVersion.objects.visible_to(request.scope).select_related("plan")


def targets(request: DeskRequest) -> HttpResponse:
    return LISTING.respond(
        request,
        _rows(request),
        context={"title": pgettext("page", "目标"), "heading": _("今年要做到多少，分到了谁？")},
    )


def target(request: DeskRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_rows(request).select_related("made_by__person", "approved_by__person"), pk=pk)
    cells = grid(version=found, scope=request.scope, as_of=viewing().today)
    context = {
        "title": _("{year} 年目标第 {n} 版").format(year=found.plan.year, n=found.number),
        "crumbs": [(reverse("targets"), pgettext("page", "目标"))],
        "version": found,
        "metric": _metric(found),
        "tone": TONES[found.state],
        "grid": cells,
        "heads": [label(period) for period in cells.periods],
        "history": history(found),
        "may_submit": found.made_by_id == request.user.pk and found.state == TargetVersion.State.DRAFT,
        **asked(request, kind="target", object_id=str(found.pk)),
    }
    return render(request, "target.html", context)


@act
def submit(request: DeskRequest, pk: int) -> str:
    found = get_object_or_404(_rows(request), pk=pk)
    found.submit(by=request.user, at=clock.now())
    return _("第 {n} 版目标已提交审批").format(n=found.number)


@act
def approve(request: DeskRequest, pk: int) -> str:
    found = get_object_or_404(_rows(request), pk=pk)
    found.approve(by=request.user, at=clock.now())
    if found.state != TargetVersion.State.APPROVED:
        return _("已记下您的意见；第 {n} 版目标还要等别人").format(n=found.number)
    return _("第 {n} 版目标已批准，从现在起看板按它计算").format(n=found.number)
