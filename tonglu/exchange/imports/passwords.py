"""First passwords for people who came with an import: made up, told once in a sheet, and kept nowhere."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import xlsxwriter
from django.db import transaction
from django.utils.translation import gettext as _

from tonglu.base.accounts.models import Account
from tonglu.base.errors import Refused
from tonglu.base.journal.models import record
from tonglu.exchange.imports.models import Import

# without letters and digits that look alike
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH = 10


@dataclass(frozen=True, slots=True)
class FirstPassword:
    """What to tell one person."""

    code: str
    name: str
    username: str
    password: str


@transaction.atomic
def first_passwords(of: Import, *, by: Account | None, at: datetime) -> Sequence[FirstPassword]:
    """A new first password for each account that the import made and whose owner has not logged in yet.

    Asked for again, the earlier ones are void. Raises Refused where there is no such account.
    """
    made = (
        of.done.rows.filter(object_type=Account._meta.label_lower, changes__isnull=True) if of.done else None
    )
    keys = made.values_list("object_id", flat=True) if made else []
    accounts = Account.objects.filter(pk__in=[int(key) for key in keys], last_login__isnull=True)
    found = [_given(account) for account in accounts.select_related("person").order_by("person__code")]
    if not found:
        raise Refused(_("没有要发首次密码的账号：都已登录过，或这次导入没有新账号"), code="no_account")
    record(verb="import.passwords", obj=of, by=by, at=at, facts={"file": of.file, "accounts": len(found)})
    return found


def _given(account: Account) -> FirstPassword:
    password = "".join(secrets.choice(_LETTERS) for _letter in range(_LENGTH))
    account.take_password(password, given=True)
    return FirstPassword(account.person.code, account.person.name, account.username, password)


def password_sheet(found: Sequence[FirstPassword]) -> bytes:
    """As a workbook to hand out."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet(_("首次密码"))
        bold = book.add_format({"bold": True, "bg_color": "#E3F1EE", "bottom": 1})
        page.write_row(0, 0, [_("工号"), _("姓名"), _("账号"), _("首次密码")], bold)
        for n, one in enumerate(found, start=1):
            for place, cell in enumerate((one.code, one.name, one.username, one.password)):
                page.write_string(n, place, cell)
        page.set_column(0, 3, 18)
        page.freeze_panes(1, 0)
    return target.getvalue()
