"""交换: sheets in, and other programs."""

from __future__ import annotations

from tonglu.web.access import ADMINISTRATION, IMPORTING, OFFICE, page
from tonglu.web.desk import clients, import_page, imports, reference, webhooks

PAGES = [
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
    page("api", reference.reference, name="api_reference", roles=OFFICE),
    page("tokens", clients.tokens, name="tokens", roles=OFFICE),
    page("tokens/new", clients.new_token, name="token_new", roles=OFFICE),
    page("tokens/<int:pk>", clients.token, name="token", roles=OFFICE),
    page("tokens/<int:pk>/revoke", clients.revoke_token, name="token_revoke", roles=OFFICE),
    page("webhooks", webhooks.webhooks, name="webhooks", roles=OFFICE),
    page("webhooks/new", webhooks.new_webhook, name="webhook_new", roles=OFFICE),
    page("webhooks/<int:pk>", webhooks.webhook, name="webhook", roles=OFFICE),
    page("webhooks/<int:pk>/test", webhooks.try_webhook, name="webhook_try", roles=OFFICE),
    page("webhooks/<int:pk>/stop", webhooks.stop_webhook, name="webhook_stop", roles=OFFICE),
    page("webhooks/pushes/<uuid:pk>/replay", webhooks.replay_push, name="push_replay", roles=OFFICE),
]
