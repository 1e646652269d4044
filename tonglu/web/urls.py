"""Every address of the house. Pages name the roles that they are for; `tonglu.web.access` holds the rules."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from tonglu.web.access import ADMINISTRATION, EVERYONE, MASTER_DATA, SELLING, page
from tonglu.web.desk import account, customers, files, health, journal, search, today
from tonglu.web.phone import app
from tonglu.web.phone.api import api

handler403 = "tonglu.web.desk.errors.denied"
handler404 = "tonglu.web.desk.errors.missing"
handler500 = "tonglu.web.desk.errors.broken"

urlpatterns: list[URLPattern | URLResolver] = [
    path("login", account.Login.as_view(), name="login"),
    path("logout", account.Logout.as_view(), name="logout"),
    path("language", account.language, name="language"),
    path("healthz", health.healthz, name="healthz"),
    # 今日
    page("", today.today, name="today", roles=EVERYONE),
    page("search", search.search, name="search", roles=EVERYONE),
    page("files/<str:sha256>", files.photo, name="photo", roles=SELLING),
    # 客户
    page("customers", customers.customers, name="customers", roles=MASTER_DATA),
    page("customers/<int:pk>", customers.customer, name="customer", roles=MASTER_DATA),
    # 设置
    page("journal", journal.journal, name="journal", roles=ADMINISTRATION),
    # the phone
    path("phone/api/", api.urls),
    path("phone/", app.app, name="phone_app"),
    path("phone/<path:path>", app.app, name="phone_file"),
]
