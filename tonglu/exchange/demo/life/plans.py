"""Day plans on their way to a signature: asked, signed, given back, overdue, gone up a level."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import partial

from tonglu.directory.approvals.asking import ask
from tonglu.exchange.demo.life.scene import Scene
from tonglu.exchange.demo.outlets import Outlet
from tonglu.exchange.demo.people import Office, Post
from tonglu.fieldwork.dayplans.models import Call, DayPlan

GOAL = Decimal(180)  # yuan a call
SHARE = 0.6  # of the stops that belong on it, on the plan that is given back
WORDS = "线路上的 B 类少排了一半，别挑好走的店。补全了再交"


def plans(scene: Scene) -> None:
    """What the history left waiting asks when it was handed in; one plan is too short, and one is forgotten."""
    for plan in DayPlan.objects.filter(state=DayPlan.State.SUBMITTED).select_related("person"):
        scene.agenda.put(plan.submitted_at or scene.at(1, 17), partial(_ask, plan))
    slack = scene.world.plot.slipping or scene.staff.reps[-1]
    post = scene.office(2).reps[-1]
    scene.agenda.put(scene.at(1, 16, 40), partial(_too_short, scene, scene.office(0), slack))
    scene.agenda.put(scene.at(4, 17, 10), partial(_hand_in, scene, post))


def _ask(plan: DayPlan, at: datetime) -> None:
    ask(kind="day_plan", document=plan, by=plan.person.account, at=at)


def _too_short(scene: Scene, office: Office, post: Post, at: datetime) -> None:
    plan = _submit(scene, post, scene.ahead(3), SHARE, at)
    if plan:
        leads = next(team.supervisor for team in office.teams if post in team.reps)
        scene.agenda.put(scene.later(at, least=60, most=150), partial(_give_back, plan, leads))


def _hand_in(scene: Scene, post: Post, at: datetime) -> None:
    _submit(scene, post, scene.ahead(2), 1.0, at)


def _submit(scene: Scene, post: Post, day: date, share: float, at: datetime) -> DayPlan | None:
    """Hands in the plan of a day ahead; nothing where the line has no call then."""
    due: Sequence[Outlet] = scene.world.lines.due(post, day)
    some = due[: max(1, round(len(due) * share))]
    if not some:
        return None
    return DayPlan.submit(
        person=post.person,
        position=post.position,
        on=day,
        calls=[Call(outlet.customer.pk) for outlet in some],
        goal_deals=round(len(some) * 0.85),
        goal_sales=GOAL * len(some),
        by=post.account,
        at=at,
    )


def _give_back(plan: DayPlan, leads: Post, at: datetime) -> None:
    plan.decide(approve=False, words=WORDS, by=leads.account, at=at)
