"""Phones: which are in use, what they sent, and ending one that was lost."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from tonglu.base.errors import Refused
from tonglu.directory.devices.models import Device, PhoneDocument
from tonglu.web import clock
from tonglu.web.desk.acts import DeskRequest, act
from tonglu.web.desk.columns import Column
from tonglu.web.desk.journal import history
from tonglu.web.desk.listing import Filter, Listing

LATEST = 50


def state_of(device: Device) -> tuple[str, str]:
    if device.revoked_at:
        return (_("已停用"), "bad")
    return (_("已过期"), "warn") if device.expires_at <= clock.now() else (_("使用中"), "good")


LISTING = Listing(
    name="devices",
    href=lambda device: reverse("device", args=[device.pk]),
    columns=[
        Column("person", gettext_lazy("人员"), lambda d: d.person.name, sort="person__code"),
        Column("name", gettext_lazy("设备"), lambda d: d.name, kind="wide", sort="name"),
        Column(
            "registered", gettext_lazy("登记"), lambda d: d.registered_at, kind="moment", sort="registered_at"
        ),
        Column("seen", gettext_lazy("最近联系"), lambda d: d.seen_at, kind="moment", sort="seen_at"),
        Column("expires", gettext_lazy("到期"), lambda d: d.expires_at, kind="moment", sort="expires_at"),
        Column("documents", gettext_lazy("单据"), lambda d: d.n, kind="count", sort="n"),
        Column("refused", gettext_lazy("退回"), lambda d: d.refused, kind="count", sort="refused"),
        Column("state", gettext_lazy("状态"), state_of, kind="tone"),
    ],
    filters=[
        Filter(
            "state",
            gettext_lazy("状态"),
            lambda: [("used", gettext_lazy("使用中")), ("revoked", gettext_lazy("已停用"))],
            lambda rows, state: rows.filter(revoked_at__isnull=state == "used"),
        )
    ],
    search=("person__name", "person__search", "person__code", "name"),
    search_hint=gettext_lazy("人员、设备名"),
    order="-seen",
    empty=gettext_lazy("还没有手机登录过"),
    empty_hint=gettext_lazy("业务员在手机上打开 /phone/ 登录，设备就登记在这里。"),
)


def devices(request: DeskRequest) -> HttpResponse:
    rows = Device.objects.visible_to(request.scope).select_related("person")
    sent = Count("documents")
    refused = Count("documents", filter=Q(documents__outcome=PhoneDocument.Outcome.REFUSED))
    context = {
        "title": pgettext("page", "设备"),
        "heading": _("哪些手机在用？"),
        "subheading": _("丢了的手机请停用：它下次联网时清空数据"),
    }
    return LISTING.respond(request, rows.annotate(n=sent, refused=refused), context=context)


def device(request: DeskRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Device.objects.visible_to(request.scope).select_related("person"), pk=pk)
    context = {
        "title": found.name,
        "crumbs": [(reverse("devices"), pgettext("page", "设备"))],
        "device": found,
        "state": state_of(found),
        "documents": found.documents.order_by("-received_at")[:LATEST],
        "history": history(found),
    }
    return render(request, "device.html", context)


@act
def revoke(request: DeskRequest, pk: int) -> str:
    found = get_object_or_404(Device.objects.visible_to(request.scope).select_related("person"), pk=pk)
    if found.revoked_at:
        raise Refused(_("{name} 已经停用"), name=found.name)
    found.revoke(by=request.user, at=clock.now())
    return _("已停用 {name}；它下次联网时清空数据").format(name=found.name)
