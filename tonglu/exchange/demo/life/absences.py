"""Who is away, who asked to be, and on which days the company differs from the public calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

from tonglu.directory.approvals.models import Delegation
from tonglu.directory.calendar.models import CompanyDay, Leave, LeaveAsk, LeaveKind
from tonglu.directory.calendar.rules import DayLine
from tonglu.exchange.demo.life.scene import Scene
from tonglu.exchange.demo.people import Post

FRIDAY, SATURDAY = 4, 5


def absences(scene: Scene) -> None:
    scene.agenda.put(scene.at(8, 10), partial(_calendar, scene))
    scene.agenda.put(scene.at(5, 16), partial(_head_goes, scene))
    reps = scene.staff.reps
    for place, asks in enumerate((_granted, _refused, _waiting, _withdrawn)):
        scene.agenda.put(scene.at(4 - place, 12, 30 + place), partial(asks, scene, reps[place % len(reps)]))


def _calendar(scene: Scene, at: datetime) -> None:
    """A Saturday of work at the end of the year, and the day of the company's meeting."""
    saturday = _next(scene.today + timedelta(days=12), SATURDAY)
    friday = _next(scene.today + timedelta(days=33), FRIDAY)
    days = [DayLine(saturday, True, "年末冲量，周六照常拜访"), DayLine(friday, False, "公司年会，全员停访")]
    CompanyDay.put(days=days, by=scene.staff.administrator.account, at=at)


def _next(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _head_goes(scene: Scene, at: datetime) -> None:
    """The second head takes his leave from the fourth last working day on; the first answers for him."""
    away, deputy = scene.office(1).head, scene.office(0).head
    first, last = scene.days[3], scene.ahead(1)
    Leave.grant(
        person=away.person,
        kind=LeaveKind.ANNUAL,
        first=first,
        last=last,
        reason="年休假，回老家",
        by=scene.staff.director.person,
        at=at,
    )
    Delegation.give(
        person=away.person,
        to=deputy.person,
        start=first,
        stop=last + timedelta(days=1),
        reason="年休假期间，日常审批请代批；超过 1 万元的电话我",
        by=away.account,
        at=at + timedelta(minutes=20),
    )


def _ask(scene: Scene, post: Post, kind: str, ahead: tuple[int, int], reason: str, at: datetime) -> LeaveAsk:
    first, last = (scene.ahead(n) for n in ahead)
    return LeaveAsk.ask(
        person=post.person, kind=kind, first=first, last=last, reason=reason, by=post.account, at=at
    )


def _granted(scene: Scene, post: Post, at: datetime) -> None:
    asked = _ask(scene, post, LeaveKind.PERSONAL, (4, 4), "孩子开家长会，下午半天也行", at)
    words = "准假。当天的线提前一天跑完，A 类店别落下"
    scene.agenda.put(scene.later(at, least=90, most=200), partial(_answer, scene, asked, post, True, words))


def _refused(scene: Scene, post: Post, at: datetime) -> None:
    asked = _ask(scene, post, LeaveKind.TOIL, (5, 7), "上月加班调休三天", at)
    words = "月底最后一周正是冲量的时候，挪到下月初，三天都给你"
    scene.agenda.put(scene.later(at, least=60, most=180), partial(_answer, scene, asked, post, False, words))


def _waiting(scene: Scene, post: Post, at: datetime) -> None:
    _ask(scene, post, LeaveKind.ANNUAL, (9, 11), "年休假，陪父母体检", at)


def _withdrawn(scene: Scene, post: Post, at: datetime) -> None:
    asked = _ask(scene, post, LeaveKind.SICK, (1, 1), "感冒，去医院看看", at)
    scene.agenda.put(
        scene.later(at, least=200, most=300), lambda later: asked.withdraw(by=post.account, at=later)
    )


def _answer(scene: Scene, asked: LeaveAsk, post: Post, grant: bool, words: str, at: datetime) -> None:
    team = next(team for team in scene.staff.teams if post in team.reps)
    asked.answer(grant=grant, words=words, by=team.supervisor.person, at=at)
