"""Approvals: what waits for me, what I asked for, what is done; many at once; and the record that shows what decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST

from tonglu.base.sentences import labelled
from tonglu.directory.approvals.answering import answer, answer_many, chair_of
from tonglu.directory.approvals.course import Verdict
from tonglu.directory.approvals.kinds import kinds
from tonglu.directory.approvals.models import Approval, Seat
from tonglu.directory.approvals.models.rounds import ApprovalQuerySet
from tonglu.directory.approvals.picture import picture
from tonglu.web import clock
from tonglu.web.desk.acts import DeskRequest, act, back, ticked
from tonglu.web.desk.approval_details import details
from tonglu.web.desk.approval_words import RESULTS, RISKS
from tonglu.web.desk.columns import Column, Text
from tonglu.web.desk.listing import Bulk, Filter, Listing
from tonglu.web.desk.tags import currency_unit
from tonglu.web.viewing import viewing

BOXES: Mapping[str, Text] = {
    "waiting": gettext_lazy("等我审批"),
    "mine": gettext_lazy("我提交的"),
    "done": gettext_lazy("已办"),
    "line": gettext_lazy("本线全部"),
}
VERDICTS: Mapping[str, Verdict] = {"approve": "approve", "refuse": "refuse", "return": "return"}


def _state(approval: Approval) -> tuple[str, str]:
    if not approval.is_open:
        result = approval.outcome.result
        return approval.outcome.get_result_display(), RESULTS[result]
    due: datetime | None = getattr(approval, "due", None)
    late = due is not None and due <= clock.now()
    return (_("超时未批"), "bad") if late else (_("审批中"), "warn")


LISTING = Listing(
    name="approvals",
    href=lambda a: reverse("approval", args=[a.pk]),
    columns=[
        Column("title", gettext_lazy("单据"), lambda a: a.title, kind="wide", sort="title"),
        Column("kind", gettext_lazy("类型"), lambda a: a.kind_name, sort="kind"),
        Column("applicant", gettext_lazy("申请人"), lambda a: a.applicant.name, sort="applicant__code"),
        Column("unit", gettext_lazy("单位"), lambda a: a.position.unit.name, sort="position__unit__path"),
        Column(
            "amount",
            gettext_lazy("金额"),
            lambda a: a.amount,
            kind="amount",
            sort="amount",
            unit=currency_unit,
        ),
        Column("risk", gettext_lazy("风险"), lambda a: RISKS.get(a.risk), sort="risk"),
        Column("asked", gettext_lazy("提交时间"), lambda a: a.asked_at, kind="moment", sort="asked_at"),
        Column("due", gettext_lazy("应答复"), lambda a: a.due, kind="moment", sort="due"),
        Column("state", gettext_lazy("状态"), _state, kind="tone"),
    ],
    filters=[
        Filter(
            "kind",
            gettext_lazy("类型"),
            lambda: [(kind.key, kind.name) for kind in kinds()],
            lambda rows, key: rows.filter(kind=key),
        )
    ],
    search=("title", "applicant__name", "applicant__search"),
    search_hint=gettext_lazy("单据、申请人"),
    order="asked",
    empty=gettext_lazy("这里没有审批"),
    empty_hint=gettext_lazy(
        "有人提交要审批的单据时，会按规则送到该批的人这里；24 个工作小时没批会催办，再过 24 小时升级。"
    ),
)
WAITING = replace(
    LISTING,
    bulk=[Bulk("approvals_bulk", gettext_lazy("同意勾选的"), gettext_lazy("同意勾选的全部单据？"))],
    empty=gettext_lazy("都批完了"),
)
DONE = replace(LISTING, order="-asked")


def approvals(request: DeskRequest) -> HttpResponse:
    box = request.GET.get("box", "waiting")
    if box not in BOXES:
        raise Http404
    rows = _box(request, box).with_due().told()
    context = {
        "title": pgettext("page", "审批"),
        "heading": _("哪些单据在等谁点头？"),
        "boxes": [
            (key, name, _box(request, key).count() if key != "line" else None) for key, name in BOXES.items()
        ],
        "box": box,
    }
    listing = WAITING if box == "waiting" else LISTING if box == "mine" else DONE
    return listing.respond(request, rows, template="approvals/list.html", context=context)


def _box(request: DeskRequest, box: str) -> ApprovalQuerySet:
    rows = Approval.objects.all()
    match box:
        case "waiting":
            return rows.waiting_for(request.person, on=request.scope.on)
        case "mine":
            return rows.filter(applicant=request.person)
        case "done":
            said = Seat.objects.filter(answer__by=request.user).values("approval")
            return rows.filter(pk__in=said)
    return rows.visible_to(request.scope)


def _found(request: DeskRequest, pk: int) -> Approval:
    return get_object_or_404(Approval.objects.visible_to(request.scope).told(), pk=pk)


def approval(request: DeskRequest, pk: int) -> HttpResponse:
    """What decides: the document, its numbers against policy, the customer, the chain, what was said before."""
    found = _found(request, pk)
    on, kind = viewing().today, found.of_kind
    waiting = list(_waiting_ids(request))
    at = waiting.index(found.pk) if found.pk in waiting else -1
    chair = chair_of(found, request.person, on=on) if found.is_open else None
    state, tone = _state(Approval.objects.filter(pk=pk).with_due().told().get())
    context: dict[str, Any] = {
        "title": found.title,
        "crumbs": [(reverse("approvals"), pgettext("page", "审批"))],
        "approval": found,
        "kind": kind,
        # a template would call a function that it is given, to see whether there is one
        "may_refuse": kind.refuse is not None,
        "may_return": kind.give_back is not None,
        "state": state,
        "tone": tone,
        "risk": RISKS.get(found.risk),
        "steps": picture(found, on=on, at=clock.now()),
        "chair": chair,
        "place": at + 1,
        "waiting": len(waiting),
        "next": next((p for p in waiting[at + 1 :] + waiting[: max(at, 0)] if p != pk), None),
        "rounds": Approval.of(kind=found.kind, object_id=found.object_id).told().exclude(pk=pk),
        **details(request, found),
    }
    return render(request, "approvals/approval.html", context)


def _waiting_ids(request: DeskRequest) -> Any:
    rows = _box(request, "waiting").order_by("asked_at", "pk")
    return rows.values_list("pk", flat=True)


@act
def approval_answer(request: DeskRequest, pk: int) -> str:
    """Yes, no, or given back; the form's `step` is the one that was shown, its `next` the next round that waits."""
    found = _found(request, pk)
    verdict = VERDICTS.get(request.POST.get("verdict", ""))
    if verdict is None:
        raise Http404
    words, seen = request.POST.get("words", ""), request.POST.get("step", "")
    step = int(seen) if seen.isdigit() else None
    outcome = answer(approval=found, verdict=verdict, words=words, by=request.user, at=clock.now(), step=step)
    if outcome is None:
        return _("已记下您的意见；“{title}”还要等别人").format(title=found.title)
    return labelled(outcome.get_result_display(), found.title)


@require_POST
def approvals_bulk(request: DeskRequest) -> HttpResponse:
    """Agrees to each ticked one by itself, and says of each that was kept why."""
    chosen = ticked(request, Approval._meta.pk)
    rows = Approval.objects.visible_to(request.scope).filter(pk__in=chosen).order_by("asked_at", "pk")
    words = request.POST.get("words", "")
    done, kept = answer_many(approvals=rows, verdict="approve", words=words, by=request.user, at=clock.now())
    if done:
        messages.success(request, _("已同意 {n} 件").format(n=done))
    for one in kept:
        messages.error(request, labelled(one.title, one.reason))
    return redirect(back(request))
