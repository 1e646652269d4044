"""The board: target, actual, pace and the figures of the calls, for the picked unit or one rep, and their charts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tonglu.directory.org.models import Person
from tonglu.results.boards.queries import Board, Line, board
from tonglu.results.boards.shares import Share, shares
from tonglu.results.metrics.engine import Cut
from tonglu.results.metrics.register import REGISTER, Metric
from tonglu.web.access import FieldGroup, sees
from tonglu.web.desk.acts import DeskRequest
from tonglu.web.desk.charts import Series, chart
from tonglu.web.desk.picks import Picks, picks_of
from tonglu.web.desk.tags import currency_unit, pace_class, short_day
from tonglu.web.paper.answers import Form, take
from tonglu.web.paper.board_sheet import board_sheet
from tonglu.web.viewing import viewing

# the head figures, and the columns of the table beside target, actual and pace
HEAD = (
    "sales_amount",
    "visits",
    "plan_visit_rate",
    "successful_call_rate",
    "must_stock_compliance",
    "active_customers",
    "gross_margin",
)
COLUMNS = (
    "visits",
    "plan_visit_rate",
    "successful_call_rate",
    "minutes_per_visit",
    "must_stock_compliance",
    "active_customers",
    "gross_margin",
)
TOP = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a board: its metric, its value, and the address of the rows behind it."""

    metric: Metric
    value: Decimal | None
    url: str


@dataclass(frozen=True, slots=True)
class Part:
    """A line of the table: who, the address of his own board, and his figures."""

    line: Line
    url: str
    sales: Figure
    pace: Decimal | None
    achievement: Decimal | None
    figures: Sequence[Figure]


def show_board(request: DeskRequest) -> HttpResponse:
    picks = picks_of(request)
    person = _person(request)
    found = board(
        scope=request.scope, period=picks.period, as_of=viewing().today, unit=picks.unit, person=person
    )
    sold = shares(cut=cut_of(request, picks, person), by="sku", top=TOP)
    context = {
        "title": _("看板"),
        "crumbs": [(reverse("board"), _("看板"))] if person else [],
        "here": person.name if person else "",
        "person_shown": person,
        "board": found,
        "figures": figures(found.whole, picks, shown_to(request.scope.roles, HEAD)),
        "whole": part(found.whole, picks),
        "parts": [part(line, picks) for line in found.parts],
        "columns": [REGISTER[key] for key in shown_to(request.scope.roles, COLUMNS)],
        "running": running(found),
        "compare": _compare([part(line, picks) for line in found.parts], found.elapsed_percent),
        "sold": sold,
        "sold_chart": _sold(sold),
        "sales_url": metric_url("sales_amount", found.whole, picks),
        "daily": _daily(found),
    }
    return render(request, "board.html", context)


def board_paper(request: DeskRequest, form: Form) -> HttpResponse:
    """The same figures to lay on a table; charts stay on the screen."""
    picks = picks_of(request)
    found = board(
        scope=request.scope,
        period=picks.period,
        as_of=viewing().today,
        unit=picks.unit,
        person=_person(request),
    )
    heads, columns = (shown_to(request.scope.roles, keys) for keys in (HEAD, COLUMNS))
    sheet = board_sheet(found, period=picks.label, heads=heads, columns=columns)
    return take(request, [sheet], form=form, of=picks.unit or request.person)


def _person(request: DeskRequest) -> Person | None:
    """The rep who is asked for; one who leads nobody sees himself."""
    if code := request.GET.get("person"):
        return get_object_or_404(Person.objects.visible_to(request.scope), code=code)
    return None if request.scope.paths else request.person


def cut_of(request: DeskRequest, picks: Picks, person: Person | None) -> Cut:
    cut = Cut(
        first=picks.period.start,
        last=picks.period.last,
        as_of=viewing().today,
        scope=request.scope,
        within=picks.unit.path if picks.unit else "",
    )
    return cut.narrow(rep=person.code) if person else cut


