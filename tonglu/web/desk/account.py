"""Logging in and out, and the language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tonglu.base.dated import in_force
from tonglu.directory.org.models import Appointment, Role
from tonglu.exchange.demo.logins import PASSWORD
from tonglu.web.desk.acts import back
from tonglu.web.viewing import viewing

LANGUAGES = {"zh-hans", "en"}
YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class DemoAccount:
    role: str
    name: str
    username: str


class Login(LoginView):
    template_name = "login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        company = viewing().company
        demo = demo_accounts() if company and company.source == "demo" else []
        return {**super().get_context_data(**kwargs), "demo": demo, "demo_password": PASSWORD}


class Logout(LogoutView):
    http_method_names = ["post", "options"]


def demo_accounts() -> list[DemoAccount]:
    """One account of each role; only a demo company shows them."""
    held = Appointment.objects.filter(in_force(viewing().today), person__account__isnull=False)
    first: dict[str, DemoAccount] = {}
    for appointment in held.select_related("person__account", "position").order_by(
        "person__account__username"
    ):
        role, person = appointment.position.role, appointment.person
        first.setdefault(role, DemoAccount(str(Role(role).label), person.name, person.login.username))
    return [first[role] for role in Role.values if role in first]


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
