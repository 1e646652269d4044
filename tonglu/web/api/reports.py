"""Daily visit reports: their state, their foot, what was written under them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from pydantic import BaseModel

from tonglu.directory.clients.models import Right
from tonglu.results.reports.models import DayReport, DayReportQuerySet
from tonglu.web.api.auth import ApiRequest, Bearer
from tonglu.web.api.etags import tagged
from tonglu.web.api.kinds import Id, InstantOut, MoneyOut, Ref, choice, ref
from tonglu.web.api.paging import Page, paged
from tonglu.web.api.since import DaysAsked

router = Router(tags=["reports"])
State = Annotated[DayReport.State, choice(DayReport.State)]
READ = Bearer(Right.REPORTS_READ, "reports")


class CommentOut(BaseModel):
    """`by`: the account's name; `signs` on the one that signed the report."""

    by: str
    at: InstantOut
    words: str
    signs: bool


class ReportOut(BaseModel):
    """Calls, deals and net amount as they were signed; until then, as the facts stand."""

    id: int
    person: Ref
    position: Ref
    day: date
    state: State
    filed_at: InstantOut | None
    reflection: str
    calls: int
    deals: int
    amount: MoneyOut
    comments: list[CommentOut]


class ReportsAsked(DaysAsked):
    state: State | None = None


@router.get("/day-reports", auth=READ, response=Page[ReportOut], summary=_("销售日报列表"))
def list_day_reports(request: ApiRequest, asked: Query[ReportsAsked]) -> object:
    return paged(asked.of(_rows(request), state=asked.state), asked=asked, out=_out)


@router.get("/day-reports/{id}", auth=READ, response=ReportOut, summary=_("一张销售日报"))
def get_day_report(request: ApiRequest, response: HttpResponse, id: Id) -> object:
    return tagged(response, _out(get_object_or_404(_rows(request), pk=id)))


def _rows(request: ApiRequest) -> DayReportQuerySet:
    rows = DayReport.objects.visible_to(request.scope).with_totals().select_related("person", "position")
    return rows.prefetch_related("comments__by")


def _out(report: DayReport) -> ReportOut:
    totals = report.totals
    return ReportOut(
        id=report.pk,
        person=ref(report.person),
        position=ref(report.position),
        day=report.day,
        state=DayReport.State(report.state),
        filed_at=report.filed_at,
        reflection=report.reflection,
        calls=totals.calls,
        deals=totals.deals,
        amount=totals.amount,
        comments=[
            CommentOut(by=said.by.username, at=said.at, words=said.words, signs=said.signs)
            for said in report.comments.all()
        ],
    )
