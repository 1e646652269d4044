"""Day plans: where each person means to go, and what he means to reach."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from pydantic import BaseModel

from tonglu.directory.clients.models import Right
from tonglu.fieldwork.dayplans.models import DayPlan, Purpose
from tonglu.web.api.auth import ApiRequest, Bearer
from tonglu.web.api.etags import tagged
from tonglu.web.api.kinds import Id, InstantOut, MoneyOut, Ref, choice, ref
from tonglu.web.api.paging import Page, paged
from tonglu.web.api.since import DaysAsked

router = Router(tags=["plans"])
State = Annotated[DayPlan.State, choice(DayPlan.State)]
READ = Bearer(Right.PLANS_READ, "plans")


class StopOut(BaseModel):
    sequence: int
    customer: Ref
    purpose: Annotated[Purpose, choice(Purpose)]
    from_line: bool


class PlanOut(BaseModel):
    id: int
    person: Ref
    position: Ref
    day: date
    line: str
    state: State
    submitted_at: InstantOut | None
    goal_visits: int
    goal_deals: int
    goal_sales: MoneyOut
    stops: list[StopOut]


class PlansAsked(DaysAsked):
    state: State | None = None


@router.get("/day-plans", auth=READ, response=Page[PlanOut], summary=_("拜访计划列表"))
def list_day_plans(request: ApiRequest, asked: Query[PlansAsked]) -> object:
    return paged(asked.of(_rows(request), state=asked.state), asked=asked, out=_out)


@router.get("/day-plans/{id}", auth=READ, response=PlanOut, summary=_("一天的拜访计划"))
def get_day_plan(request: ApiRequest, response: HttpResponse, id: Id) -> object:
    return tagged(response, _out(get_object_or_404(_rows(request), pk=id)))


def _rows(request: ApiRequest) -> QuerySet[DayPlan]:
    rows = DayPlan.objects.visible_to(request.scope).select_related("person", "position")
    return rows.prefetch_related("stops__customer")


def _out(plan: DayPlan) -> PlanOut:
    return PlanOut(
        id=plan.pk,
        person=ref(plan.person),
        position=ref(plan.position),
        day=plan.day,
        line=plan.line,
        state=DayPlan.State(plan.state),
        submitted_at=plan.submitted_at,
        goal_visits=plan.goal_visits,
        goal_deals=plan.goal_deals,
        goal_sales=plan.goal_sales,
        stops=[
            StopOut(
                sequence=stop.sequence,
                customer=ref(stop.customer),
                purpose=Purpose(stop.purpose),
                from_line=stop.from_line,
            )
            for stop in plan.stops.all()
        ],
    )
