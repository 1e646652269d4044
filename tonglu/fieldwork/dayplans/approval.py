"""How a day plan asks to be signed: what it says, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from tonglu.directory.approvals.kinds import Decided, Kind, Past, Reading
from tonglu.fieldwork.dayplans.models import DayPlan, PlannedStop

CHUNK = 500  # plans whose stops are fetched together


def read(plan: DayPlan) -> Reading:
    stops = list(plan.stops.all())
    grades = [stop.customer.customer_class for stop in stops]
    off_line = sum(not stop.from_line for stop in stops)
    return Reading(
        title=f"{plan.person.name} {plan.day}",
        applicant=plan.person,
        position=plan.position,
        content={
            "stops": [[stop.customer_id, stop.purpose] for stop in stops],
            "goals": [plan.goal_deals, str(plan.goal_sales)],
        },
        amount=plan.goal_sales,
        classes=frozenset(grade.code for grade in grades if grade),
        risk="medium" if off_line else "low",
        facts=[
            (_("日期"), plan.day),
            (_("线路"), plan.line),
            (_("家数"), len(stops)),
            (_("临时加入"), off_line),
            (_("成交目标"), plan.goal_deals),
        ],
    )


def _sign(plan: DayPlan, decided: Decided) -> None:
    plan.settle(approve=True, words=decided.words, by=decided.by, at=decided.at)


def _give_back(plan: DayPlan, decided: Decided) -> None:
    plan.settle(approve=False, words=decided.words, by=decided.by, at=decided.at)


def _submitted(start: date, stop: date) -> QuerySet[DayPlan]:
    return DayPlan.objects.filter(day__gte=start, day__lt=stop, submitted_at__isnull=False)


def _count(start: date, stop: date) -> int:
    return _submitted(start, stop).count()


def _past(start: date, stop: date) -> Iterator[Past]:
    """Plans that were handed in, and when they were first decided."""
    stops = PlannedStop.objects.select_related("customer__customer_class")
    rows = (
        _submitted(start, stop)
        .select_related("person", "position__unit")
        .prefetch_related("decisions", Prefetch("stops", stops))
    )
    for plan in rows.order_by("-submitted_at").iterator(chunk_size=CHUNK):
        said = [d for d in plan.decisions.all() if plan.submitted_at and d.at >= plan.submitted_at]
        first = min(said, key=lambda decision: decision.at, default=None)
        assert plan.submitted_at is not None
        yield Past(plan, plan.submitted_at, first.at if first else None, first.by_id if first else None)


def _waits() -> Iterable[DayPlan]:
    waiting = DayPlan.objects.filter(state=DayPlan.State.SUBMITTED)
    return waiting.select_related("person", "position__unit").order_by("pk")


KIND = Kind(
    key="day_plan",
    name=_("每日拜访计划"),
    model="dayplans.dayplan",
    read=read,
    approve=_sign,
    give_back=_give_back,
    past=_past,
    count=_count,
    waits=_waits,
    page="plan",
    tells=True,
    risks=_("中：有线路外临时加入的客户；低：都在线路上"),
)
