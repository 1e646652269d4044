"""Every address of the house. Pages name the roles that they are for; `tonglu.web.access` holds the rules."""

from __future__ import annotations

from allauth.account.views import reauthenticate
from allauth.mfa.base.views import reauthenticate as reauthenticate_by_code
from allauth.mfa.recovery_codes.views import generate_recovery_codes, view_recovery_codes
from allauth.mfa.totp.views import activate_totp
from django.urls import URLPattern, URLResolver, path, register_converter

from tonglu.web.access import (
    ADMINISTRATION,
    CLOSING,
    CREDIT,
    DELIVERING,
    EVERYONE,
    FIELD,
    FIGURES,
    GRANTING,
    IMPORTING,
    LEADING,
    LOOKING_BACK,
    MASTER_DATA,
    OFFICE,
    ORDERS,
    RELATIONS,
    SELLING,
    SHELVES,
    TOP,
    page,
)
from tonglu.web.api.api import api as public
from tonglu.web.converters import Day, Paper
from tonglu.web.desk import (
    account,
    approvals,
    audit,
    board,
    calendar,
    credit,
    customers,
    delegations,
    devices,
    files,
    filled,
    form_fill,
    forms,
    health,
    import_page,
    imports,
    jobs,
    journal,
    key_people,
    leave,
    metrics,
    orders,
    people,
    plans,
    reports,
    rule_books,
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
register_converter(Paper, "paper")

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
    page("files/<str:sha256>", files.photo, name="photo", roles=SHELVES),
    page("approvals", approvals.approvals, name="approvals", roles=EVERYONE),
    page("approvals/bulk", approvals.approvals_bulk, name="approvals_bulk", roles=EVERYONE),
    page("approvals/rules", rule_books.rule_books, name="rule_books", roles=OFFICE),
    page("approvals/rules/set-up", rule_books.rule_set_up, name="rule_set_up", roles=TOP | ADMINISTRATION),
    page("approvals/rules/draft", rule_books.rule_draft, name="rule_draft", roles=OFFICE),
    page("approvals/rules/<int:pk>", rule_books.rule_book, name="rule_book", roles=OFFICE),
    page("approvals/rules/<int:pk>/edit", rule_books.rule_edit, name="rule_edit", roles=OFFICE),
    page("approvals/rules/<int:pk>/simulate", rule_books.rule_simulate, name="rule_simulate", roles=OFFICE),
    page("approvals/rules/<int:pk>/apply", rule_books.rule_apply, name="rule_apply", roles=OFFICE),
    page("approvals/delegations", delegations.delegations, name="delegations", roles=EVERYONE),
    page("approvals/delegations/give", delegations.delegation_give, name="delegation_give", roles=EVERYONE),
    page(
        "approvals/delegations/<int:pk>/take-back",
        delegations.delegation_take_back,
        name="delegation_take_back",
        roles=EVERYONE,
    ),
    page("approvals/<int:pk>", approvals.approval, name="approval", roles=EVERYONE),
    page("approvals/<int:pk>/answer", approvals.approval_answer, name="approval_answer", roles=EVERYONE),
    # 计划
    page("plans", plans.plans, name="plans", roles=FIELD),
    page("plans/<int:pk>", plans.plan, name="plan", roles=FIELD),
    page("plans/<int:pk>.<paper:form>", plans.plan_paper, name="plan_paper", roles=FIELD),
    page("plans/<int:pk>/decide", plans.decide, name="plan_decide", roles=LEADING),
    page("targets", targets.targets, name="targets", roles=SELLING),
    page("targets/<int:pk>", targets.target, name="target", roles=SELLING),
    page("targets/<int:pk>/submit", targets.submit, name="target_submit", roles=LEADING),
    page("targets/<int:pk>/approve", targets.approve, name="target_approve", roles=TOP),
    page("calendar", calendar.show_calendar, name="calendar", roles=EVERYONE),
    page("calendar/put", calendar.put, name="calendar_put", roles=ADMINISTRATION),
    page("calendar/<int:pk>/remove", calendar.remove, name="calendar_remove", roles=ADMINISTRATION),
    page("leave", leave.show_leave, name="leave", roles=EVERYONE),
    page("leave/ask", leave.ask, name="leave_ask", roles=EVERYONE),
    page("leave/grant", leave.grant, name="leave_grant", roles=OFFICE),
    page("leave/<int:pk>/withdraw", leave.withdraw, name="leave_withdraw", roles=EVERYONE),
    page("leave/<int:pk>/answer", leave.answer, name="leave_answer", roles=OFFICE),
    page("leave/<int:pk>/take-back", leave.take_back, name="leave_take_back", roles=OFFICE),
    # 行动
    page("visits", visits.visits, name="visits", roles=SHELVES),
    page("visits/<uuid:pk>", visits.visit, name="visit", roles=SHELVES),
    page("reports", reports.reports, name="reports", roles=SELLING),
    page("reports/print.<paper:form>", reports.reports_paper, name="reports_paper", roles=SELLING),
    page("reports/<str:code>/<day:day>", reports.report, name="report", roles=SELLING),
    page(
        "reports/<str:code>/<day:day>.<paper:form>", reports.report_paper, name="report_paper", roles=SELLING
    ),
    page("reports/<str:code>/<day:day>/file", reports.report_file, name="report_file", roles=FIELD),
    page(
        "reports/<str:code>/<day:day>/comment", reports.report_comment, name="report_comment", roles=LEADING
    ),
    page("reports/<str:code>/<day:day>/sign", reports.report_sign, name="report_sign", roles=LEADING),
    page("filled", filled.filled_forms, name="filled_forms", roles=MASTER_DATA),
    page("filled/<uuid:pk>", filled.filled_form, name="filled_form", roles=MASTER_DATA),
    page("filled/photo", form_fill.keep_photo, name="form_photo", roles=MASTER_DATA),
    page("filled/photo/<str:sha256>", files.form_picture, name="form_picture", roles=MASTER_DATA),
    # 客户
    page("customers", customers.customers, name="customers", roles=MASTER_DATA),
    page("customers/<int:pk>", customers.customer, name="customer", roles=MASTER_DATA),
    page("customers/<int:pk>/people", key_people.customer_people, name="customer_people", roles=MASTER_DATA),
    page("customers/<int:pk>/people/add", key_people.key_person_add, name="key_person_add", roles=RELATIONS),
    page("key-people/<int:pk>", key_people.key_person, name="key_person", roles=MASTER_DATA),
    page(
        "key-people/<int:pk>/change",
        key_people.key_person_change,
        name="key_person_change",
        roles=RELATIONS,
    ),
    page("key-people/<int:pk>/leave", key_people.key_person_leave, name="key_person_leave", roles=RELATIONS),
    page("key-people/<int:pk>/erase", key_people.key_person_erase, name="key_person_erase", roles=LEADING),
    page("customers/<int:pk>/credit", credit.customer_credit, name="customer_credit", roles=CREDIT),
    page("customers/<int:pk>/credit/grant", credit.credit_grant, name="credit_grant", roles=GRANTING),
    # 交易
    page("orders", orders.orders, name="orders", roles=ORDERS),
    page("orders/deliver", orders.deliver_many, name="orders_deliver", roles=DELIVERING),
    page("orders/number/<path:number>", orders.order_by_number, name="order_number", roles=ORDERS),
    page("orders/<uuid:pk>", orders.order, name="order", roles=ORDERS),
    page("orders/<uuid:pk>.<paper:form>", orders.order_paper, name="order_paper", roles=ORDERS),
    page("orders/<uuid:pk>/note.<paper:form>", orders.order_note, name="order_note", roles=ORDERS),
    page("orders/<uuid:pk>/release", orders.release, name="order_release", roles=LEADING),
    page("orders/<uuid:pk>/deliver", orders.deliver, name="order_deliver", roles=DELIVERING),
    page("orders/<uuid:pk>/cancel", orders.cancel, name="order_cancel", roles=CLOSING),
    # 结果
    page("board", board.show_board, name="board", roles=FIGURES),
    page("metrics", metrics.metrics, name="metrics", roles=FIGURES),
    page("metric/<slug:key>", metrics.metric, name="metric", roles=FIGURES),
    page("board.<paper:form>", board.board_paper, name="board_paper", roles=FIGURES),
    # 设置
    page("skus", skus.skus, name="skus", roles=MASTER_DATA),
    page("skus/<int:pk>", skus.sku, name="sku", roles=MASTER_DATA),
    page("forms", forms.forms, name="forms", roles=MASTER_DATA),
    page("forms/<slug:key>", forms.form, name="form", roles=MASTER_DATA),
    page("forms/<slug:key>/fill", form_fill.fill, name="form_fill", roles=MASTER_DATA),
    page("people", people.people, name="people", roles=OFFICE),
    page("people/<int:pk>", people.person, name="person", roles=OFFICE),
    page("devices", devices.devices, name="devices", roles=ADMINISTRATION),
    page("devices/<int:pk>", devices.device, name="device", roles=ADMINISTRATION),
    page("devices/<int:pk>/revoke", devices.revoke, name="device_revoke", roles=ADMINISTRATION),
    # 我的
    page("me/security", security.security, name="security", roles=EVERYONE),
    page("me/password", security.Password.as_view(), name="account_change_password", roles=EVERYONE),
    page("me/second-factor", activate_totp, name="mfa_activate_totp", roles=EVERYONE),
    page("me/second-factor/end", security.end_second_factor, name="mfa_deactivate_totp", roles=EVERYONE),
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
    page("jobs", jobs.jobs, name="jobs", roles=EVERYONE),
    page("jobs/<uuid:pk>", jobs.job, name="job", roles=EVERYONE),
    page("jobs/<uuid:pk>/part", jobs.job_part, name="job_part", roles=EVERYONE),
    page("jobs/<uuid:pk>/file", jobs.job_file, name="job_file", roles=EVERYONE),
    page("jobs/<uuid:pk>/cancel", jobs.cancel, name="job_cancel", roles=EVERYONE),
    page("jobs/<uuid:pk>/retry", jobs.retry, name="job_retry", roles=EVERYONE),
    page("journal", journal.journal, name="journal", roles=LOOKING_BACK),
    page("journal/chain", audit.chain, name="chain", roles=ADMINISTRATION),
    page("journal/chain/verify", audit.verify, name="chain_verify", roles=ADMINISTRATION),
    page("journal/<str:kind>/<str:key>", audit.thing_history, name="thing_history", roles=EVERYONE),
    page("imports", imports.imports, name="imports", roles=IMPORTING),
    page("imports/new", imports.bring, name="import_bring", roles=IMPORTING),
    page(
        "imports/template/<slug:noun>.<slug:kind>",
        imports.template_file,
        name="import_template",
        roles=IMPORTING,
    ),
    page("imports/<int:pk>", import_page.one, name="import", roles=IMPORTING),
    page("imports/<int:pk>/preview", import_page.preview, name="import_preview", roles=IMPORTING),
    page("imports/<int:pk>/choose", import_page.choose, name="import_choose", roles=IMPORTING),
    page("imports/<int:pk>/run", import_page.run, name="import_run", roles=IMPORTING),
    page("imports/<int:pk>/duplicates", import_page.duplicates, name="import_duplicates", roles=IMPORTING),
    page("imports/<int:pk>/decide", import_page.decide, name="import_decide", roles=IMPORTING),
    page("imports/<int:pk>/errors.xlsx", import_page.errors, name="import_errors", roles=IMPORTING),
    page("imports/<int:pk>/undo", import_page.undo, name="import_undo", roles=IMPORTING),
    page("imports/<int:pk>/passwords", import_page.passwords, name="import_passwords", roles=ADMINISTRATION),
    # other programs
    path("api/v1/", public.urls),
    # the phone
    path("phone/api/", api.urls),
    path("phone/", app.app, name="phone_app"),
    path("phone/<path:path>", app.app, name="phone_file"),
]
