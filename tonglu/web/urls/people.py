"""人员: people, their phones, and a person's own account."""

from __future__ import annotations

from allauth.account.views import reauthenticate
from allauth.mfa.base.views import reauthenticate as reauthenticate_by_code
from allauth.mfa.recovery_codes.views import generate_recovery_codes, view_recovery_codes
from allauth.mfa.totp.views import activate_totp

from tonglu.web.access import ADMINISTRATION, EVERYONE, OFFICE, page
from tonglu.web.desk import appointments, devices, my_notices, people, saved_views, security

PAGES = [
    page("me/notices", my_notices.my_notices, name="my_notices", roles=EVERYONE),
    page("me/notices/save", my_notices.save, name="my_notices_save", roles=EVERYONE),
    page("me/views/keep", saved_views.keep, name="view_keep", roles=EVERYONE),
    page("me/views/<int:pk>/rename", saved_views.rename, name="view_rename", roles=EVERYONE),
    page("me/views/<int:pk>/default", saved_views.default, name="view_default", roles=EVERYONE),
    page("me/views/<int:pk>/drop", saved_views.drop, name="view_drop", roles=EVERYONE),
    page("people", people.people, name="people", roles=OFFICE),
    page("people/<int:pk>", people.person, name="person", roles=OFFICE),
    page("people/<int:pk>/appoint", appointments.appoint, name="person_appoint", roles=ADMINISTRATION),
    page("people/<int:pk>/relieve", appointments.relieve, name="person_relieve", roles=ADMINISTRATION),
    page("devices", devices.devices, name="devices", roles=ADMINISTRATION),
    page("devices/<int:pk>", devices.device, name="device", roles=ADMINISTRATION),
    page("devices/<int:pk>/revoke", devices.revoke, name="device_revoke", roles=ADMINISTRATION),
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
    page("people/<int:pk>/close", security.close_account, name="person_close", roles=ADMINISTRATION),
    page("people/<int:pk>/reopen", security.reopen_account, name="person_reopen", roles=ADMINISTRATION),
    page("people/<int:pk>/unlock", security.unlock, name="person_unlock", roles=ADMINISTRATION),
    page(
        "people/<int:pk>/second-factor",
        security.forget_second_factor,
        name="person_second_factor",
        roles=ADMINISTRATION,
    ),
]
