"""行动: visits, day reports, forms and what was filled in."""

from __future__ import annotations

from tonglu.web.access import EDITORS, FIELD, LEADING, MASTER_DATA, SELLING, SHELVES, page
from tonglu.web.desk import (
    files,
    filled,
    form_edit,
    form_exchange,
    form_fill,
    form_versions,
    forms,
    reports,
    visits,
)

PAGES = [
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
    page("forms", forms.forms, name="forms", roles=MASTER_DATA),
    page("forms/new", form_exchange.form_new, name="form_new", roles=EDITORS),
    page("forms/import", form_exchange.form_import, name="form_import", roles=EDITORS),
    page("forms/take", form_exchange.form_take, name="form_take", roles=EDITORS),
    page("forms/<slug:key>", forms.form, name="form", roles=MASTER_DATA),
    page("forms/<slug:key>.xlsx", form_exchange.form_book, name="form_book", roles=EDITORS),
    page("forms/<slug:key>.json", form_exchange.form_schema, name="form_schema", roles=EDITORS),
    page("forms/<slug:key>/edit", form_edit.edit, name="form_edit", roles=EDITORS),
    page("forms/<slug:key>/edit/step", form_edit.step, name="form_step", roles=EDITORS),
    page("forms/<slug:key>/versions", form_versions.form_versions, name="form_versions", roles=EDITORS),
    page("forms/<slug:key>/fill", form_fill.fill, name="form_fill", roles=MASTER_DATA),
]
