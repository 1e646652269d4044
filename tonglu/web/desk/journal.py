"""The journal: who did what, when, in words; and whether the chain over it is whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tonglu.base.journal.models import Entry
from tonglu.base.sentences import clauses, labelled, listed
from tonglu.directory.org.models import Person, Role
from tonglu.directory.org.scope import Scope
from tonglu.exchange.imports.nouns.table import NOUNS
from tonglu.web.desk.acts import DeskRequest
from tonglu.web.desk.columns import Column, Text
from tonglu.web.desk.listing import Filter, Listing
from tonglu.web.desk.picks import picks_of

# of a long fact, as many parts as a line holds
MANY = 4
VERBS: Mapping[str, Text] = {
    "account.change_password": gettext_lazy("修改密码"),
    "account.connect": gettext_lazy("绑定登录方式"),
    "account.disconnect": gettext_lazy("解绑登录方式"),
    "account.forget_second_factor": gettext_lazy("取消两步验证"),
    "account.give_password": gettext_lazy("重设密码"),
    "account.unlock": gettext_lazy("解锁账号"),
    "credit.grant": gettext_lazy("给信用条件"),
    "calendar.put": gettext_lazy("登记公司日"),
    "calendar.remove": gettext_lazy("取消公司日"),
    **{
        f"import.{key}": format_lazy(gettext_lazy("导入{noun}"), noun=noun.title)
        for key, noun in NOUNS.items()
    },
    "approval.adopt_rules": gettext_lazy("审批规则生效"),
    "approval.apply_rules": gettext_lazy("申请改审批规则"),
    "approval.approve": gettext_lazy("同意"),
    "approval.ask": gettext_lazy("送审"),
    "approval.change_rules": gettext_lazy("修改审批规则草稿"),
    "approval.delegate": gettext_lazy("委托审批"),
    "approval.draft_rules": gettext_lazy("起草审批规则"),
    "approval.escalate": gettext_lazy("升级审批"),
    "approval.refuse": gettext_lazy("不同意"),
    "approval.remind": gettext_lazy("催办审批"),
    "approval.return": gettext_lazy("退回"),
    "approval.set_up": gettext_lazy("启用默认审批规则"),
    "approval.simulate": gettext_lazy("试算审批规则"),
    "approval.take_back": gettext_lazy("收回审批委托"),
    "approval.withdraw": gettext_lazy("撤回送审"),
    "customer.correct": gettext_lazy("修改客户资料"),
    "customer.enter": gettext_lazy("新建客户"),
    "customer.hand_over": gettext_lazy("交接客户"),
    "day.end": gettext_lazy("收工"),
    "day.start": gettext_lazy("开工"),
    "dayplan.draft": gettext_lazy("生成拜访计划"),
    "dayplan.return": gettext_lazy("退回拜访计划"),
    "dayplan.sign": gettext_lazy("签核拜访计划"),
    "dayplan.submit": gettext_lazy("提交拜访计划"),
    "demo.build": gettext_lazy("生成演示公司"),
    "demo.history": gettext_lazy("生成演示数据"),
    "device.register": gettext_lazy("登记设备"),
    "device.revoke": gettext_lazy("停用设备"),
    "document.accepted": gettext_lazy("收下手机单据"),
    "document.refused": gettext_lazy("退回手机单据"),
    "file.store": gettext_lazy("收到照片"),
    "form.create": gettext_lazy("新建表单"),
    "form.draft": gettext_lazy("修改表单草稿"),
    "form.fill": gettext_lazy("填写表单"),
    "form.publish": gettext_lazy("发布表单"),
    "form.retire": gettext_lazy("停用或启用表单"),
    "import.company": gettext_lazy("导入公司"),
    "import.outlets": gettext_lazy("导入门店"),
    "import.skus": gettext_lazy("导入产品"),
    "job.cancel": gettext_lazy("取消后台任务"),
    "job.fail": gettext_lazy("后台任务失败"),
    "job.retry": gettext_lazy("重试后台任务"),
    "key_person.add": gettext_lazy("记下关键人"),
    "key_person.change": gettext_lazy("更新关键人"),
    "key_person.erase": gettext_lazy("删除个人信息"),
    "key_person.leave": gettext_lazy("关键人离开"),
    "import.passwords": gettext_lazy("发首次密码"),
    "import.undo": gettext_lazy("撤销导入"),
    "notices.choose": gettext_lazy("选择通知方式"),
    "order.cancel": gettext_lazy("取消订单"),
    "order.deliver": gettext_lazy("送达订单"),
    "order.place": gettext_lazy("下订单"),
    "order.release": gettext_lazy("放行订单"),
    "private.view": gettext_lazy("查看私人资料"),
    "leave.ask": gettext_lazy("申请请假"),
    "leave.grant": gettext_lazy("准假"),
    "leave.refuse": gettext_lazy("不准假"),
    "leave.take_back": gettext_lazy("销假"),
    "leave.withdraw": gettext_lazy("撤回请假"),
    "list.export": gettext_lazy("导出列表"),
    "paper.take": gettext_lazy("导出单据"),
    "report.comment": gettext_lazy("批注日报"),
    "report.file": gettext_lazy("提交日报"),
    "report.sign": gettext_lazy("批示日报"),
    "robot.add": gettext_lazy("添加群机器人"),
    "robot.change": gettext_lazy("修改群机器人"),
    "robot.off": gettext_lazy("停用群机器人"),
    "robot.on": gettext_lazy("启用群机器人"),
    "target.approve": gettext_lazy("批准目标"),
    "target.draft": gettext_lazy("编制目标"),
    "target.submit": gettext_lazy("目标送审"),
    "token.issue": gettext_lazy("发放接口令牌"),
    "token.revoke": gettext_lazy("停用接口令牌"),
    "webhook.give_up": gettext_lazy("放弃推送"),
    "webhook.replay": gettext_lazy("重新推送"),
    "webhook.stop": gettext_lazy("停用推送订阅"),
    "webhook.subscribe": gettext_lazy("新建推送订阅"),
    "webhook.test": gettext_lazy("测试推送"),
    "visit.record": gettext_lazy("拜访"),
}
OBJECTS: Mapping[str, Text] = {
    "calendar.leave": gettext_lazy("请假"),
    "calendar.leaveask": gettext_lazy("请假申请"),
    "approvals.approval": gettext_lazy("审批"),
    "approvals.delegation": gettext_lazy("审批委托"),
    "approvals.rulebook": gettext_lazy("审批规则"),
    "cards.customer": gettext_lazy("客户"),
    "credit.creditterms": gettext_lazy("信用条件"),
    "webhooks.push": gettext_lazy("推送"),
    "webhooks.subscription": gettext_lazy("推送订阅"),
    "clients.token": gettext_lazy("接口令牌"),
    "dayplans.daymark": gettext_lazy("上下班"),
    "dayplans.dayplan": gettext_lazy("拜访计划"),
    "devices.device": gettext_lazy("设备"),
    "devices.phonedocument": gettext_lazy("手机单据"),
    "imports.import": pgettext_lazy("page", "导入"),
    "files.storedfile": gettext_lazy("照片"),
    "jobs.job": gettext_lazy("后台任务"),
    "forms.filled": gettext_lazy("填写记录"),
    "forms.form": gettext_lazy("表单"),
    "notices.robot": gettext_lazy("群机器人"),
    "orders.order": gettext_lazy("订单"),
    "org.company": gettext_lazy("公司"),
    "people.keyperson": gettext_lazy("关键人"),
    "org.person": gettext_lazy("人员"),
    "org.unit": gettext_lazy("单位"),
    "reports.dayreport": gettext_lazy("销售日报"),
    "targets.targetversion": gettext_lazy("目标版本"),
    "visits.visit": gettext_lazy("拜访"),
}
FACTS: Mapping[str, Text] = {
    "carriers": gettext_lazy("队列行"),
    "columns": gettext_lazy("列"),
    "filters": gettext_lazy("条件"),
    "list": gettext_lazy("列表"),
    "format": gettext_lazy("格式"),
    "accounts": gettext_lazy("账号数"),
    "bad": gettext_lazy("错误"),
    "behalf": gettext_lazy("代"),
    "cells": gettext_lazy("格数"),
    "created": gettext_lazy("新增"),
    "duplicates": gettext_lazy("重复"),
    "file": gettext_lazy("文件"),
    "same": gettext_lazy("已有"),
    "skipped": gettext_lazy("跳过"),
    "updated": gettext_lazy("更新"),
    "changed": gettext_lazy("改动"),
    "client": gettext_lazy("经由系统"),
    "code": gettext_lazy("代码"),
    "customer": gettext_lazy("客户"),
    "customers": gettext_lazy("客户数"),
    "date": gettext_lazy("日期"),
    "fields": gettext_lazy("内容"),
    "form": gettext_lazy("表单"),
    "from": gettext_lazy("从"),
    "documents": gettext_lazy("单据数"),
    "held": gettext_lazy("待审"),
    "groups": gettext_lazy("通知类型"),
    "jobs": gettext_lazy("后台任务"),
    "key": gettext_lazy("代码"),
    "kind": gettext_lazy("类型"),
    "lines": gettext_lazy("明细行"),
    "name": gettext_lazy("名称"),
    "number": gettext_lazy("编号"),
    "on": gettext_lazy("日期"),
    "order": gettext_lazy("订单"),
    "outcome": gettext_lazy("结果"),
    "person": gettext_lazy("人员"),
    "people": gettext_lazy("人数"),
    "private": gettext_lazy("私人资料"),
    "reason": gettext_lazy("原因"),
    "sealed": gettext_lazy("已封存"),
    "position": gettext_lazy("岗位"),
    "round": gettext_lazy("第几轮"),
    "rules": gettext_lazy("规则"),
    "replaces": gettext_lazy("更正"),
    "score": gettext_lazy("得分（千分）"),
    "shipped": gettext_lazy("产品自带"),
    "rights": gettext_lazy("权限"),
    "size": gettext_lazy("字节"),
    "stops": gettext_lazy("家数"),
    "start": gettext_lazy("起"),
    "subject": gettext_lazy("关于"),
    "rows": gettext_lazy("行数"),
    "title": gettext_lazy("单据"),
    "to": gettext_lazy("到"),
    "unit": gettext_lazy("单位"),
    "vendor": gettext_lazy("平台"),
    "token": gettext_lazy("令牌号"),
    "type": gettext_lazy("格式"),
    "version": gettext_lazy("版本"),
    "until": gettext_lazy("到期"),
    "url": gettext_lazy("网址"),
    "verbs": gettext_lazy("动作"),
    "words": gettext_lazy("意见"),
    "worked": gettext_lazy("上班"),
}


def verb_name(verb: str) -> Text:
    return VERBS.get(verb, verb)


def in_words(facts: Mapping[str, Any]) -> str:
    """`编号：O-TX1-261123-001；明细行：3`; what is empty is left out."""
    said = ((FACTS.get(key, key), value) for key, value in facts.items() if value not in (None, "", [], {}))
    return clauses(labelled(name, _fact(value)) for name, value in said)


def _fact(value: Any) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, dict):
        said = [f"{key} {_fact(one)}" for key, one in value.items()]
        return listed(said[:MANY]) + ("…" if len(said) > MANY else "")
    if isinstance(value, list):
        return listed(map(_fact, value[:MANY])) + ("…" if len(value) > MANY else "")
    return str(value)


def who(entry: Entry) -> str:
    """The person behind the account; a machine's work has none."""
    if entry.by is None:
        return _("系统")
    person = getattr(entry.by, "person", None)
    return person.name if person else entry.by.username


