"""The addresses of logging in that allauth asks for by name; whatever it would show beyond them leads to our own pages."""

from __future__ import annotations

from allauth.account.views import account_inactive
from allauth.mfa.base.views import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path

from tonglu.web.desk.account import Login, Logout


def _at_the_door(request: HttpRequest) -> HttpResponse:
    return redirect("security" if request.user.is_authenticated else "login")


# names of allauth for pages that we do not have
ELSEWHERE = (
    "account_signup",
    "mfa_index",
    "usersessions_list",
    "socialaccount_connections",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "socialaccount_signup",
)

DOORS: list[URLPattern | URLResolver] = [
    path("login", Login.as_view(), name="account_login"),
    path("logout", Logout.as_view(), name="account_logout"),
    path("login/inactive", account_inactive, name="account_inactive"),
    path("login/code", authenticate, name="mfa_authenticate"),
    *(path(f"login/to/{name}", _at_the_door, name=name) for name in ELSEWHERE),
    path("login/with/", include("allauth.socialaccount.providers.feishu.urls")),
    path("login/with/", include("allauth.socialaccount.providers.dingtalk.urls")),
    path("login/with/", include("tonglu.web.login.wecom.urls")),
]
