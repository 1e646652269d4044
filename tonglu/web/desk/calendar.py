"""The year as the company works it: public holidays, make-up days, and the days on which it differs."""

from __future__ import annotations

import calendar as weeks
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.dateparse import parse_date
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from tonglu.base.errors import Refused
from tonglu.base.sentences import listed
from tonglu.directory.calendar.models import CompanyDay
from tonglu.directory.calendar.rules import DayLine, Mark, holiday_name, read_days, unknown_year
from tonglu.directory.org.models import Company, Role
from tonglu.web import clock
from tonglu.web.desk.acts import DeskRequest, act
from tonglu.web.viewing import viewing

FIRST, LAST = 2004, 2100


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the year's view; `name` is its holiday or the company's reason, `own` a company day."""

    day: date
    worked: bool
    mark: Mark
    name: str
    own: bool


@dataclass(frozen=True, slots=True)
class Month:
    """A month by weeks from Monday; None where the week reaches into another month."""

    first: date
    weeks: Sequence[Sequence[Cell | None]]
    worked: int


def show_calendar(request: DeskRequest) -> HttpResponse:
    today = viewing().today
    year = _year(request.GET.get("year", ""), today)
    days = {day.date: day for day in CompanyDay.objects.filter(date__year=year)}
    months = [_month(year, n, days) for n in range(1, 13)]
    context = {
        "title": pgettext("page", "日历"),
        "year": year,
        "months": months,
        "worked": sum(month.worked for month in months),
        "days": list(days.values()),
        "missing": _missing(today),
        "may_change": Role.ADMINISTRATOR in request.scope.roles,
        "pasted": request.session.pop("pasted_days", ""),
    }
    return render(request, "calendar.html", context)


def _year(asked: str, today: date) -> int:
    return int(asked) if asked.isdecimal() and FIRST <= int(asked) <= LAST else today.year


def _missing(today: date) -> int | None:
    """The year whose public holidays should be known and are not; a company abroad has none."""
    if Company.current().holidays != "CN":
        return None
    return unknown_year(today=today, company=CompanyDay.objects.values_list("date", flat=True))


def _month(year: int, n: int, days: Mapping[date, CompanyDay]) -> Month:
    rows = [
        [_cell(day, days) if day.month == n else None for day in week]
        for week in weeks.Calendar().monthdatescalendar(year, n)
    ]
    return Month(date(year, n, 1), rows, sum(cell.worked for row in rows for cell in row if cell))


def _cell(day: date, days: Mapping[date, CompanyDay]) -> Cell:
    working = viewing().calendar
    own = days.get(day)
    chinese = (get_language() or "zh").startswith("zh")
    public = holiday_name(day, chinese=chinese) if working.holidays == "CN" else ""
    return Cell(day, working.is_worked(day), working.mark(day), own.reason if own else public, bool(own))


@act
def put(request: DeskRequest) -> str:
    """A span from the form's fields, or the lines of its text; all of them or none."""
    text = request.POST.get("text", "")
    days = _pasted(request, text) if text.strip() else _span(request)
    n = CompanyDay.put(days=days, by=request.user, at=clock.now())
    return _("已登记 {n} 天").format(n=n)


def _pasted(request: DeskRequest, text: str) -> list[DayLine]:
    """Raises Refused, and keeps the text for another try, where a line cannot be read."""
    days, bad = read_days(text)
    if bad:
        request.session["pasted_days"] = text[:20_000]
        lines = listed(_("第 {n} 行“{text}”").format(n=one.number, text=one.text[:30]) for one in bad[:5])
        raise Refused(_("看不懂：{lines}；写成“2027-02-05..2027-02-11 休 春节”"), lines=lines)
    return days


def _span(request: DeskRequest) -> list[DayLine]:
    sign = "班" if request.POST.get("worked") == "1" else "休"
    first, last = (_date(request, name) for name in ("first", "last"))
    days, _bad = read_days(f"{first}..{last or first} {sign} {request.POST.get('reason', '')}")
    if not days:
        raise Refused(_("日期不对：最后一天不能早于第一天，一次最多 60 天"))
    return days


def _date(request: DeskRequest, name: str) -> date | None:
    try:
        return parse_date(request.POST.get(name, ""))
    except ValueError:
        return None


@act
def remove(request: DeskRequest, pk: int) -> str:
    found = get_object_or_404(CompanyDay, pk=pk)
    day = found.date
    found.remove(by=request.user, at=clock.now())
    return _("{day} 恢复为公共日历").format(day=day)
