"""What each kind of job is called."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NAMES: dict[str, str | Promise] = {
    "approvals.press": _("审批催办与升级"),
    "approvals.simulate": _("试算审批规则"),
    "imports.run": _("导入表格"),
    "imports.forget": _("清理过期的导入表格"),
    "export.forget": _("清理过期的导出文件"),
    "export.make": _("导出"),
    "api.forget": _("清理过期的接口请求记录"),
    "attempts.forget": _("清理一年前的登录记录"),
    "webhooks.send": _("推送给外部系统"),
    "jobs.clean": _("清理过期任务"),
    "notices.digest": _("每日通知摘要"),
    "notices.digest_one": _("发送通知摘要"),
    "notices.email": _("发送通知邮件"),
    "notices.post": _("发送群消息"),
    "journal.seal": _("封存操作日志"),
    "journal.verify": _("校验操作日志"),
}


def kind_name(kind: str) -> str | Promise:
    return NAMES.get(kind, kind)
