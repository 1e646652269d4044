"""What the house decides while allauth lets someone in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tonglu.base.accounts.models import Account, Attempt
from tonglu.base.journal.models import record
from tonglu.base.secrets import Kept, seal, unseal
from tonglu.directory.org.models import Company, Person
from tonglu.web import clock
from tonglu.web.login.known import browser_of, remember


class Door(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Passwords: every try is noted; five wrong ones shut the name, from there, for a quarter of an hour."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": gettext_lazy("用户名或密码不对；没有登录。忘记密码请找管理员重设。"),
        "too_many_login_attempts": gettext_lazy("试得太多了；请过几分钟再试。"),
        "incorrect_password": gettext_lazy("密码不对"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People are entered by the administrator; nobody signs himself up."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        username = credentials.get("username", "")
        until = Attempt.locked_until(
            username=username,
            at=clock.now(),
            address=address_of(request),
            browser=browser_of(request, username=username),
        )
        if until:
            text = _("密码连续输错多次，已锁定到 {time}；急用请找管理员解锁。").format(
                time=_time_of_day(until)
            )
            raise ValidationError(text, code="locked")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        _note(Attempt.Outcome.FAILED, request, credentials.get("username", ""))

    def login(self, request: HttpRequest, user: Account) -> None:
        """Past the last step, the second factor too."""
        super().login(request, user)
        note_entry(request, user)

    def post_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse:
        """The browser is known for this account from now on."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        remember(request, response, username=user.username)
        return response

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """allauth's chatter (logged in as …) is left out: the page that follows shows it."""


class Gatehouse(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Work chats: they open only an account that its owner connected; none is made from an identity."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def get_app(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        """A chat that is not set up has no door."""
        try:
            return super().get_app(request, provider, client_id)
        except SocialApp.DoesNotExist:
            raise Http404 from None

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if sociallogin.is_existing or request.user.is_authenticated:
            return
        text = _("这个身份还没有绑定账号。请先用密码登录，再到“账号与安全”里绑定。")
        messages.error(request, text)
        raise ImmediateHttpResponse(redirect("login"))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        """Whatever went wrong over there: say it at our own door instead of on a page of allauth's."""
        messages.error(
            request,
            _("没能从{name}登录；没有登录。请再试一次，或用密码登录。").format(name=called(provider.id)),
        )
        raise ImmediateHttpResponse(redirect("security" if request.user.is_authenticated else "login"))

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        """Called once an identity was bound, which is when the journal learns of it."""
        person, facts = _who(request), {"provider": socialaccount.provider, "uid": socialaccount.uid}
        record(verb="account.connect", obj=person, by=person.account, at=clock.now(), facts=facts)
        return reverse("security")


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    """TOTP: which company and whose account an authenticator app shows."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("验证码不对；请看手机上当前的 6 位数字。"),
    }

    def get_totp_label(self, user: Account) -> str:
        return user.username

    def encrypt(self, text: str) -> str:
        """Secrets of authenticators do not lie in the database as they are."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)


def kept_by_authenticators() -> Iterator[Kept]:
    """What is sealed in second factors: it lies inside the JSON of allauth's own table."""
    for row in Authenticator.objects.all():
        for name in ("secret", "seed"):
            if sealed := row.data.get(name):

                def replace(text: str, row: Any = row, name: str = name) -> None:
                    row.data[name] = text
                    row.save(update_fields=["data"])

                yield Kept(f"mfa.authenticator.{name}", sealed, replace)


def note_entry(request: HttpRequest, account: Account) -> None:
    """Somebody got in: failures before it count no more."""
    _note(Attempt.Outcome.ENTERED, request, account.username)


def _note(outcome: Attempt.Outcome, request: HttpRequest, username: str) -> None:
    browser = browser_of(request, username=username)
    Attempt.note(outcome, username=username, at=clock.now(), address=address_of(request), browser=browser)


NAMES = {"feishu": gettext_lazy("飞书"), "dingtalk": gettext_lazy("钉钉"), "wecom": gettext_lazy("企业微信")}


def called(provider: str) -> str:
    """What people call that work chat."""
    return str(NAMES[provider])


def _who(request: HttpRequest) -> Person:
    person: Person = request.person  # type: ignore[attr-defined]  # the middleware's
    return person


def address_of(request: HttpRequest) -> str | None:
    """Where a request came from, as far as we can tell."""
    return request.META.get("REMOTE_ADDR") or None


def _time_of_day(at: datetime) -> str:
    company = Company.objects.first()
    return f"{at.astimezone(company.zone if company else None):%H:%M}"
