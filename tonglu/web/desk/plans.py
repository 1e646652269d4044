"""Day plans: the list, and the plan that is signed or given back."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from tonglu.fieldwork.dayplans.models import DayPlan
from tonglu.fieldwork.visits.queries import visited
from tonglu.results.inbox.queries import inbox
from tonglu.web import clock
from tonglu.web.desk.acts import DeskRequest, act
from tonglu.web.desk.approval_words import asked
from tonglu.web.desk.columns import Column
from tonglu.web.desk.journal import history
from tonglu.web.desk.listing import Filter, Listing
from tonglu.web.desk.picks import picks_of
from tonglu.web.desk.tags import currency_unit
from tonglu.web.paper.answers import Form, take
from tonglu.web.paper.day_plan import day_plan

TONES = {"draft": "", "submitted": "warn", "signed": "good", "returned": "bad"}

LISTING = Listing(
    name="plans",
    href=lambda plan: reverse("plan", args=[plan.pk]),
    columns=[
        Column("day", gettext_lazy("日期"), lambda p: p.day, kind="day", sort="day"),
        Column("rep", gettext_lazy("业务员"), lambda p: p.person.name, sort="person__code"),
        Column("unit", gettext_lazy("单位"), lambda p: p.position.unit.name, sort="position__unit__path"),
        Column("line", gettext_lazy("线路"), lambda p: p.line, sort="line"),
        Column("stops", gettext_lazy("家数"), lambda p: p.n, kind="count", sort="n"),
        Column(
            "deals",
            gettext_lazy("成交目标"),
            lambda p: p.goal_deals,
            kind="count",
            sort="goal_deals",
            unit=gettext_lazy("家"),
        ),
        Column(
            "sales",
            gettext_lazy("销售目标"),
            lambda p: p.goal_sales,
            kind="amount",
            sort="goal_sales",
            unit=currency_unit,
        ),
        Column(
            "submitted",
            gettext_lazy("提交时间"),
            lambda p: p.submitted_at,
            kind="moment",
            sort="submitted_at",
        ),
        Column(
            "state",
            gettext_lazy("状态"),
            lambda p: (p.get_state_display(), TONES[p.state]),
            kind="tone",
            sort="state",
        ),
    ],
    filters=[
        Filter(
            "state", gettext_lazy("状态"), lambda: DayPlan.State.choices, lambda rows, s: rows.filter(state=s)
        )
    ],
    search=("person__name", "person__search", "line"),
    search_hint=gettext_lazy("业务员、线路"),
    order="-day",
    empty=gettext_lazy("这段时间没有拜访计划"),
    empty_hint=gettext_lazy("有固定线路的业务员，手机一同步就生成当天的计划；提交后在这里签核。"),
)


def plans(request: DeskRequest) -> HttpResponse:
    picks = picks_of(request)
    rows = DayPlan.objects.visible_to(request.scope).filter(picks.of_positions(), picks.of_days("day"))
    rows = rows.select_related("person", "position__unit").annotate(n=Count("stops"))
    context = {
        "title": pgettext("page", "拜访计划"),
        "heading": _("谁哪天去哪里，签了吗？"),
        "subheading": "",
    }
    return LISTING.respond(request, rows, context=context)


def plan(request: DeskRequest, pk: int) -> HttpResponse:
    rows = DayPlan.objects.visible_to(request.scope).select_related("person", "position__unit")
    found = get_object_or_404(rows, pk=pk)
    waiting = list(inbox(person=request.person, scope=request.scope).plans.values_list("pk", flat=True))
    at = waiting.index(found.pk) if found.pk in waiting else -1
    said = asked(request, kind="day_plan", object_id=str(found.pk))
    context = {
        "title": _("{name} {day} 的拜访计划").format(name=found.person.name, day=found.day),
        "crumbs": [(reverse("plans"), pgettext("page", "拜访计划"))],
        "plan": found,
        "tone": TONES[found.state],
        "files": reverse("plan", args=[found.pk]),
        **stops_of(found),
        "may_decide": found.state == DayPlan.State.SUBMITTED
        and (at >= 0 or (said["approval"] is not None and said["may_answer"])),
        "approval": said["approval"],
        "place": at + 1,
        "waiting": len(waiting),
        "next_plan": next((p for p in waiting[at + 1 :] + waiting[: max(at, 0)] if p != found.pk), None),
        "previous_plan": waiting[at - 1] if at > 0 else None,
        "decisions": found.decisions.select_related("by__person").order_by("-at"),
        "history": history(found),
    }
    return render(request, "plan.html", context)


def plan_paper(request: DeskRequest, pk: int, form: Form) -> HttpResponse:
    """The plan as the form that is signed and carried along."""
    rows = DayPlan.objects.visible_to(request.scope).select_related("person", "position__unit")
    found = get_object_or_404(rows, pk=pk)
    return take(request, [day_plan(found, visited=visited(found))], form=form, of=found)


def stops_of(found: DayPlan) -> dict[str, Any]:
    """The stops in order, each with whether it was visited, and how many were."""
    done = visited(found)
    stops = found.stops.select_related("customer__customer_class", "customer__channel")
    shown = [(stop, stop.customer_id in done) for stop in stops]
    return {"stops": shown, "done": sum(was_there for _stop, was_there in shown)}


@act
def decide(request: DeskRequest, pk: int) -> str:
    """Signs the plan, or gives it back with words; the form's `next` is the next one that waits."""
    found = get_object_or_404(DayPlan.objects.visible_to(request.scope).select_related("person"), pk=pk)
    approve = request.POST.get("decision") == "sign"
    found.decide(approve=approve, words=request.POST.get("words", ""), by=request.user, at=clock.now())
    said = _("已签核 {name} {day} 的计划") if approve else _("已退回 {name} {day} 的计划")
    return said.format(name=found.person.name, day=found.day)
