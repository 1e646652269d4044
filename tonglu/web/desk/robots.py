"""Robots in group chats: which unit's, what each posts, and whether it arrived."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from tonglu.base.errors import Refused
from tonglu.base.sentences import listed
from tonglu.directory.notices.kinds import Group
from tonglu.directory.notices.models import Dispatch, Post, Robot
from tonglu.directory.notices.notify import ask_to_post
from tonglu.directory.org.models import Unit
from tonglu.web import clock
from tonglu.web.desk.acts import DeskRequest, act
from tonglu.web.desk.columns import Column
from tonglu.web.desk.journal import history
from tonglu.web.desk.listing import Listing

LATEST = 30


def groups_shown(robot: Robot) -> str:
    return listed(str(Group(group).label) for group in robot.groups)


def state_of(robot: Robot) -> tuple[str, str]:
    return (_("使用中"), "good") if robot.is_on else (_("已停用"), "")


LISTING = Listing(
    name="robots",
    href=lambda robot: reverse("robot", args=[robot.pk]),
    columns=[
        Column("name", gettext_lazy("机器人"), lambda r: r.name, sort="name"),
        Column("vendor", gettext_lazy("平台"), lambda r: r.get_vendor_display(), sort="vendor"),
        Column("unit", gettext_lazy("单位"), lambda r: r.unit.name, sort="unit__path"),
        Column("groups", gettext_lazy("发哪些通知"), groups_shown, kind="wide"),
        Column("address", gettext_lazy("地址"), lambda r: r.address_shown),
        Column("state", gettext_lazy("状态"), state_of, kind="tone", sort="is_on"),
    ],
    order="unit",
    empty=gettext_lazy("还没有群机器人"),
    empty_hint=gettext_lazy(
        "在企业微信、钉钉或飞书的群里添加自定义机器人，把地址和密钥填到这里，群里就收得到通知。"
    ),
)


def robots(request: DeskRequest) -> HttpResponse:
    rows = Robot.objects.visible_to(request.scope).select_related("unit")
    context = {
        "title": pgettext("page", "群机器人"),
        "heading": _("哪些群收得到通知？"),
    }
    return LISTING.respond(request, rows, template="robots.html", context=context)


def robot_new(request: DeskRequest) -> HttpResponse:
    """The form of a new robot, and its storing."""
    made = Robot(vendor=Robot.Vendor.WECOM, groups=[Group.ORDERS.value])
    if request.method == "POST" and _stored(request, made):
        return redirect("robot", made.pk)
    context = {"title": pgettext("page", "新的群机器人"), "crumbs": _crumbs(), **_form(request, made)}
    return render(request, "robot.html", context)


def robot(request: DeskRequest, pk: int) -> HttpResponse:
    """A robot's form, and what it posted."""
    found = _robot(request, pk)
    if request.method == "POST" and _stored(request, found):
        return redirect("robot", pk)
    posts = Post.objects.filter(robot=found).prefetch_related("dispatches")[:LATEST]
    context = {
        "title": found.name,
        "crumbs": _crumbs(),
        "state": state_of(found),
        "posts": [(post, _outcome(post)) for post in posts],
        "history": history(found),
        **_form(request, found),
    }
    return render(request, "robot.html", context)


def _crumbs() -> list[tuple[str, str]]:
    return [(reverse("robots"), pgettext("page", "群机器人"))]


def _robot(request: DeskRequest, pk: int) -> Robot:
    return get_object_or_404(Robot.objects.visible_to(request.scope).select_related("unit"), pk=pk)


def _form(request: DeskRequest, shown: Robot) -> dict[str, Any]:
    return {
        "robot": shown,
        "units": Unit.objects.visible_to(request.scope),
        "vendors": Robot.Vendor.choices,
        "groups": Group.choices,
    }


def _stored(request: DeskRequest, wanted: Robot) -> bool:
    """Takes the form over; an empty address or secret leaves the one that is there."""
    form = request.POST
    unit = Unit.objects.visible_to(request.scope).filter(pk=form.get("unit") or 0).first()
    wanted.name, wanted.vendor = form.get("name", "").strip(), form.get("vendor", "")
    wanted.url = form.get("url", "").strip() or wanted.url
    wanted.secret = form.get("secret", "").strip() or wanted.secret
    wanted.groups = form.getlist("groups")
    try:
        if unit is None or wanted.vendor not in Robot.Vendor.values:
            raise Refused(_("请选择单位和平台"))
        wanted.unit = unit
        wanted.set_up(by=request.user, at=clock.now())
    except Refused as refused:
        messages.error(request, refused.reason)
        return False
    messages.success(request, _("{name} 已保存；发一条测试看看通不通").format(name=wanted.name))
    return True


def _outcome(post: Post) -> tuple[str, str, str]:
    """What became of a post: word, tone, and what went wrong."""
    last: Dispatch | None = next(iter(post.dispatches.all()), None)
    if last is None:
        return (_("排队中"), "info", "")
    sent = last.outcome == Dispatch.Outcome.SENT
    return (last.get_outcome_display(), "good" if sent else "bad", last.error)


@act
def robot_test(request: DeskRequest, pk: int) -> str:
    found = _robot(request, pk)
    if not found.is_on:
        raise Refused(_("{name} 停用着；先启用再测试"), name=found.name)
    facts = {"by": request.person.name, "name": found.name}
    post = Post(robot=found, kind="robot.test", facts=facts, link=f"/robots/{found.pk}", at=clock.now())
    ask_to_post(post=post)
    return _("测试消息已交给后台发送；过几秒刷新，看发送记录")


@act
def robot_switch(request: DeskRequest, pk: int) -> str:
    found = _robot(request, pk)
    found.switch(on=not found.is_on, by=request.user, at=clock.now())
    return (
        _("{name} 已启用").format(name=found.name)
        if found.is_on
        else _("{name} 已停用").format(name=found.name)
    )
