"""Leave: who is away and when, one's own request, and what those who lead answer or record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from tonglu.base.errors import Refused
from tonglu.directory.calendar.models import Leave, LeaveAsk, LeaveKind, LeaveQuerySet, may_record
from tonglu.directory.org.models import LEADERS, Person, Role
from tonglu.web import clock
from tonglu.web.desk.acts import DeskRequest, act
from tonglu.web.desk.columns import Column
from tonglu.web.desk.listing import Filter, Listing
from tonglu.web.desk.picks import Picks, picks_of
from tonglu.web.viewing import viewing

RECORDING = LEADERS | {Role.CLERK, Role.ADMINISTRATOR}
TONES = {"asked": "warn", "granted": "good", "refused": "bad", "withdrawn": ""}
# days and people that the picture of a period takes
WIDE, TALL = 31, 40


def _state(leave: Leave) -> tuple[str, str]:
    today = viewing().today
    if leave.start > today:
        return (_("未开始"), "info")
    return (_("请假中"), "warn") if leave.last >= today else (_("已回岗"), "")


LISTING = Listing(
    name="leave",
    columns=[
        Column("person", gettext_lazy("姓名"), lambda row: row.person.name, sort="person__code"),
        Column("code", gettext_lazy("工号"), lambda row: row.person.code, sort="person__code", extra=True),
        Column("kind", gettext_lazy("类别"), lambda row: row.get_kind_display(), sort="kind"),
        Column("first", gettext_lazy("第一天"), lambda row: row.start, kind="day", sort="start"),
        Column("last", gettext_lazy("最后一天"), lambda row: row.last, kind="day", sort="stop"),
        Column(
            "days",
            gettext_lazy("工作日"),
            lambda row: len(viewing().calendar.workdays(row.days())),
            kind="count",
        ),
        Column("reason", gettext_lazy("原因"), lambda row: row.reason, kind="wide"),
        Column("state", gettext_lazy("状态"), _state, kind="tone"),
    ],
    filters=[
        Filter(
            "kind",
            gettext_lazy("类别"),
            lambda: LeaveKind.choices,
            lambda rows, kind: rows.filter(kind=kind),
        )
    ],
    search=("person__name", "person__search", "person__code", "reason"),
    search_hint=gettext_lazy("姓名、拼音首字母、工号"),
    order="-first",
    empty=gettext_lazy("这段时间没有人请假"),
    empty_hint=gettext_lazy("请假的人没有当天的拜访计划；目标按公司日历分摊，不因请假改变。"),
)


@dataclass(frozen=True, slots=True)
class Away:
    """A person's line in the picture of a period: for each day whether he is away, and whether it is worked."""

    person: Person
    days: list[tuple[date, bool, bool]]


def show_leave(request: DeskRequest) -> HttpResponse:
    picks = picks_of(request)
    rows = Leave.objects.visible_to(request.scope).within(picks.period.start, picks.period.last)
    rows = rows.select_related("person")
    asks = LeaveAsk.objects.visible_to(request.scope).select_related("person", "by__person")
    records = bool(request.scope.roles & RECORDING)
    waiting = asks.waiting().exclude(person=request.person).order_by("first")
    context: dict[str, Any] = {
        "title": pgettext("page", "请假"),
        "heading": _("谁哪天不在？"),
        "subheading": picks.label,
        "kinds": LeaveKind.choices,
        "mine": asks.filter(person=request.person)[:5],
        "tones": TONES,
        "waiting": [ask for ask in waiting if _may(request, ask.person)] if records else [],
        "people": Person.objects.visible_to(request.scope).exclude(pk=request.person.pk) if records else [],
        "away": _away(rows, picks),
        "running": [
            row for row in rows.filter(stop__gt=viewing().today) if records and _may(request, row.person)
        ],
    }
    return LISTING.respond(request, rows, template="leave.html", context=context)


def _may(request: DeskRequest, person: Person) -> bool:
    return may_record(by=request.person, person=person, on=viewing().today)


def _away(rows: LeaveQuerySet, picks: Picks) -> list[Away]:
    """A line for each person who is away in the period, if it is a month or less."""
    days = list(picks.period.days())
    if len(days) > WIDE:
        return []
    gone: dict[Person, set[date]] = {}
    for row in rows.order_by("person__code"):
        gone.setdefault(row.person, set()).update(row.days())
    return [Away(person, _line(days, taken)) for person, taken in list(gone.items())[:TALL]]


def _line(days: Iterable[date], taken: set[date]) -> list[tuple[date, bool, bool]]:
    return [(day, day in taken, viewing().calendar.is_worked(day)) for day in days]


def _days(request: DeskRequest) -> tuple[date, date]:
    """First and last day of the form; one without the other is a single day."""
    try:
        first = parse_date(request.POST.get("first", ""))
        last = parse_date(request.POST.get("last", "")) or first
    except ValueError:
        first = last = None
    if first is None or last is None:
        raise Refused(_("请填请假的第一天和最后一天"))
    return first, last


@act
def ask(request: DeskRequest) -> str:
    first, last = _days(request)
    LeaveAsk.ask(
        person=request.person,
        kind=request.POST.get("kind", ""),
        first=first,
        last=last,
        reason=request.POST.get("reason", ""),
        by=request.user,
        at=clock.now(),
    )
    return _("已申请 {first} 至 {last} 请假，等上级批准").format(first=first, last=last)


@act
def withdraw(request: DeskRequest, pk: int) -> str:
    found = get_object_or_404(LeaveAsk, pk=pk, person=request.person)
    found.withdraw(by=request.user, at=clock.now())
    return _("已撤回请假申请")


@act
def answer(request: DeskRequest, pk: int) -> str:
    found = get_object_or_404(LeaveAsk.objects.visible_to(request.scope).select_related("person"), pk=pk)
    grant = request.POST.get("decision") == "grant"
    found.answer(grant=grant, words=request.POST.get("words", ""), by=request.person, at=clock.now())
    said = _("已准 {name} 的假") if grant else _("未准 {name} 的假")
    return said.format(name=found.person.name)


@act
def grant(request: DeskRequest) -> str:
    """Leave that was asked for by word of mouth."""
    person = get_object_or_404(Person.objects.visible_to(request.scope), code=request.POST.get("person", ""))
    first, last = _days(request)
    kind = request.POST.get("kind", "")
    Leave.grant(
        person=person,
        kind=kind if kind in LeaveKind.values else LeaveKind.OTHER,
        first=first,
        last=last,
        reason=request.POST.get("reason", ""),
        by=request.person,
        at=clock.now(),
    )
    return _("已登记 {name} {days} 天请假").format(
        name=person.name, days=(last - first + timedelta(days=1)).days
    )


@act
def take_back(request: DeskRequest, pk: int) -> str:
    found = get_object_or_404(Leave.objects.visible_to(request.scope).select_related("person"), pk=pk)
    found.take_back(by=request.person, at=clock.now())
    return _("{name} 销假").format(name=found.person.name)
