"""Every address of the house, a file for each room. Pages name the roles that they are for; `tonglu.web.access` holds the rules."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from tonglu.web.api.api import api as public
from tonglu.web.desk import account, health
from tonglu.web.login.doors import DOORS
from tonglu.web.phone import app
from tonglu.web.phone.api import api
from tonglu.web.urls import action, approvals, customer, exchange, office, people, plan, result, today, trade

handler403 = "tonglu.web.desk.errors.denied"
handler404 = "tonglu.web.desk.errors.missing"
handler500 = "tonglu.web.desk.errors.broken"

ROOMS = [today, approvals, plan, action, customer, trade, result, people, office, exchange]

urlpatterns: list[URLPattern | URLResolver] = [
    path("login", account.Login.as_view(), name="login"),
    path("logout", account.Logout.as_view(), name="logout"),
    *DOORS,
    path("language", account.language, name="language"),
    path("healthz", health.healthz, name="healthz"),
    *[page for room in ROOMS for page in room.PAGES],
    path("api/v1/", public.urls),
    path("phone/api/", api.urls),
    path("phone/", app.app, name="phone_app"),
    path("phone/<path:path>", app.app, name="phone_file"),
]
