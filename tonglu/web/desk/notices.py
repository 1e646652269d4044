"""What one was told: unread first; opening a notice reads it and leads to what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Case, Value, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_GET

from tonglu.directory.notices.kinds import Group
from tonglu.directory.notices.models import Notice, NoticeQuerySet
from tonglu.directory.org.scope import Scope
from tonglu.web import clock
from tonglu.web.desk.acts import DeskRequest, act, ticked
from tonglu.web.desk.columns import Column
from tonglu.web.desk.listing import Bulk, Filter, Listing

LISTING = Listing(
    name="notices",
    href=lambda notice: reverse("notice", args=[notice.pk]),
    columns=[
        Column("title", gettext_lazy("通知"), lambda n: n.title, kind="wide"),
        Column("body", gettext_lazy("内容"), lambda n: n.body, kind="wide"),
        Column(
            "unread",
            gettext_lazy("状态"),
            lambda n: (_("未读"), "info") if n.read_at is None else (_("已读"), ""),
            kind="tone",
            sort="is_unread",
        ),
        Column("group", gettext_lazy("类型"), lambda n: n.get_group_display(), sort="group"),
        Column("at", gettext_lazy("时间"), lambda n: n.at, kind="moment", sort="at"),
    ],
    filters=[
        Filter(
            "state",
            gettext_lazy("状态"),
            lambda: [("unread", gettext_lazy("未读"))],
            lambda rows, _state: rows.filter(read_at=None),
        ),
        Filter(
            "group", gettext_lazy("类型"), lambda: Group.choices, lambda rows, group: rows.filter(group=group)
        ),
    ],
    order="-unread",
    bulk=[Bulk("notices_read", gettext_lazy("标为已读"))],
    empty=gettext_lazy("还没有通知"),
    empty_hint=gettext_lazy("计划、日报、订单有了回音，会在这里告诉您。"),
)


def mine(request: DeskRequest) -> NoticeQuerySet:
    return Notice.objects.visible_to(request.scope)


def notices(request: DeskRequest) -> HttpResponse:
    unread = Case(When(read_at=None, then=Value(1)), default=Value(0))
    context = {
        "title": pgettext("page", "通知"),
        "heading": _("有什么事要知道？"),
        "unread": mine(request).unread().count(),
    }
    return LISTING.respond(
        request, mine(request).annotate(is_unread=unread), template="notices.html", context=context
    )


@require_GET
def notice(request: DeskRequest, pk: int) -> HttpResponse:
    """Reads it, and goes where it leads."""
    found = get_object_or_404(mine(request), pk=pk)
    Notice.objects.filter(pk=found.pk).read(at=clock.now())
    return redirect(found.link)


@act
def read(request: DeskRequest) -> str:
    chosen = ticked(request, Notice._meta.pk)
    return _told(mine(request).filter(pk__in=chosen).read(at=clock.now()))


@act
def read_all(request: DeskRequest) -> str:
    return _told(mine(request).read(at=clock.now()))


def _told(count: int) -> str:
    if not count:
        return _("没有未读的通知")
    return ngettext("{n} 条通知已读", "{n} 条通知已读", count).format(n=count)


@dataclass
class Bell:
    """The bell in the bar: how many unread notices it shows, counted when the page asks."""

    scope: Scope

    @cached_property
    def unread(self) -> int:
        return Notice.objects.visible_to(self.scope).on_the_bell().count()
