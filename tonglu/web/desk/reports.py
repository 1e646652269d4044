"""Daily visit reports: the list, the sheet as it is printed, and what the rep and his superiors write on it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Case, Value, When
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from tonglu.base.errors import NotYours, Refused
from tonglu.directory.org.models import Person
from tonglu.results.reports.figures import DaySheet
from tonglu.results.reports.models import DayReport, DayReportQuerySet
from tonglu.web import clock
from tonglu.web.access import FieldGroup, sees
from tonglu.web.behind import behind, counted, make_behind
from tonglu.web.desk.acts import DeskRequest, act
from tonglu.web.desk.columns import Column
from tonglu.web.desk.context import waiting
from tonglu.web.desk.journal import history
from tonglu.web.desk.listing import Filter, Listing
from tonglu.web.desk.picks import picks_of
from tonglu.web.desk.tags import currency_unit
from tonglu.web.paper.answers import Form, take
from tonglu.web.paper.day_report import day_report
from tonglu.web.paper.day_words import since_lines
from tonglu.web.viewing import viewing

TONES = {"open": "", "filed": "warn", "signed": "good"}
# reports that one waits for, and that one file takes
AT_ONCE, STACK = 20, 500
TURN = Case(When(state="filed", then=Value(0)), default=Value(1))


def address(report: DayReport, name: str = "report") -> str:
    return reverse(name, args=[report.person.code, report.day])


def _signed_by(report: DayReport) -> str:
    return next((c.by.person.name for c in report.comments.all() if c.signs), "")


LISTING = Listing(
    name="reports",
    href=address,
    columns=[
        Column("day", gettext_lazy("日期"), lambda r: r.day, kind="day", sort="day"),
        Column("person", gettext_lazy("业务员"), lambda r: r.person.name, sort="person__name"),
        Column("unit", gettext_lazy("单位"), lambda r: r.position.unit, sort="position__unit__path"),
        Column("calls", pgettext_lazy("page", "拜访"), lambda r: r.totals.calls, kind="count", sort="calls"),
        Column("deals", gettext_lazy("成交"), lambda r: r.totals.deals, kind="count", sort="deals"),
        Column(
            "amount",
            gettext_lazy("订货净额"),
            lambda r: r.totals.amount,
            kind="amount",
            sort="amount",
            unit=currency_unit,
        ),
        Column("reflection", gettext_lazy("反思"), lambda r: r.reflection, kind="wide"),
        Column("filed", gettext_lazy("提交"), lambda r: r.filed_at, kind="moment", sort="filed_at"),
        Column("signed", gettext_lazy("批示人"), _signed_by),
        Column(
            "state",
            gettext_lazy("状态"),
            lambda r: (r.get_state_display(), TONES[r.state]),
            kind="tone",
            sort="state",
        ),
    ],
    filters=[
        Filter(
            "state",
            gettext_lazy("状态"),
            lambda: DayReport.State.choices,
            lambda rows, state: rows.filter(state=state),
        ),
    ],
    search=("person__search", "person__name", "person__code"),
    search_hint=gettext_lazy("姓名、拼音首字母、工号"),
    empty=gettext_lazy("这段时间还没有日报"),
    empty_hint=gettext_lazy("业务员完成当天第一家拜访后，日报自动开始；也可以在上方换一段时间。"),
)


def reports(request: DeskRequest) -> HttpResponse:
    """By day, those that wait for a signature first."""
    picks = picks_of(request)
    rows = _visible(request).filter(picks.of_positions(), picks.of_days("day")).with_totals()
    rows = rows.prefetch_related("comments__by__person").order_by(TURN, "-day", "person__code")
    context = {
        "title": pgettext("page", "销售日报"),
        "heading": _("每天做了什么，哪份等我批示？"),
        "subheading": picks.label,
    }
    return LISTING.respond(request, rows, template="reports/reports.html", context=context)


def _visible(request: DeskRequest) -> DayReportQuerySet:
    rows = DayReport.objects.visible_to(request.scope)
    return rows.select_related("person", "position__unit")


def _report(request: DeskRequest, code: str, day: date) -> DayReport:
    """The report of a person's day; before its first fact an empty one, which is not stored."""
    found = _visible(request).filter(person__code=code, day=day).first()
    if found:
        return found
    person = get_object_or_404(Person.objects.visible_to(request.scope), code=code)
    position = person.position(on=day)
    if position is None or day > viewing().today or not _sees(request, position.pk, position.unit.path):
        raise Http404
    return DayReport(person=person, position=position, day=day)


