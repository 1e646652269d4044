"""What the heads of the offices propose: other targets for next month, and a change of the rules of approval."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from tonglu.base.periods import period_of
from tonglu.directory.approvals.answering import answer
from tonglu.directory.approvals.change import apply_for
from tonglu.directory.approvals.models import Approval, RuleBook
from tonglu.directory.approvals.simulating import simulate
from tonglu.exchange.demo.life.scene import Scene
from tonglu.planning.targets.models import TargetPlan, TargetVersion, Wanted

THOUSAND = Decimal(1000)
FIRST, SECOND = (
    Decimal("0.90"),
    Decimal("0.95"),
)  # of the target in force, as the head of the last office would have it
WHY = (
    "冰红茶断货半个月，12 家大店转了竞品，下月目标请下调 10%",
    "按总监意见补了缺口明细：断货影响约 5%，其余由加访 A 类店补回",
)
NO = "下调要有依据。断货影响多少、人的原因多少，分开算；补救措施写清楚再报"
THRESHOLD, LOWER = "10000", "5000"
PLEA = {
    "background": "近 90 天低于底价的订单里，单笔 5,000 元以上的有不少由所长一人放行，其中两笔事后毛利为负。",
    "reason": "现行规则 10,000 元以上才到总监，门槛偏高；年底冲量，放价的压力会更大。",
    "goal": "单笔 5,000 元以上的放价都经总监，四季度放价订单的毛利率提高 1 个百分点。",
    "plan": "把“低于底价的订单”第一条的金额由 10,000 元改为 5,000 元，其余不变；试行到年底再看。",
}


def proposals(scene: Scene) -> None:
    """The first version is given back, the second waits; so do the new rules, which one of two has agreed to."""
    scene.agenda.put(scene.at(5, 10), partial(_version, scene, FIRST, WHY[0], True))
    scene.agenda.put(scene.at(2, 11), partial(_version, scene, SECOND, WHY[1], False))
    scene.agenda.put(scene.at(6, 14), partial(_draft, scene))


def _version(scene: Scene, share: Decimal, why: str, refused: bool, at: datetime) -> None:
    """The targets in force, but for next month's of the last office."""
    month = period_of("month", scene.today).next()
    plan = TargetPlan.objects.get(metric="sales_amount", year=month.start.year)
    office = scene.staff.offices[-1]
    his = {post.person.pk for post in office.reps}
    assert plan.in_force is not None
    cells = [
        _cell(cell, share if cell.person_id in his and cell.start == month.start else Decimal(1))
        for cell in plan.in_force.cells.select_related("person").order_by("pk")
    ]
    version = plan.draft(cells=cells, reason=why, by=office.head.account, at=at)
    version.submit(by=office.head.account, at=at)
    if refused:
        scene.agenda.put(scene.at(4, 9, 30), partial(_return, scene, version))


def _cell(cell: Any, share: Decimal) -> Wanted:
    period = period_of("month", cell.start)
    return Wanted(
        cell.person,
        period,
        round(cell.amount * share / THOUSAND) * THOUSAND,
        round(cell.must * share / THOUSAND) * THOUSAND,
    )


def _return(scene: Scene, version: TargetVersion, at: datetime) -> None:
    approval = Approval.of(kind="target", object_id=str(version.pk))[0]
    answer(approval=approval, verdict="return", words=NO, by=scene.staff.director.account, at=at)


def _draft(scene: Scene, at: datetime) -> None:
    """The first head writes it, tries it on the documents of the last weeks, and hands it in the next morning."""
    by = scene.office(0).head.account
    book = RuleBook.draft(by=by, on=scene.today, at=at)
    scheme = deepcopy(book.scheme)
    rule = next(r for r in scheme["rules"] if r.get("when", {}).get("above") == THRESHOLD)
    rule["when"]["above"] = LOWER
    wanted = period_of("month", scene.today).next().start
    book.change(scheme=scheme, wanted_from=wanted, by=by, at=at, **PLEA)
    simulate(book=book, by=by, at=at)
    scene.agenda.put(scene.at(5, 9, 15), partial(_apply, scene, book))


def _apply(scene: Scene, book: RuleBook, at: datetime) -> None:
    approval = apply_for(book=book, by=scene.office(0).head.account, at=at)
    scene.agenda.put(scene.at(1, 11, 10), partial(_half_agreed, scene, approval))


def _half_agreed(scene: Scene, approval: Approval, at: datetime) -> None:
    words = "试算看过了，多出来的单子总监忙得过来，流程上没问题"
    by = scene.staff.administrator.account
    answer(approval=approval, verdict="approve", words=words, by=by, at=at)
