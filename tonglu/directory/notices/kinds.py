"""What people are told of: each kind with its group, its words, and whether it may break into quiet hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Group(models.TextChoices):
    """What a person chooses his channels for, and a robot its posts."""

    PLANS = "plans", _("计划与日报")
    ORDERS = "orders", _("订单")
    TARGETS = "targets", _("目标")
    APPROVALS = "approvals", _("审批")
    SYSTEM = "system", _("系统")


@dataclass(frozen=True, slots=True)
class Kind:
    """`title` and `body` have `{places}` that the facts of a notice fill when it is shown."""

    group: Group
    title: StrPromise
    body: StrPromise | str = "{words}"
    urgent: bool = False


KINDS: dict[str, Kind] = {
    "dayplan.signed": Kind(Group.PLANS, _("{by} 签核了 {person} {day} 的拜访计划")),
    "dayplan.returned": Kind(Group.PLANS, _("{by} 退回了 {person} {day} 的拜访计划"), urgent=True),
    "report.commented": Kind(Group.PLANS, _("{by} 批注了 {person} {day} 的日报")),
    "report.signed": Kind(Group.PLANS, _("{by} 批示了 {person} {day} 的日报")),
    "form.urgent": Kind(Group.PLANS, _("紧急：{person} 填写了“{title}”"), _("关于 {subject}"), urgent=True),
    "order.held": Kind(
        Group.ORDERS, _("{person} 的订单 {number} 低于底价，等待放行"), _("客户 {customer}"), urgent=True
    ),
    "order.released": Kind(Group.ORDERS, _("{by} 放行了订单 {number}"), _("客户 {customer}。{words}")),
    "order.cancelled": Kind(Group.ORDERS, _("{by} 取消了订单 {number}"), _("客户 {customer}。{words}")),
    "leave.asked": Kind(Group.APPROVALS, _("{person} 申请 {first} 至 {last} 请假"), urgent=True),
    "leave.granted": Kind(Group.APPROVALS, _("{by} 准了 {person} {first} 至 {last} 的假")),
    "leave.refused": Kind(Group.APPROVALS, _("{by} 没有准 {person} {first} 至 {last} 的假"), urgent=True),
    "leave.ended": Kind(Group.APPROVALS, _("{by} 给 {person} 销了 {first} 至 {last} 的假")),
    "target.waiting": Kind(Group.TARGETS, _("{by} 编制了 {year} 年目标第 {number} 版，等待批准")),
    "approval.asked": Kind(Group.APPROVALS, _("{person} 的“{title}”等您审批"), urgent=True),
    "approval.reminded": Kind(
        Group.APPROVALS, _("催办：{person} 的“{title}”已过 24 个工作小时未批"), urgent=True
    ),
    "approval.absent": Kind(Group.APPROVALS, _("{absent} 休假，{person} 的“{title}”请您审批"), urgent=True),
    "approval.escalated": Kind(Group.APPROVALS, _("{person} 的“{title}”逾期未批，已升级到您"), urgent=True),
    "approval.approved": Kind(Group.APPROVALS, _("“{title}”已获同意")),
    "approval.refused": Kind(Group.APPROVALS, _("{by} 不同意“{title}”"), urgent=True),
    "approval.returned": Kind(Group.APPROVALS, _("{by} 退回了“{title}”"), urgent=True),
    "job.failed": Kind(Group.SYSTEM, _("一个后台任务没有做成")),
    "journal.broken": Kind(
        Group.SYSTEM, _("操作日志的哈希链断开"), _("第 {entry} 条与封存时不符"), urgent=True
    ),
    "webhook.given_up": Kind(Group.SYSTEM, _("推送没有送达，已放弃"), _("发往 {url}：{words}")),
    "robot.test": Kind(Group.SYSTEM, _("{by} 发来一条测试消息"), _("看到它，说明机器人 {name} 连通了。")),
}


class _Facts(dict[str, Any]):
    """A place that no fact fills stays empty."""

    def __missing__(self, key: str) -> str:
        return ""


def title_of(kind: str, facts: Mapping[str, Any]) -> str:
    """In the language in force; of a kind that is no longer known, its key."""
    known = KINDS.get(kind)
    return str(known.title).format_map(_Facts(facts)).strip() if known else kind


def body_of(kind: str, facts: Mapping[str, Any]) -> str:
    """In the language in force; may be empty."""
    known = KINDS.get(kind)
    return str(known.body).format_map(_Facts(facts)).strip() if known else ""
