"""What a leader's phone shows of his people."""

from __future__ import annotations

from datetime import date

from tonglu.directory.org.models import LEADERS, Person
from tonglu.fieldwork.dayplans.models import DayPlan
from tonglu.results.boards.queries import team_today
from tonglu.web.phone.team_schemas import (
    TeamOut,
    TeamPersonOut,
    TeamPlanOut,
)


def team(*, person: Person, on: date) -> TeamOut:
    """Plans that wait for his signature, and where everyone stands; empty for one who leads nobody."""
    scope = person.scope(on=on)
    if not scope.roles & LEADERS:
        return TeamOut(plans=[], people=[])
    waiting = DayPlan.objects.visible_to(scope).filter(state=DayPlan.State.SUBMITTED, day__gte=on)
    return TeamOut(
        plans=[
            TeamPlanOut(
                id=plan.pk,
                person=plan.person.name,
                date=plan.day,
                line=plan.line,
                state=plan.state,
                stops=plan.stops.count(),
                goal_sales=plan.goal_sales,
            )
            for plan in waiting.exclude(person=person).select_related("person")
        ],
        people=[
            TeamPersonOut(
                code=row.person.code,
                name=row.person.name,
                done=row.done,
                planned=row.planned,
                orders=row.orders,
                amount=row.amount,
                last_customer=row.last_customer,
                last_at=row.last_at,
            )
            for row in team_today(scope=scope)
        ],
    )
