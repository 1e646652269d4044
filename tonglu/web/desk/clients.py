"""Tokens of other programs: who lets which client do what, until when, and when it was last there."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from tonglu.base.errors import Refused
from tonglu.directory.clients.models import LONGEST, Right, Token
from tonglu.directory.org.models import Company
from tonglu.web import clock
from tonglu.web.api.auth import offered
from tonglu.web.desk.acts import DeskRequest, act
from tonglu.web.desk.columns import Column
from tonglu.web.desk.journal import history
from tonglu.web.desk.listing import Filter, Listing
from tonglu.web.viewing import viewing

A_YEAR = timedelta(days=365)


def state_of(token: Token) -> tuple[str, str]:
    if token.revoked_at:
        return (_("已停用"), "bad")
    return (_("已过期"), "warn") if token.expires_at <= clock.now() else (_("使用中"), "good")


LISTING = Listing(
    name="tokens",
    href=lambda token: reverse("token", args=[token.pk]),
    columns=[
        Column("client", gettext_lazy("系统"), lambda t: t.client, kind="wide", sort="client"),
        Column("person", gettext_lazy("代表谁"), lambda t: t.person.name, sort="person__code"),
        Column("rights", gettext_lazy("权限"), lambda t: len(t.rights), kind="count"),
        Column("hint", gettext_lazy("令牌开头"), lambda t: f"{t.hint}…"),
        Column("issued", gettext_lazy("发放时间"), lambda t: t.issued_at, kind="moment", sort="issued_at"),
        Column("used", gettext_lazy("最近使用"), lambda t: t.used_at, kind="moment", sort="used_at"),
        Column("expires", gettext_lazy("到期"), lambda t: t.expires_at, kind="moment", sort="expires_at"),
        Column("state", gettext_lazy("状态"), state_of, kind="tone"),
    ],
    filters=[
        Filter(
            "state",
            gettext_lazy("状态"),
            lambda: [("used", gettext_lazy("使用中")), ("ended", gettext_lazy("已失效"))],
            lambda rows, state: (
                rows.usable(at=clock.now())
                if state == "used"
                else rows.exclude(pk__in=rows.usable(at=clock.now()))
            ),
        )
    ],
    search=("client", "person__name", "person__search", "hint"),
    search_hint=gettext_lazy("系统、人员、令牌开头"),
    order="-issued",
    empty=gettext_lazy("还没有发过令牌"),
    empty_hint=gettext_lazy("ERP、BI 等系统凭令牌经接口读写数据；它能看到的，就是代表的那个人能看到的。"),
)


def tokens(request: DeskRequest) -> HttpResponse:
    rows = Token.objects.visible_to(request.scope).select_related("person")
    context = {
        "title": pgettext("page", "接口令牌"),
        "heading": _("哪些系统在代谁读写数据？"),
        "subheading": _("令牌能看到的行，就是它代表的人能看到的行"),
    }
    return LISTING.respond(request, rows, template="clients/tokens.html", context=context)


def token(request: DeskRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    return render(request, "clients/token.html", _record(found))


def new_token(request: DeskRequest) -> HttpResponse:
    """The form; sent, the token's text is shown, this once and on no other page."""
    said, error = request.POST, ""
    if request.method == "POST":
        try:
            made, text = Token.issue(
                person=request.person,
                client=said.get("client", ""),
                rights=[r for r in said.getlist("right") if r in offered(request.scope.roles)],
                expires_at=_end_of(said.get("until", "")),
                at=clock.now(),
            )
        except Refused as refused:
            error = refused.reason
        else:
            response = render(request, "clients/token.html", {**_record(made), "text": text})
            response.headers["Cache-Control"] = "no-store"
            return response
    context = {
        "title": _("发放令牌"),
        "crumbs": _crumbs(),
        "error": error,
        "client": said.get("client", ""),
        "until": said.get("until") or f"{viewing().today + A_YEAR:%Y-%m-%d}",
        "latest": f"{viewing().today + LONGEST - timedelta(days=1):%Y-%m-%d}",
        "rights": [
            (r.value, r.label, r.value in said.getlist("right")) for r in offered(request.scope.roles)
        ],
    }
    return render(request, "clients/new_token.html", context)


@act
def revoke_token(request: DeskRequest, pk: int) -> str:
    found = _found(request, pk)
    found.revoke(by=request.user, at=clock.now())
    return _("{client} 的令牌已停用，从现在起什么也打不开").format(client=found.client)


def _found(request: DeskRequest, pk: int) -> Token:
    return get_object_or_404(Token.objects.visible_to(request.scope).select_related("person"), pk=pk)


def _record(found: Token) -> dict[str, object]:
    return {
        "title": found.client,
        "crumbs": _crumbs(),
        "token": found,
        "state": state_of(found),
        "ended": not Token.objects.usable(at=clock.now()).filter(pk=found.pk).exists(),
        "rights": [Right(right) for right in found.rights],
        "history": history(found),
    }


def _crumbs() -> list[tuple[str, str]]:
    return [(reverse("tokens"), pgettext("page", "接口令牌"))]


def _end_of(written: str) -> datetime:
    """The last moment of a day by the company's clock. Raises Refused for what is no day."""
    try:
        day = date.fromisoformat(written)
        return datetime.combine(day, time(23, 59, 59), tzinfo=Company.current().zone)
    except (ValueError, OverflowError) as error:
        raise Refused(_("到期日写作 2027-12-31"), code="bad_expiry") from error
