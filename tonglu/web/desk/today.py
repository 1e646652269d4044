"""The first page of the day: what each role has to know and to do this morning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Max, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tonglu.base.journal.models import Entry, Seal
from tonglu.base.periods import period_of
from tonglu.customers.cards.queries import without_owner
from tonglu.directory.devices.models import Device, PhoneDocument
from tonglu.directory.org.models import LEADERS, RED_TEAM, Role
from tonglu.fieldwork.dayplans.models import DayPlan
from tonglu.results.boards.queries import board, performance, team_today, yesterday
from tonglu.results.boards.today import progress
from tonglu.results.inbox.exceptions import Exceptional, exceptions
from tonglu.results.inbox.queries import DELIVERING
from tonglu.results.metrics.register import REGISTER
from tonglu.trade.orders.models import Order
from tonglu.web.desk.acts import DeskRequest
from tonglu.web.desk.board import COLUMNS, HEAD, figures, part, running, shown_to
from tonglu.web.desk.columns import Text
from tonglu.web.desk.context import waiting
from tonglu.web.desk.journal import who
from tonglu.web.desk.journal_words import in_words, verb_name
from tonglu.web.desk.picks import Picks, picks_of
from tonglu.web.desk.plans import stops_of
from tonglu.web.desk.serving import serving
from tonglu.web.desk.setting_up import setting_up
from tonglu.web.viewing import viewing

SHOWN = 5
SERVING = RED_TEAM | {Role.CSS_HEAD, Role.FINANCE, Role.LEGAL}
EXCEPTIONS: Mapping[str, tuple[Text, str]] = {
    "missed": (gettext_lazy("A 类店没有去"), "behind"),
    "low_success": (gettext_lazy("拜访成功率低"), "behind"),
    "refused": (gettext_lazy("客户拒访"), "near"),
    "shut": (gettext_lazy("店铺未营业"), "near"),
    "report": (gettext_lazy("日报没有交"), "near"),
}


def today(request: DeskRequest) -> HttpResponse:
    """One page a role: those who lead, who deliver, who administer, who serve the line, and who call on outlets."""
    roles = request.scope.roles
    if roles & LEADERS:
        return render(request, "today/leading.html", _leading(request))
    if roles & DELIVERING:
        return render(request, "today/clerk.html", _clerk(request))
    if Role.ADMINISTRATOR in roles:
        return render(request, "today/administrator.html", _administrator(request))
    if roles & SERVING:
        return render(request, "today/serving.html", serving(request))
    return render(request, "today/rep.html", _rep(request))


def _leading(request: DeskRequest) -> dict[str, Any]:
    picks, on = picks_of(request), viewing().today
    found = board(scope=request.scope, period=picks.period, as_of=on, unit=picks.unit)
    before = yesterday(on=on)
    return {
        "title": _("今日"),
        "board": found,
        "figures": figures(found.whole, picks, shown_to(request.scope.roles, HEAD)),
        "whole": part(found.whole, picks),
        "parts": [part(line, picks) for line in found.parts],
        "columns": [REGISTER[key] for key in shown_to(request.scope.roles, COLUMNS)],
        "today_of": _calls(request, picks, found.parts),
        "running": running(found),
        "waiting_plans": waiting(request).plans[:SHOWN],
        "waiting_reports": waiting(request).reports[:SHOWN],
        **_asked(request),
        "team": _team(request, picks),
        "before": before,
        "exceptions": _said(exceptions(scope=request.scope, day=before, unit=picks.unit)),
    }


def _asked(request: DeskRequest) -> dict[str, Any]:
    """Approvals that wait for the one who looks, but for the plans, which stand by themselves, and requests for
    leave; held orders where the company has no rules."""
    box = waiting(request)
    asked = box.approvals.exclude(kind="day_plan").told().order_by("asked_at")
    return {
        "asked": asked[:SHOWN],
        "asked_more": max(asked.count() - SHOWN, 0),
        "asked_leave": box.leave[:SHOWN],
        "waiting_held": [] if box.by_rules else box.held[:SHOWN],
    }


def _calls(request: DeskRequest, picks: Picks, lines: Sequence[Any]) -> dict[str, str]:
    made = progress(scope=request.scope, on=viewing().today, lines=lines, unit=picks.unit)
    return {code: f"{one.done}/{one.planned}" for code, one in made.items()}


def _team(request: DeskRequest, picks: Picks) -> list[Any]:
    """Where the reps of the picked unit are, those who were seen last first."""
    people = team_today(scope=request.scope, within=picks.unit.path if picks.unit else "")
    return sorted(
        people, key=lambda row: (row.last_at is None, -(row.last_at.timestamp() if row.last_at else 0))
    )


def _said(found: Sequence[Exceptional]) -> list[tuple[Text, str, Exceptional]]:
    return [(*EXCEPTIONS[one.kind], one) for one in found]


def _clerk(request: DeskRequest) -> dict[str, Any]:
    on = viewing().today
    box = waiting(request)
    mine = Order.objects.visible_to(request.scope)
    rows = (
        box.to_deliver.select_related("customer", "person").with_state().with_amount().order_by("placed_at")
    )
    return {
        "title": _("今日"),
        **_asked(request),
        "orders": rows[:50],
        "to_deliver": box.counts["to_deliver"],
        "to_deliver_total": box.to_deliver.total(),
        "late": box.to_deliver.filter(business_date__lt=yesterday(on=on)).count(),
        "held": mine.held().select_related("customer", "person").with_amount().order_by("placed_at")[:SHOWN],
        "held_count": mine.held().count(),
        "delivered_today": mine.filter(delivery__business_date=on).count(),
        "delivered_total": mine.filter(delivery__business_date=on).total(),
    }


def _rep(request: DeskRequest) -> dict[str, Any]:
    on = viewing().today
    month = performance(person=request.person, on=on)
    plan = DayPlan.objects.filter(person=request.person, day=on).annotate(n=Count("stops")).first()
    picks = Picks(request.scope, "", "")
    own = board(scope=request.scope, period=period_of("month", on), as_of=on, person=request.person)
    return {
        "title": _("今日"),
        **_asked(request),
        "month": month,
        "plan": plan,
        **(stops_of(plan) if plan else {}),
        "board": own,
        "whole": part(own.whole, picks),
        "figures": figures(own.whole, picks, shown_to(request.scope.roles, HEAD[:6])),
        "running": running(own),
        "returned": waiting(request).returned,
    }


def _administrator(request: DeskRequest) -> dict[str, Any]:
    on = viewing().today
    entries = Entry.objects.select_related("by__person", "seal").order_by("-at", "-id")
    devices = Device.objects.visible_to(request.scope)
    refused = PhoneDocument.objects.filter(outcome=PhoneDocument.Outcome.REFUSED, person__devices__in=devices)
    return {
        "title": _("今日"),
        **_asked(request),
        "devices": devices.aggregate(
            used=Count("pk", filter=Q(revoked_at__isnull=True)),
            revoked=Count("pk", filter=Q(revoked_at__isnull=False)),
            seen=Max("seen_at"),
        ),
        "refused": refused.select_related("person").distinct().order_by("-received_at")[:SHOWN],
        "entries": [
            (entry, verb_name(entry.verb), who(entry), in_words(entry.facts)) for entry in entries[:12]
        ],
        "journal": {"all": Entry.objects.count(), "sealed": Seal.objects.count()},
        "orphans": without_owner(on=on),
        "first_steps": setting_up(on=on),
    }