def metric_url(key: str, line: Line, picks: Picks, **more: str) -> str:
    """The rows behind a figure: of a rep, or of a unit with all below it."""
    whose = {"rep": line.code} if line.kind == "rep" else {"unit": line.code} if line.code else {}
    return f"{reverse('metric', args=[key])}?{urlencode({**whose, 'period': picks.key, **more})}"


def shown_to(roles: Collection[str], keys: Sequence[str]) -> list[str]:
    """Of those metrics, the ones that are for someone with those roles."""
    cost = sees(roles, FieldGroup.COST)
    return [key for key in keys if cost or not REGISTER[key].of_cost]


def figures(line: Line, picks: Picks, keys: Sequence[str]) -> list[Figure]:
    return [Figure(REGISTER[key], line.figures.get(key), metric_url(key, line, picks)) for key in keys]


def part(line: Line, picks: Picks) -> Part:
    """A line of the table in the columns that are for the one who looks."""
    whose = {"person": line.code} if line.kind == "rep" else {"unit": line.code} if line.code else {}
    return Part(
        line=line,
        url=f"{reverse('board')}?{urlencode({**whose, 'period': picks.key})}",
        sales=figures(line, picks, ["sales_amount"])[0],
        pace=line.figures.get("time_pace"),
        achievement=line.figures.get("target_achievement"),
        figures=figures(line, picks, shown_to(picks.scope.roles, COLUMNS)),
    )


def running(found: Board) -> dict[str, Any]:
    """Sales so far beside the target so far; periods of more than a quarter by every seventh day; empty for neither."""
    days = list(found.days)
    if not found.whole.target and not any(day.actual for day in days):
        return {}
    if len(days) > 100:
        days = [*days[6:-1:7], days[-1]]
    today = next((short_day(d.day) for d in reversed(days) if d.day <= found.as_of), "")
    series = [Series(_("实际"), [_float(d.actual) for d in days], look="actual")]
    if found.whole.target:
        series.append(Series(_("目标（按工作日）"), [_float(d.target) for d in days], look="target"))
    mark = today if found.as_of in found.period else ""
    return chart(
        axis=[short_day(d.day) for d in days],
        unit=currency_unit(),
        series=series,
        mark=mark,
        mark_name=_("今天"),
    )


def _compare(parts: Sequence[Part], elapsed: Decimal | None) -> dict[str, Any]:
    """Achievement of each part, in percent, beside where time stands."""
    known = [one for one in parts if one.achievement is not None]
    known.sort(key=lambda one: one.achievement or 0, reverse=True)
    return chart(
        axis=[one.line.name for one in known],
        unit="%",
        series=[Series(_("达成率"), [_float(one.achievement, 1) for one in known], kind="bar")],
        mark="" if elapsed is None else f"{elapsed:.1f}",
        mark_name=_("时间进度"),
        flat=True,
        links=[one.url for one in known],
        tones=[pace_class(one.pace) for one in known],
    )


def _daily(found: Board) -> dict[str, Any]:
    """What each day added; a day not yet reached has no bar; empty where nothing was sold."""
    before, values = Decimal(0), []
    days = [day for day in found.days if day.actual is not None]
    for day in days:
        values.append(_float((day.actual or before) - before))
        before = day.actual or before
    if not any(values):
        return {}
    series = [Series(_("销售额"), values, kind="bar")]
    return chart(axis=[short_day(day.day) for day in days], unit=currency_unit(), series=series)


def _sold(sold: Sequence[Share]) -> dict[str, Any]:
    values = [_float(share.value) for share in sold]
    return chart(
        axis=[share.name for share in sold],
        unit=currency_unit(),
        series=[Series(_("销售额"), values, kind="bar")],
        flat=True,
    )


def _float(value: Decimal | None, places: int = 2) -> float | None:
    return None if value is None else round(float(value), places)
