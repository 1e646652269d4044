"""Logging in and out, and the language."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from allauth.socialaccount.adapter import get_adapter
from django.contrib.auth.views import LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tonglu.exchange.demo.logins import PASSWORD, one_of_each_role
from tonglu.web.desk.acts import back
from tonglu.web.login.adapter import called
from tonglu.web.viewing import viewing

LANGUAGES = {"zh-hans", "en"}
YEAR = 365 * 24 * 3600


class Login(LoginView):  # type: ignore[misc]  # allauth carries no types
    """By password, or through a work chat that is set up."""

    template_name = "login.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        demo = one_of_each_role() if viewing().company else []
        chats = [(p, called(p.id)) for p in get_adapter(self.request).list_providers(self.request)]
        return {**super().get_context_data(**kwargs), "demo": demo, "demo_password": PASSWORD, "chats": chats}


class Logout(LogoutView):
    http_method_names = ["post", "options"]


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speaks that language from now on: on every device of someone logged in, in this browser otherwise."""
    wanted = request.POST.get("language", "")
    response = redirect(back(request))
    if wanted in LANGUAGES:
        response.set_cookie("language", wanted, max_age=YEAR, samesite="Lax")
        if request.user.is_authenticated:
            request.user.speak(wanted)
    return response
