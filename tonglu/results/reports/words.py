"""The words of the printed form."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Mark(TextChoices):
    """What was done at a call; ticked on the sheet."""

    GREET = "greet", _("招呼")
    EXPLAIN = "explain", _("说明")
    ORDER = "order", _("订货")
    REPAIR = "repair", _("修理")
    COMPLAINT = "complaint", _("抱怨处理")
    INSTALL = "install", _("安装")
    COLLECT = "collect", _("收款")


class Activity(TextChoices):
    """What the day's time was spent on 时间使用栏."""

    PREPARE = "prepare", _("访问准备")
    TRAVEL = "travel", _("交通")
    WAIT = "wait", _("等待")
    TALK = "talk", _("洽谈")
    INSTALL = "install", _("安装")
    WORK = "work", _("作业")


class FootKind(TextChoices):
    NEW = "new", _("新开户")
    EXISTING = "existing", _("原有户")
    TOTAL = "total", _("合计")
