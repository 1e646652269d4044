"""Columns by which a row names what it is about, the same on every sheet."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tonglu.exchange.imports.context import Context
from tonglu.exchange.sheets.cells import labels, one_of
from tonglu.exchange.sheets.columns import Column
from tonglu.fieldwork.dayplans.models import Purpose


def customer_column(context: Context) -> Column:
    return Column(
        "customer",
        ("客户编码", "客户", "客户名称", "customer"),
        context.customers,
        required=True,
        hint=_("编码或名称"),
        example="C00001",
    )


def person_column(context: Context, *also: str, hint: str = "") -> Column:
    """Whoever did it; required unless the `hint` says what follows where it is empty."""
    return Column(
        "person",
        ("工号", "姓名", "业务员", "人员", *also, "person"),
        context.people,
        required=not hint,
        hint=hint or _("工号或姓名"),
        example="E0001",
    )


def purpose_column() -> Column:
    return Column(
        "purpose",
        ("目的", "拜访目的", "purpose"),
        one_of(labels(Purpose)),
        hint=_("空着即订货"),
        choices=[str(one.label) for one in Purpose],
    )
