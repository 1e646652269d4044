"""Every address of the house. Pages name the roles that they are for; `tonglu.web.access` holds the rules."""

from __future__ import annotations

from allauth.account.views import reauthenticate
from allauth.mfa.base.views import reauthenticate as reauthenticate_by_code
from allauth.mfa.recovery_codes.views import generate_recovery_codes, view_recovery_codes
from allauth.mfa.totp.views import activate_totp, deactivate_totp
from django.urls import URLPattern, URLResolver, path, register_converter

from tonglu.web.access import (
    ADMINISTRATION,
    CLOSING,
    EVERYONE,
    FIELD,
    LEADING,
    MASTER_DATA,
    MONEY_DESK,
    OFFICE,
    SELLING,
    TOP,
    page,
)
from tonglu.web.api.api import api as public
from tonglu.web.converters import Day
from tonglu.web.desk import (
    account,
    board,
    customers,
    devices,
    files,
    health,
    journal,
    metrics,
    orders,
    people,
    plans,
    reports,
    search,
    security,
    skus,
    targets,
    today,
    visits,
)
from tonglu.web.login.doors import DOORS
from tonglu.web.phone import app
from tonglu.web.phone.api import api

register_converter(Day, "day")

handler403 = "tonglu.web.desk.errors.denied"
handler404 = "tonglu.web.desk.errors.missing"
handler500 = "tonglu.web.desk.errors.broken"

urlpatterns: list[URLPattern | URLResolver] = [
    path("login", account.Login.as_view(), name="login"),
    path("logout", account.Logout.as_view(), name="logout"),
    *DOORS,
    path("language", account.language, name="language"),
    path("healthz", health.healthz, name="healthz"),
    # 今日
    page("", today.today, name="today", roles=EVERYONE),
    page("search", search.search, name="search", roles=EVERYONE),
    page("files/<str:sha256>", files.photo, name="photo", roles=SELLING),
    # 计划
    page("plans", plans.plans, name="plans", roles=FIELD),
    page("plans/<int:pk>", plans.plan, name="plan", roles=FIELD),
    page("plans/<int:pk>/decide", plans.decide, name="plan_decide", roles=LEADING),
    page("targets", targets.targets, name="targets", roles=SELLING),
    page("targets/<int:pk>", targets.target, name="target", roles=SELLING),
    page("targets/<int:pk>/approve", targets.approve, name="target_approve", roles=TOP),
    # 行动
    page("visits", visits.visits, name="visits", roles=SELLING),
    page("visits/<uuid:pk>", visits.visit, name="visit", roles=SELLING),
    page("reports", reports.reports, name="reports", roles=SELLING),
    page("reports/<str:code>/<day:day>", reports.report, name="report", roles=SELLING),
    page("reports/<str:code>/<day:day>.xlsx", reports.report_excel, name="report_excel", roles=SELLING),
    page("reports/<str:code>/<day:day>/file", reports.report_file, name="report_file", roles=FIELD),
    page(
        "reports/<str:code>/<day:day>/comment", reports.report_comment, name="report_comment", roles=LEADING
    ),
    page("reports/<str:code>/<day:day>/sign", reports.report_sign, name="report_sign", roles=LEADING),
    # 客户
    page("customers", customers.customers, name="customers", roles=MASTER_DATA),
    page("customers/<int:pk>", customers.customer, name="customer", roles=MASTER_DATA),
    # 交易
    page("orders", orders.orders, name="orders", roles=SELLING),
    page("orders/deliver", orders.deliver_many, name="orders_deliver", roles=MONEY_DESK),
    page("orders/number/<path:number>", orders.order_by_number, name="order_number", roles=SELLING),
    page("orders/<uuid:pk>", orders.order, name="order", roles=SELLING),
    page("orders/<uuid:pk>/release", orders.release, name="order_release", roles=LEADING),
    page("orders/<uuid:pk>/deliver", orders.deliver, name="order_deliver", roles=MONEY_DESK),
    page("orders/<uuid:pk>/cancel", orders.cancel, name="order_cancel", roles=CLOSING),
    # 结果
    page("board", board.show_board, name="board", roles=SELLING),
    page("metrics", metrics.metrics, name="metrics", roles=SELLING),
    page("metric/<slug:key>", metrics.metric, name="metric", roles=SELLING),
    # 设置
    page("skus", skus.skus, name="skus", roles=MASTER_DATA),
    page("skus/<int:pk>", skus.sku, name="sku", roles=MASTER_DATA),
    page("people", people.people, name="people", roles=OFFICE),
    page("people/<int:pk>", people.person, name="person", roles=OFFICE),
    page("devices", devices.devices, name="devices", roles=ADMINISTRATION),
    page("devices/<int:pk>", devices.device, name="device", roles=ADMINISTRATION),
    page("devices/<int:pk>/revoke", devices.revoke, name="device_revoke", roles=ADMINISTRATION),
    page("journal", journal.journal, name="journal", roles=ADMINISTRATION),
    # 我的
    page("me/security", security.security, name="security", roles=EVERYONE),
    page("me/password", security.Password.as_view(), name="account_change_password", roles=EVERYONE),
    page("me/second-factor", activate_totp, name="mfa_activate_totp", roles=EVERYONE),
    page("me/second-factor/end", deactivate_totp, name="mfa_deactivate_totp", roles=EVERYONE),
    page("me/recovery-codes", view_recovery_codes, name="mfa_view_recovery_codes", roles=EVERYONE),
    page(
        "me/recovery-codes/new", generate_recovery_codes, name="mfa_generate_recovery_codes", roles=EVERYONE
    ),
    page("me/confirm", reauthenticate, name="account_reauthenticate", roles=EVERYONE),
    page("me/confirm/code", reauthenticate_by_code, name="mfa_reauthenticate", roles=EVERYONE),
    page("me/sessions/<int:pk>/end", security.end_session, name="session_end", roles=EVERYONE),
    page("me/phones/<int:pk>/end", security.drop_phone, name="phone_end", roles=EVERYONE),
    page("me/chats/<int:pk>/end", security.drop_chat, name="chat_end", roles=EVERYONE),
    page("people/<int:pk>/password", security.give_password, name="person_password", roles=ADMINISTRATION),
    page("people/<int:pk>/unlock", security.unlock, name="person_unlock", roles=ADMINISTRATION),
    page(
        "people/<int:pk>/second-factor",
        security.forget_second_factor,
        name="person_second_factor",
        roles=ADMINISTRATION,
    ),
    # other programs
    path("api/v1/", public.urls),
    # the phone
    path("phone/api/", api.urls),
    path("phone/", app.app, name="phone_app"),
    path("phone/<path:path>", app.app, name="phone_file"),
]
