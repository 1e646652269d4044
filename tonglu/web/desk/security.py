"""Account and security 账号与安全: how one gets in, and what the office may do for one who is stuck."""

from __future__ import annotations

from typing import Any

from allauth.account.views import PasswordChangeView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import deactivate_totp
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tonglu.base.accounts.models import Account, Attempt
from tonglu.base.journal.models import record
from tonglu.directory.devices.models import Device
from tonglu.directory.org.models import Person
from tonglu.web import clock
from tonglu.web.desk.acts import DeskRequest, act
from tonglu.web.login.adapter import called

LATEST = 10
# marks in a user agent, the telling ones first: everyone calls himself Mozilla, most call themselves Safari too
BROWSERS = (
    ("wxwork", "企业微信"),
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("Lark", "飞书"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def security(request: DeskRequest) -> HttpResponse:
    """Everything by which I get in, and a way to end each."""
    connected = {one.provider: one for one in SocialAccount.objects.filter(user=request.user)}
    providers = get_adapter(request).list_providers(request)
    context = {
        "title": pgettext("page", "账号与安全"),
        "second_factor": has_second_factor(request.user),
        "chats": [(p, called(p.id), connected.get(p.id)) for p in providers],
        "phones": Device.objects.filter(person=request.person, revoked_at=None).order_by("-seen_at"),
        "sessions": [(s, browser(s.user_agent)) for s in UserSession.objects.purge_and_list(request.user)],
        "attempts": Attempt.objects.filter(username=request.user.username.lower())[:LATEST],
    }
    return render(request, "security.html", context)


def browser(agent: str) -> str:
    """What a person calls the browser of a user agent: `Chrome · Windows`; the agent's beginning if it is unknown."""
    name = next((called for mark, called in BROWSERS if mark in agent), "")
    system = next((called for mark, called in SYSTEMS if mark in agent), "")
    return " · ".join(part for part in (name, system) if part) or agent[:40]


def has_second_factor(account: Account) -> bool:
    return bool(Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists())


class Password(PasswordChangeView):  # type: ignore[misc]  # allauth carries no types
    """One chooses one's own; the other sessions end, this one stays."""

    success_url = reverse_lazy("security")

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        account = self.request.user
        account.must_change_password = False
        account.save(update_fields=["must_change_password"])
        record(verb="account.change_password", obj=self.request.person, by=account, at=clock.now())
        messages.success(self.request, _("密码已修改；其他设备上的登录已失效。"))
        return response


def end_second_factor(request: DeskRequest) -> HttpResponse:
    """allauth's page, for one who has something to end."""
    if not has_second_factor(request.user):
        return redirect("security")
    response: HttpResponse = deactivate_totp(request)
    return response


@act
def end_session(request: DeskRequest, pk: int) -> str:
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    session.end()
    return _("那个浏览器已退出登录")


@act
def drop_phone(request: DeskRequest, pk: int) -> str:
    phone = get_object_or_404(Device, pk=pk, person=request.person, revoked_at=None)
    phone.revoke(by=request.user, at=clock.now())
    return _("已停用 {name}；它下次联网时清空数据").format(name=phone.name)


@act
def drop_chat(request: DeskRequest, pk: int) -> str:
    chat = get_object_or_404(SocialAccount, pk=pk, user=request.user)
    name = called(chat.provider)
    record(verb="account.disconnect", obj=request.person, by=request.user, at=clock.now(), facts=_chat(chat))
    chat.delete()
    return _("已解绑{name}").format(name=name)


def _chat(chat: SocialAccount) -> dict[str, str]:
    return {"provider": chat.provider, "uid": chat.uid}


# --- what the administrator does for someone who cannot get in ---------------------------------------------------------


def give_password(request: DeskRequest, pk: int) -> HttpResponse:
    """A new password, shown on this page and nowhere else."""
    person = _mine(request, pk)
    if request.method != "POST":
        return redirect("person", pk=person.pk)
    password = person.give_password(by=request.user, at=clock.now())
    context = {"title": person.name, "found": person, "password": password}
    return render(request, "password_given.html", context)


@act
def unlock(request: DeskRequest, pk: int) -> str:
    person = _mine(request, pk)
    person.unlock(by=request.user, at=clock.now())
    return _("{name} 可以再登录了").format(name=person.name)


@act
def close_account(request: DeskRequest, pk: int) -> str:
    person = _mine(request, pk)
    person.close_account(by=request.user, at=clock.now())
    return _("{name} 的账号已停用：各处的登录退出，手机下次联网时清空数据").format(name=person.name)


@act
def reopen_account(request: DeskRequest, pk: int) -> str:
    person = _mine(request, pk)
    person.reopen_account(by=request.user, at=clock.now())
    return _("{name} 可以再登录了").format(name=person.name)


@act
def forget_second_factor(request: DeskRequest, pk: int) -> str:
    """For one whose phone is lost; he sets it up anew."""
    person = _mine(request, pk)
    Authenticator.objects.filter(user=person.login).delete()
    record(verb="account.forget_second_factor", obj=person, by=request.user, at=clock.now())
    return _("已取消 {name} 的两步验证；请他重新设置").format(name=person.name)


def _mine(request: DeskRequest, pk: int) -> Person:
    return get_object_or_404(Person.objects.kept_by(request.scope).select_related("account"), pk=pk)
