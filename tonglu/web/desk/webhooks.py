"""Webhooks: which programs are told of what, what was sent to each, and whether it arrived."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from tonglu.base.errors import Refused
from tonglu.directory.org.models import Role
from tonglu.directory.webhooks.models import Push, Subscription
from tonglu.web import clock
from tonglu.web.access import may
from tonglu.web.desk.acts import DeskRequest, act
from tonglu.web.desk.columns import Column, Text
from tonglu.web.desk.journal import history
from tonglu.web.desk.journal_words import verb_name
from tonglu.web.desk.listing import Filter, Listing

LATEST = 50
# families of verbs, what they are called, and the page whose door they stand behind
FAMILIES: Mapping[str, tuple[Text, str]] = {
    "order.*": (gettext_lazy("订单：下单、放行、送达、取消"), "order"),
    "visit.*": (gettext_lazy("拜访"), "visit"),
    "customer.*": (gettext_lazy("客户：新建、修改、交接"), "customer"),
    "dayplan.*": (gettext_lazy("拜访计划：提交、签核、退回"), "plan"),
    "report.*": (gettext_lazy("销售日报：提交、批注、批示"), "report"),
}
ALL = "*"
TONES = {"waiting": "info", "taken": "good", "given_up": "bad"}

LISTING = Listing(
    name="webhooks",
    href=lambda row: reverse("webhook", args=[row.pk]),
    columns=[
        Column("url", gettext_lazy("网址"), lambda s: s.url, kind="wide", sort="url"),
        Column("person", gettext_lazy("代表"), lambda s: s.person.name, sort="person__code"),
        Column("verbs", gettext_lazy("动作"), lambda s: " ".join(s.verbs)),
        Column("made", gettext_lazy("新建"), lambda s: s.made_at, kind="moment", sort="made_at"),
        Column("sent", gettext_lazy("送达"), lambda s: s.taken, kind="count", sort="taken"),
        Column("waiting", gettext_lazy("待推送"), lambda s: s.waiting, kind="count", sort="waiting"),
        Column("given_up", gettext_lazy("已放弃"), lambda s: s.given_up, kind="count", sort="given_up"),
        Column(
            "state",
            gettext_lazy("状态"),
            lambda s: (_("已停用"), "bad") if s.stopped_at else (_("使用中"), "good"),
            kind="tone",
        ),
    ],
    filters=[
        Filter(
            "state",
            gettext_lazy("状态"),
            lambda: [("used", gettext_lazy("使用中")), ("stopped", gettext_lazy("已停用"))],
            lambda rows, state: rows.filter(stopped_at__isnull=state == "used"),
        )
    ],
    search=("url", "person__name", "person__search"),
    search_hint=gettext_lazy("网址、人员"),
    order="-made",
    empty=gettext_lazy("还没有推送订阅"),
    empty_hint=gettext_lazy("ERP 等系统不必一遍遍来问：订单、拜访有了动静，这里签了名推给它。"),
)


def webhooks(request: DeskRequest) -> HttpResponse:
    counts = {state: Count("pushes", filter=Q(pushes__state=state)) for state in Push.State.values}
    rows = Subscription.objects.visible_to(request.scope).select_related("person").annotate(**counts)
    context = {
        "title": pgettext("page", "推送订阅"),
        "heading": _("有了动静，告诉哪些系统？"),
        "subheading": _("只推代表的那个人看得到的"),
    }
    return LISTING.respond(request, rows, template="clients/webhooks.html", context=context)


def webhook(request: DeskRequest, pk: int) -> HttpResponse:
    return render(request, "clients/webhook.html", _record(_found(request, pk)))


def new_webhook(request: DeskRequest) -> HttpResponse:
    """The form; sent, the secret is shown, this once and on no other page."""
    said, offered, error = request.POST, _offered(request), ""
    if request.method == "POST":
        try:
            made = Subscription.subscribe(
                person=request.person,
                url=said.get("url", "").strip(),
                verbs=[verb for verb in said.getlist("verb") if verb in offered],
                private=settings.WEBHOOKS_PRIVATE,
                at=clock.now(),
            )
        except Refused as refused:
            error = refused.reason
        else:
            response = render(
                request, "clients/webhook.html", {**_record(made), "secret": made.secret.open()}
            )
            response.headers["Cache-Control"] = "no-store"
            return response
    context = {
        "title": _("新建订阅"),
        "crumbs": _crumbs(),
        "error": error,
        "url": said.get("url", ""),
        "families": [(verb, name, verb in said.getlist("verb")) for verb, name in offered.items()],
    }
    return render(request, "clients/new_webhook.html", context)


@act
def try_webhook(request: DeskRequest, pk: int) -> str:
    _found(request, pk).try_out(by=request.user, at=clock.now())
    return _("测试已发出；结果在下面的推送里")


@act
def stop_webhook(request: DeskRequest, pk: int) -> str:
    _found(request, pk).stop(by=request.user, at=clock.now())
    return _("订阅已停用，不再推送")


@act
def replay_push(request: DeskRequest, pk: str) -> str:
    mine = Subscription.objects.visible_to(request.scope)
    push = get_object_or_404(Push.objects.select_related("subscription"), pk=pk, subscription__in=mine)
    push.replay(by=request.user, at=clock.now())
    return _("已重新推送")


def _offered(request: DeskRequest) -> dict[str, Text]:
    roles = request.scope.roles
    offered = {verb: name for verb, (name, page) in FAMILIES.items() if may(roles, page)}
    return {**offered, ALL: _("全部动作")} if Role.ADMINISTRATOR in roles else offered


def _found(request: DeskRequest, pk: int) -> Subscription:
    rows = Subscription.objects.visible_to(request.scope).select_related("person")
    return get_object_or_404(rows, pk=pk)


def _record(found: Subscription) -> dict[str, object]:
    pushes = found.pushes.select_related("entry").prefetch_related("attempts")[:LATEST]
    return {
        "title": found.url,
        "crumbs": _crumbs(),
        "subscription": found,
        "families": [FAMILIES[verb][0] if verb in FAMILIES else _("全部动作") for verb in found.verbs],
        "pushes": [_shown(push) for push in pushes],
        "history": history(found),
    }


def _shown(push: Push) -> dict[str, object]:
    attempts = list(push.attempts.all())
    return {
        "push": push,
        "verb": verb_name(push.entry.verb),
        "tone": TONES[push.state],
        "attempts": attempts,
        "last": attempts[-1] if attempts else None,
    }


def _crumbs() -> list[tuple[str, str]]:
    return [(reverse("webhooks"), pgettext("page", "推送订阅"))]
