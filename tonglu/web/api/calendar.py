"""The company's calendar: which days are worked."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query, Router, Schema
from pydantic import BaseModel

from tonglu.directory.calendar.models import CompanyDay, work_calendar
from tonglu.directory.clients.models import Right
from tonglu.web.access import EVERYONE
from tonglu.web.api.auth import ApiRequest, Bearer
from tonglu.web.api.kinds import DayIn
from tonglu.web.api.problems import Troubled

router = Router(tags=["calendar"])
LONGEST = 366


class WorkDayOut(BaseModel):
    """`mark`: 班 for a worked weekend, 休 for a weekday off, else empty; `reason` where the company decided it."""

    date: date
    worked: bool
    mark: str
    reason: str


class DaysAsked(Schema):
    """Both days included; a year at most."""

    first: DayIn
    last: DayIn


@router.get(
    "/calendar",
    auth=Bearer(Right.CALENDAR_READ, EVERYONE),
    response=list[WorkDayOut],
    summary=gettext_noop("公司日历：哪天上班"),
)
def list_days(request: ApiRequest, asked: Query[DaysAsked]) -> object:
    n = (asked.last - asked.first).days + 1
    if not 1 <= n <= LONGEST:
        words = _("first 到 last 须为 1–{n} 天").format(n=LONGEST)
        raise Troubled(422, words, code="bad_range", errors=[("query.last", words)])
    calendar = work_calendar()
    decided = CompanyDay.objects.filter(date__range=(asked.first, asked.last))
    reasons = dict(decided.values_list("date", "reason"))
    days = (asked.first + timedelta(days=k) for k in range(n))
    return [
        WorkDayOut(
            date=day, worked=calendar.is_worked(day), mark=calendar.mark(day), reason=reasons.get(day, "")
        )
        for day in days
    ]
