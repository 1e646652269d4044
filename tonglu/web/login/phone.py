"""Logging in from the phone app: the same lock-out and second factor as in the office, in one request."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tonglu.base.accounts.models import Account
from tonglu.base.errors import Refused
from tonglu.directory.org.models import Person
from tonglu.web import clock
from tonglu.web.login.adapter import note_entry


def entering(request: HttpRequest, *, username: str, password: str, code: str) -> Person:
    """Who that is. Raises Refused: `bad_login`, `locked`, `code_needed`, `no_post`, or `choose_password` for a
    given one."""
    try:
        account = get_adapter(request).authenticate(request, username=username, password=password)
    except ValidationError as locked:
        raise Refused(locked.message, code="locked") from locked
    person = Person.objects.filter(account=account).first() if account else None
    if account is None or person is None or not account.is_active:
        raise Refused(_("账号或密码不对"), code="bad_login")
    if account.must_change_password:
        raise Refused(_("这是办公室给的密码；请先在办公端登录，设自己的密码"), code="choose_password")
    _check_code(request, account, code.strip())
    if person.position(on=clock.today()) is None:
        raise Refused(_("{name} 目前没有岗位，不能登录；请联系管理员"), name=person.name, code="no_post")
    note_entry(request, account)
    return person


def _check_code(request: HttpRequest, account: Account, code: str) -> None:
    """The second factor, for one who has it: a code of the authenticator, or one of the recovery codes."""
    factors = list(Authenticator.objects.filter(user=account))
    if not any(factor.type == Authenticator.Type.TOTP for factor in factors):
        return
    if not code:
        raise Refused(_("请输入身份验证器上的验证码"), code="code_needed")
    if not ratelimit.consume(request, action="login_failed", key=f"phone-code-{account.pk}"):
        raise Refused(_("验证码试得太多了；请过几分钟再试"), code="code_needed")
    if not any(factor.wrap().validate_code(code) for factor in factors):
        raise Refused(_("验证码不对；请看身份验证器上当前的 6 位数字"), code="code_needed")
