"""The daily visit plan 每日拜访计划表 as a document."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from tonglu.base.sentences import labelled, with_aside
from tonglu.directory.org.models import Company
from tonglu.fieldwork.dayplans.models import DayPlan, Decision, PlannedStop
from tonglu.web.desk import tags
from tonglu.web.paper.document import (
    Box,
    Boxes,
    Column,
    Document,
    Field,
    Fields,
    Named,
    Row,
    Signatures,
    Table,
)


def day_plan(plan: DayPlan, *, visited: Collection[int]) -> Document:
    """The plan with its stops in order; `visited` are the keys of the customers at whom a call was completed."""
    stops = list(plan.stops.select_related("customer__customer_class", "customer__channel"))
    decisions = list(plan.decisions.select_related("by__person").order_by("at"))
    person = plan.person
    return Document(
        title=_("每日拜访计划表"),
        name=f"{_('每日拜访计划表')}-{person.name}-{plan.day}",
        left=Company.current().name,
        right=_("单位：{unit}").format(unit=tags.currency_unit()),
        blocks=[
            _head(plan, stops, visited),
            _stops(stops, visited),
            _words(decisions),
            _signed(plan, decisions),
        ],
        foot=f"{with_aside(person.name, person.code)} {plan.day} · {plan.get_state_display()}",
        landscape=False,
    )


def _head(plan: DayPlan, stops: Sequence[PlannedStop], visited: Collection[int]) -> Fields:
    done = sum(stop.customer_id in visited for stop in stops)
    return Fields(
        [
            Field(_("业务员"), Named(plan.person.name, plan.person.code), "named"),
            Field(_("区域（办事处）"), plan.position.unit.name),
            Field(_("日期"), plan.day, "day"),
            Field(_("线路"), plan.line or None),
            Field(_("拜访目标"), _("{n} 家").format(n=len(stops)), aside=_("已访 {n} 家").format(n=done)),
            Field(_("成交目标"), _("{n} 家").format(n=plan.goal_deals) if plan.goal_deals else None),
            Field(_("销售目标"), plan.goal_sales or None, "amount"),
            Field(_("提交"), plan.submitted_at, "moment"),
        ],
        across=4,
    )


def _stops(stops: Sequence[PlannedStop], visited: Collection[int]) -> Table:
    columns = [
        Column(_("顺序"), "middle", 1.4),
        Column(_("客户"), "named", 7),
        Column(_("等级"), "middle", 2.4),
        Column(_("渠道"), "middle", 2.8),
        Column(_("地址"), "wide", 7),
        Column(_("目的"), "middle", 2.6),
        Column(_("已访"), "mark", 1.4),
        Column(_("备注"), "middle", 2.4),
    ]
    return Table(columns, [_row(stop, visited) for stop in stops], empty=_("没有排客户。"))


def _row(stop: PlannedStop, visited: Collection[int]) -> Row:
    customer = stop.customer
    return Row(
        [
            stop.sequence,
            Named(customer.name, customer.code),
            str(customer.customer_class or ""),
            str(customer.channel or ""),
            customer.address,
            stop.get_purpose_display(),
            customer.pk in visited,
            "" if stop.from_line else _("临时加入"),
        ]
    )


def _words(decisions: Sequence[Decision]) -> Boxes:
    said = [
        labelled(
            f"{tags.stamp(one.at)} {_who(one)} {_('签核') if one.approved else _('退回')}",
            one.words or tags.NOTHING,
        )
        for one in decisions
    ]
    return Boxes([Box(_("签核意见"), said, marked=False)], across=1)


def _who(decision: Decision) -> str:
    person = getattr(decision.by, "person", None)
    return person.name if person else decision.by.username


def _signed(plan: DayPlan, decisions: Sequence[Decision]) -> Signatures:
    filed = f"{plan.person.name} {tags.stamp(plan.submitted_at)}" if plan.submitted_at else ""
    last = decisions[-1] if decisions and decisions[-1].approved else None
    return Signatures(
        [(_("业务员签名"), filed), (_("主管签名"), f"{_who(last)} {tags.stamp(last.at)}" if last else "")]
    )