def _sees(request: DeskRequest, position: int, path: str) -> bool:
    return position in request.scope.positions or request.scope.leads(path)


def report(request: DeskRequest, code: str, day: date) -> HttpResponse:
    """Table 3-1 of a person's day, with what may be done with it by the one who looks."""
    found = _report(request, code, day)
    stored = found.pk is not None
    context = {
        "title": _("{name} {day} 销售日报").format(name=found.person.name, day=day),
        "crumbs": [(reverse("reports"), pgettext("page", "销售日报"))],
        "report": found,
        "state_tone": TONES[found.state],
        "paper": day_report(found, sheet=_sheet(request, found)),
        "files": address(found),
        "since": since_lines(since) if (since := found.since_signed()) else [],
        "history": history(found) if stored else [],
        **_neighbours(request, found),
        **_may(request, found),
    }
    return render(request, "reports/report.html", context)


def _sheet(request: DeskRequest, found: DayReport) -> DaySheet:
    """The sheet as far as it is for the one who looks."""
    sheet = found.sheet()
    return sheet if sees(request.scope.roles, FieldGroup.COST) else sheet.without_cost()


def _neighbours(request: DeskRequest, found: DayReport) -> dict[str, Any]:
    """The same person's reports before and after, and where signing leads: the next that waits, else the list."""
    his = _visible(request).filter(person=found.person)
    next_waiting = waiting(request).reports.exclude(pk=found.pk).first()
    return {
        "before": his.filter(day__lt=found.day).order_by("-day").first(),
        "after": his.filter(day__gt=found.day).order_by("day").first(),
        "next_waiting": next_waiting,
        "then": address(next_waiting) if next_waiting else reverse("reports"),
    }


def _may(request: DeskRequest, found: DayReport) -> dict[str, bool]:
    """What the verbs would allow; they decide themselves when asked."""
    own = request.person.pk == found.person.pk
    leads = not own and request.person.leads(found.position, on=viewing().today)
    return {
        "may_file": own and found.state != DayReport.State.SIGNED,
        "may_sign": leads and found.state == DayReport.State.FILED,
        "may_comment": leads and found.pk is not None,
    }


def report_paper(request: DeskRequest, code: str, day: date, form: Form) -> HttpResponse:
    """The same sheet to keep, print and sign."""
    found = _report(request, code, day)
    return take(request, [day_report(found, sheet=_sheet(request, found))], form=form, of=found)


def reports_paper(request: DeskRequest, form: Form) -> HttpResponse:
    """All reports of the picked unit and period in one file, each from a new page; a stack is made behind the page."""
    picks = picks_of(request)
    rows = _visible(request).filter(picks.of_positions(), picks.of_days("day"))
    if (state := request.GET.get("state")) in DayReport.State.values:
        rows = rows.filter(state=state)
    n = rows.count()
    if not n:
        raise Refused(_("这段时间没有日报可以打印"))
    if n > STACK:
        raise Refused(_("共 {n} 份，一次最多打印 {limit} 份；请换短一些的时间"), n=n, limit=STACK)
    if n > AT_ONCE and behind(request) is None:
        return make_behind(request)
    found = counted(request, rows.order_by("day", "person__code"), total=n, step=1)
    documents = [day_report(one, sheet=_sheet(request, one)) for one in found]
    name = f"{_('销售日报表')}-{picks.unit.name if picks.unit else request.person.name}-{picks.key}"
    return take(request, documents, form=form, of=picks.unit or request.person, name=name)


@act
def report_comment(request: DeskRequest, code: str, day: date) -> str:
    found = get_object_or_404(_visible(request), person__code=code, day=day)
    found.comment(words=request.POST.get("words", ""), by=request.user, at=clock.now())
    return _("已写上批注")


@act
def report_sign(request: DeskRequest, code: str, day: date) -> str:
    found = get_object_or_404(_visible(request), person__code=code, day=day)
    found.sign(words=request.POST.get("words", ""), by=request.user, at=clock.now())
    return _("已批示 {name} {day} 的日报，数字已定稿").format(name=found.person.name, day=day)


@act
@transaction.atomic
def report_file(request: DeskRequest, code: str, day: date) -> str:
    """The rep's own: his reflection, and the report is handed in."""
    found = _report(request, code, day)
    if found.person.pk != request.person.pk:
        raise NotYours(_("日报由本人提交"))
    stored = DayReport.ensure(person=found.person, position=found.position, on=day)
    stored.file(reflection=request.POST.get("reflection", ""), by=request.user, at=clock.now())
    return _("已提交 {day} 的日报，等上级批示").format(day=day)