@dataclass(frozen=True, slots=True)
class Line:
    """A journal entry as a record page shows it."""

    entry: Entry
    verb: Text
    who: str
    words: str


class History(list[Line]):
    """The latest lines of a thing, and what kind of thing it is: where its whole history stands."""

    def __init__(self, lines: Iterable[Line], *, kind: str, key: str) -> None:
        super().__init__(lines)
        self.kind, self.key = kind, key


def history(obj: Model) -> History:
    """What was done to a thing, newest first: shown to all who may see the thing."""
    entries = _with_people(Entry.objects.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk)))
    lines = (Line(entry, verb_name(entry.verb), who(entry), in_words(entry.facts)) for entry in entries[:30])
    return History(lines, kind=obj._meta.label_lower, key=str(obj.pk))


def _with_people(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    return entries.select_related("by__person")


def _whole_history(entry: Entry) -> str:
    return reverse("thing_history", args=[entry.object_type, entry.object_id])


def _verbs() -> Iterable[tuple[str, Text]]:
    return VERBS.items()


LISTING = Listing(
    name="journal",
    columns=[
        Column("at", gettext_lazy("时间"), lambda e: e.at, kind="moment", sort="at"),
        Column("who", gettext_lazy("谁"), who, sort="by__username"),
        Column("verb", gettext_lazy("做了什么"), lambda e: verb_name(e.verb), sort="verb"),
        Column(
            "object",
            gettext_lazy("对象"),
            lambda e: OBJECTS.get(e.object_type, e.object_type),
            sort="object_type",
        ),
        Column("name", gettext_lazy("名称"), lambda e: e.object_name, kind="wide", link=_whole_history),
        Column("facts", gettext_lazy("内容"), lambda e: in_words(e.facts), kind="wide"),
        Column(
            "sealed",
            gettext_lazy("封存"),
            lambda e: (_("已封存"), "good") if hasattr(e, "seal") else (_("待封存"), "warn"),
            kind="tone",
        ),
        Column("id", gettext_lazy("序号"), lambda e: e.pk, kind="count", sort="pk", extra=True),
        Column("object_id", gettext_lazy("对象编号"), lambda e: e.object_id, extra=True),
        Column("source", gettext_lazy("来自"), lambda e: e.get_source_display(), sort="source"),
        Column("address", pgettext_lazy("network", "地址"), lambda e: e.address, extra=True),
        Column("device", gettext_lazy("设备"), lambda e: e.device, extra=True),
    ],
    filters=[
        Filter("verb", gettext_lazy("动作"), _verbs, lambda rows, verb: rows.filter(verb=verb)),
        Filter(
            "source",
            gettext_lazy("来自"),
            lambda: Entry.Source.choices,
            lambda rows, source: rows.filter(source=source),
        ),
    ],
    search=("object_name", "object_id", "by__username", "by__person__search", "facts"),
    search_hint=gettext_lazy("人、客户、单号、编码、原因"),
    order="-at",
    empty=gettext_lazy("这段时间没有操作"),
    empty_hint=gettext_lazy("换一段时间看看。"),
)


def in_sight(scope: Scope) -> QuerySet[Entry]:
    """What the administrator did and everyone else; of one who leads, what he and his people did."""
    if Role.ADMINISTRATOR in scope.roles:
        return Entry.objects.all()
    return Entry.objects.filter(by__person__in=Person.objects.visible_to(scope))


def journal(request: DeskRequest) -> HttpResponse:
    picks = picks_of(request)
    rows = _with_people(in_sight(request.scope).filter(picks.of_days("at__date"))).select_related("seal")
    context = {
        "title": _("操作日志"),
        "heading": _("谁在什么时候做了什么？"),
        "subheading": _("只增不改；每条都封存在哈希链里，改动会显出来"),
    }
    return LISTING.respond(request, rows, context=context)
