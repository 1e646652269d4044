"""Changes of fields in words: what a field is called, and what its stored value means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tonglu.base.journal.models import Change
from tonglu.base.money import MoneyField
from tonglu.directory.org.fields import FieldGroup, sees
from tonglu.web.desk import tags
from tonglu.web.desk.columns import Text

# what a field is called, whatever it is a field of
FIELDS: Mapping[str, Text] = {
    "address": gettext_lazy("地址"),
    "barcode": gettext_lazy("条码"),
    "birthday": gettext_lazy("生日"),
    "brand": gettext_lazy("品牌"),
    "category": gettext_lazy("品类"),
    "channel": gettext_lazy("渠道"),
    "code": gettext_lazy("编码"),
    "contact": gettext_lazy("联系人"),
    "cost": gettext_lazy("成本"),
    "customer": gettext_lazy("客户"),
    "customer_class": gettext_lazy("等级"),
    "date": gettext_lazy("日期"),
    "datum": gettext_lazy("坐标系"),
    "days": gettext_lazy("账期"),
    "decides": gettext_lazy("拍板"),
    "family": gettext_lazy("家庭"),
    "floor_price": gettext_lazy("底价"),
    "focus": gettext_lazy("重点产品"),
    "grade": gettext_lazy("信用等级"),
    "interests": gettext_lazy("爱好"),
    "kind": gettext_lazy("类型"),
    "lat": gettext_lazy("纬度"),
    "left_on": gettext_lazy("离开日"),
    "limit": gettext_lazy("额度"),
    "list_price": gettext_lazy("标准价"),
    "lng": gettext_lazy("经度"),
    "name": gettext_lazy("名称"),
    "net_price": gettext_lazy("净价"),
    "note": gettext_lazy("备注"),
    "opened_on": gettext_lazy("开户日期"),
    "pack_size": gettext_lazy("每箱数量"),
    "parent": gettext_lazy("上级单位"),
    "person": gettext_lazy("人员"),
    "phone": gettext_lazy("电话"),
    "position": gettext_lazy("岗位"),
    "reason": gettext_lazy("原因"),
    "review_on": gettext_lazy("复核日"),
    "role": gettext_lazy("角色"),
    "shelf_life_days": gettext_lazy("保质期"),
    "spec": gettext_lazy("规格"),
    "start": gettext_lazy("起"),
    "state": gettext_lazy("状态"),
    "stop": gettext_lazy("止"),
    "superior": gettext_lazy("上级岗位"),
    "title": gettext_lazy("职务"),
    "unit": gettext_lazy("单位"),
    "worked": gettext_lazy("上班"),
}
# kinds of things whose every field is for some eyes alone
GROUPS: Mapping[str, FieldGroup] = {
    "credit.creditterms": FieldGroup.CREDIT,
    "catalog.skucost": FieldGroup.COST,
    "people.privatefacts": FieldGroup.PRIVATE,
}


@dataclass(frozen=True, slots=True)
class Said:
    """A change as it is shown; `kept` is false where only that it changed is kept."""

    name: Text
    old: str
    new: str
    kept: bool


def shown_kinds(roles: Iterable[str]) -> Callable[[str], bool]:
    """Whether things of a kind are for someone with those roles, beyond lying in his scope."""
    held = frozenset(roles)
    return lambda kind: kind not in GROUPS or sees(held, GROUPS[kind])


def said(changes: Iterable[Change]) -> list[Said]:
    """Changes in words; what a foreign key points to is looked up once for all of them."""
    known = list(changes)
    names = _targets(known)
    return [
        Said(
            FIELDS.get(one.field, one.field),
            _value(one, one.old, names),
            _value(one, one.new, names),
            one.old is not None or one.new is not None,
        )
        for one in known
    ]


Names = Mapping[tuple[type[Model], str], str]


def _field(change: Change) -> Field[Any, Any] | None:
    """None for a field or a kind that the house no longer has."""
    try:
        field = apps.get_model(change.object_type)._meta.get_field(change.field)
    except (LookupError, ValueError):
        return None
    return field if isinstance(field, Field) else None


def _targets(changes: Iterable[Change]) -> Names:
    wanted: dict[type[Model], set[str]] = {}
    for change in changes:
        field = _field(change)
        if isinstance(field, ForeignKey):
            wanted.setdefault(field.related_model, set()).update(v for v in (change.old, change.new) if v)
    return {
        (model, str(row.pk)): str(row)
        for model, keys in wanted.items()
        for row in model._default_manager.filter(pk__in=keys)
    }


def _value(change: Change, text: str | None, names: Names) -> str:
    if not text:
        return tags.NOTHING
    field = _field(change)
    if isinstance(field, ForeignKey):
        return names.get((field.related_model, text), text)
    if field is not None and field.flatchoices:
        return str(dict(field.flatchoices).get(text, text))
    if isinstance(field, MoneyField):
        return str(tags.amount(text))
    if text in {"true", "false"}:
        return _("是") if text == "true" else _("否")
    return text
