"""What stands in the journal, in words: the names of its verbs, of the things they act on, and of their facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tonglu.base.sentences import clauses, labelled, listed
from tonglu.directory.notices.kinds import Group
from tonglu.directory.notices.models import Robot
from tonglu.exchange.imports.nouns.table import NOUNS
from tonglu.web.desk.columns import Text
from tonglu.web.desk.listing import TITLES
from tonglu.web.desk.menu import SECTIONS

# of a long fact, as many parts as a line holds
MANY = 4
VERBS: Mapping[str, Text] = {
    "account.change_password": pgettext_lazy("done", "修改密码"),
    "account.connect": pgettext_lazy("done", "绑定登录方式"),
    "account.disconnect": pgettext_lazy("done", "解绑登录方式"),
    "account.forget_second_factor": pgettext_lazy("done", "取消两步验证"),
    "account.give_password": pgettext_lazy("done", "重设密码"),
    "account.unlock": pgettext_lazy("done", "解锁账号"),
    "credit.grant": pgettext_lazy("done", "给信用条件"),
    "calendar.put": pgettext_lazy("done", "登记公司日"),
    "calendar.remove": pgettext_lazy("done", "取消公司日"),
    "account.close": pgettext_lazy("done", "停用账号"),
    "account.reopen": pgettext_lazy("done", "启用账号"),
    **{
        f"import.{key}": format_lazy(pgettext_lazy("done", "导入{noun}"), noun=noun.title)
        for key, noun in NOUNS.items()
    },
    "approval.adopt_rules": pgettext_lazy("done", "审批规则生效"),
    "approval.apply_rules": pgettext_lazy("done", "申请改审批规则"),
    "approval.approve": pgettext_lazy("done", "同意"),
    "approval.ask": pgettext_lazy("done", "送审"),
    "approval.change_rules": pgettext_lazy("done", "修改审批规则草稿"),
    "approval.delegate": pgettext_lazy("done", "委托审批"),
    "approval.draft_rules": pgettext_lazy("done", "起草审批规则"),
    "approval.escalate": pgettext_lazy("done", "升级审批"),
    "approval.refuse": pgettext_lazy("done", "不同意"),
    "approval.remind": pgettext_lazy("done", "催办审批"),
    "approval.return": pgettext_lazy("done", "退回"),
    "approval.set_up": pgettext_lazy("done", "启用默认审批规则"),
    "approval.simulate": pgettext_lazy("done", "试算审批规则"),
    "approval.take_back": pgettext_lazy("done", "收回审批委托"),
    "approval.withdraw": pgettext_lazy("done", "撤回送审"),
    "customer.correct": pgettext_lazy("done", "修改客户资料"),
    "customer.enter": pgettext_lazy("done", "新建客户"),
    "customer.hand_over": pgettext_lazy("done", "交接客户"),
    "day.end": pgettext_lazy("done", "收工"),
    "day.start": pgettext_lazy("done", "开工"),
    "dayplan.draft": pgettext_lazy("done", "生成拜访计划"),
    "dayplan.return": pgettext_lazy("done", "退回拜访计划"),
    "dayplan.sign": pgettext_lazy("done", "签核拜访计划"),
    "dayplan.submit": pgettext_lazy("done", "提交拜访计划"),
    "demo.build": pgettext_lazy("done", "生成演示公司"),
    "demo.history": pgettext_lazy("done", "生成演示数据"),
    "device.register": pgettext_lazy("done", "登记设备"),
    "device.revoke": pgettext_lazy("done", "停用设备"),
    "document.accepted": pgettext_lazy("done", "收下手机单据"),
    "document.refused": pgettext_lazy("done", "退回手机单据"),
    "file.store": pgettext_lazy("done", "收到照片"),
    "form.create": pgettext_lazy("done", "新建表单"),
    "form.draft": pgettext_lazy("done", "修改表单草稿"),
    "form.fill": pgettext_lazy("done", "填写表单"),
    "form.publish": pgettext_lazy("done", "发布表单"),
    "form.retire": pgettext_lazy("done", "停用或启用表单"),
    "import.company": pgettext_lazy("done", "导入公司"),
    "import.outlets": pgettext_lazy("done", "导入门店"),
    "import.skus": pgettext_lazy("done", "导入产品"),
    "job.cancel": pgettext_lazy("done", "取消后台任务"),
    "job.fail": pgettext_lazy("done", "后台任务失败"),
    "job.retry": pgettext_lazy("done", "重试后台任务"),
    "key_person.add": pgettext_lazy("done", "记下关键人"),
    "key_person.change": pgettext_lazy("done", "更新关键人"),
    "key_person.erase": pgettext_lazy("done", "删除个人信息"),
    "key_person.leave": pgettext_lazy("done", "关键人离开"),
    "import.passwords": pgettext_lazy("done", "发首次密码"),
    "import.undo": pgettext_lazy("done", "撤销导入"),
    "notices.choose": pgettext_lazy("done", "选择通知方式"),
    "savedview.default": pgettext_lazy("done", "设定默认视图"),
    "savedview.drop": pgettext_lazy("done", "删除视图"),
    "savedview.keep": pgettext_lazy("done", "保存视图"),
    "savedview.rename": pgettext_lazy("done", "视图改名"),
    "order.cancel": pgettext_lazy("done", "取消订单"),
    "order.deliver": pgettext_lazy("done", "送达订单"),
    "order.place": pgettext_lazy("done", "下订单"),
    "order.release": pgettext_lazy("done", "放行订单"),
    "person.appoint": pgettext_lazy("done", "任命"),
    "person.relieve": pgettext_lazy("done", "结束任职"),
    "private.view": pgettext_lazy("done", "查看私人资料"),
    "leave.ask": pgettext_lazy("done", "申请请假"),
    "leave.grant": pgettext_lazy("done", "准假"),
    "leave.refuse": pgettext_lazy("done", "不准假"),
    "leave.take_back": pgettext_lazy("done", "销假"),
    "leave.withdraw": pgettext_lazy("done", "撤回请假"),
    "list.export": pgettext_lazy("done", "导出列表"),
    "paper.take": pgettext_lazy("done", "导出单据"),
    "report.comment": pgettext_lazy("done", "批注日报"),
    "report.file": pgettext_lazy("done", "提交日报"),
    "report.sign": pgettext_lazy("done", "批示日报"),
    "robot.add": pgettext_lazy("done", "添加群机器人"),
    "robot.change": pgettext_lazy("done", "修改群机器人"),
    "robot.off": pgettext_lazy("done", "停用群机器人"),
    "robot.on": pgettext_lazy("done", "启用群机器人"),
    "target.approve": pgettext_lazy("done", "批准目标"),
    "target.draft": pgettext_lazy("done", "编制目标"),
    "target.submit": pgettext_lazy("done", "目标送审"),
    "token.issue": pgettext_lazy("done", "发放接口令牌"),
    "token.revoke": pgettext_lazy("done", "停用接口令牌"),
    "webhook.give_up": pgettext_lazy("done", "放弃推送"),
    "webhook.replay": pgettext_lazy("done", "重新推送"),
    "webhook.stop": pgettext_lazy("done", "停用推送订阅"),
    "webhook.subscribe": pgettext_lazy("done", "新建推送订阅"),
    "webhook.test": pgettext_lazy("done", "测试推送"),
    "visit.record": pgettext_lazy("done", "拜访"),
    "dayplan.bring": pgettext_lazy("done", "导入拜访计划"),
    "report.bring": pgettext_lazy("done", "导入日报"),
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
    "savedviews.savedview": pgettext_lazy("list", "视图"),
    "targets.targetversion": gettext_lazy("目标版本"),
    "visits.visit": gettext_lazy("拜访"),
}
FACTS: Mapping[str, Text] = {
    "birthday": gettext_lazy("生日"),
    "default": gettext_lazy("默认"),
    "competitorseen": gettext_lazy("竞品"),
    "comment": gettext_lazy("批注"),
    "credit": gettext_lazy("信用条件"),
    "datum": gettext_lazy("坐标系"),
    "daymark": gettext_lazy("上下班"),
    "dayplan": gettext_lazy("拜访计划"),
    "dayreport": gettext_lazy("销售日报"),
    "decides": gettext_lazy("拍板"),
    "deputy": gettext_lazy("代理"),
    "decision": gettext_lazy("签核"),
    "delivery": gettext_lazy("送货"),
    "absent": gettext_lazy("休假"),
    "escalated": gettext_lazy("升级"),
    "forgotten": gettext_lazy("清理"),
    "hold": gettext_lazy("待审"),
    "key_person": gettext_lazy("关键人"),
    "muststockcheck": gettext_lazy("必备品检查"),
    "orderline": gettext_lazy("订单明细"),
    "orderproposal": gettext_lazy("建议订单"),
    "outlet": gettext_lazy("门店"),
    "over": gettext_lazy("覆盖了谁的修改"),
    "over_at": gettext_lazy("那次修改"),
    "phone": gettext_lazy("电话"),
    "plannedstop": gettext_lazy("计划客户"),
    "question": gettext_lazy("题目"),
    "release": gettext_lazy("放行"),
    "reminded": gettext_lazy("催办"),
    "role": gettext_lazy("角色"),
    "seed": gettext_lazy("随机种子"),
    "sent": gettext_lazy("已发出"),
    "sku": gettext_lazy("产品"),
    "status": gettext_lazy("状态"),
    "stepdone": gettext_lazy("拜访步骤"),
    "stockcount": gettext_lazy("盘点"),
    "stop": gettext_lazy("止"),
    "username": gettext_lazy("账号"),
    "visit": gettext_lazy("拜访"),
    "year": gettext_lazy("年度"),
    "carriers": gettext_lazy("排队记录"),
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
    "family": gettext_lazy("家庭"),
    "file": gettext_lazy("文件"),
    "files": gettext_lazy("文件数"),
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
    "book": gettext_lazy("规则"),
    "held": gettext_lazy("待审"),
    "groups": gettext_lazy("通知类型"),
    "imported": gettext_lazy("导入自"),
    "interests": gettext_lazy("兴趣"),
    "jobs": gettext_lazy("后台任务"),
    "key": gettext_lazy("代码"),
    "kind": gettext_lazy("类型"),
    "lines": gettext_lazy("明细行"),
    "name": gettext_lazy("名称"),
    "number": gettext_lazy("编号"),
    "note": gettext_lazy("备注"),
    "on": gettext_lazy("日期"),
    "order": gettext_lazy("订单"),
    "outcome": gettext_lazy("结果"),
    "person": gettext_lazy("人员"),
    "pairs": gettext_lazy("可能重复"),
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
    "signed_by": gettext_lazy("签核人"),
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
    "type": gettext_lazy("类型"),
    "version": gettext_lazy("版本"),
    "until": gettext_lazy("到期"),
    "url": gettext_lazy("网址"),
    "verbs": gettext_lazy("动作"),
    "words": gettext_lazy("意见"),
    "worked": gettext_lazy("上班"),
}


# what narrows every list
ASKED: Mapping[str, Text] = {
    "period": gettext_lazy("期间"),
    "q": gettext_lazy("查找"),
    "sort": gettext_lazy("排序"),
    "unit": gettext_lazy("单位"),
}
# of the facts that are one of a few: key → what people call it
CHOICES: Mapping[str, Mapping[str, Any]] = {
    "groups": dict(Group.choices),
    "list": {
        key: place.title
        for section in SECTIONS
        for place in section.places
        for key in (place.name, place.name.replace("_", "-"))
    },
    "vendor": dict(Robot.Vendor.choices),
}


def verb_name(verb: str) -> Text:
    return VERBS.get(verb, verb)


def in_words(facts: Mapping[str, Any]) -> str:
    """`编号：O-TX1-261123-001；明细行：3`; what is empty is left out."""
    facts = {key: _named(value) if key == "fields" else value for key, value in _exported(facts).items()}
    said = ((key, value) for key, value in facts.items() if value not in (None, "", [], {}))
    return clauses(labelled(FACTS.get(key, key), _fact(_chosen(key, value))) for key, value in said)


def _exported(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Of a list that was taken away, its columns and what narrowed it by the names that they have on the page."""
    titles = TITLES.get(str(facts.get("list")), {})
    if not titles or not isinstance(facts.get("columns"), list):
        return facts
    narrowed = facts.get("filters") or {}
    return {
        **facts,
        "columns": [str(titles.get(key, key)) for key in facts["columns"]],
        "filters": {str(titles.get(key, ASKED.get(key, key))): value for key, value in narrowed.items()},
    }


def _chosen(key: str, value: Any) -> Any:
    """What people call a choice that stands in a fact by its key."""
    names = CHOICES.get(key, {})
    if isinstance(value, list):
        return [str(names.get(one, one)) for one in value] if names else value
    return names.get(value, value) if isinstance(value, str) else value


def _named(fields: Any) -> Any:
    """Names of fields in words: what of a person was looked at."""
    return [str(FACTS.get(name, name)) for name in fields] if isinstance(fields, list) else fields


def _fact(value: Any) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, dict):
        said = [f"{FACTS.get(key, key)} {_fact(one)}" for key, one in value.items()]
        return listed(said[:MANY]) + ("…" if len(said) > MANY else "")
    if isinstance(value, list):
        return listed(map(_fact, value[:MANY])) + ("…" if len(value) > MANY else "")
    return str(value)
