"""The organisation: units and positions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tonglu.directory.org.models import Position, Role, Unit
from tonglu.exchange.imports.ledger import Ledger, Row
from tonglu.exchange.imports.noun import Changes, Noun
from tonglu.exchange.imports.nouns.ahead import Ahead, in_order, missing, or_ahead
from tonglu.exchange.sheets.cells import code, labels, one_of
from tonglu.exchange.sheets.columns import BadCell, Column, text

ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})


class _Tree(Noun):
    """Rows that hang on each other by one column, and may come in any order."""

    up = ""
    names: tuple[str, ...] = ("code",)
    roles = ADMINISTRATORS

    def check_all(self, rows: Sequence[Row]) -> Iterable[tuple[Row, BadCell]]:
        return missing(rows, self.up, self.names)

    def create(self, rows: Sequence[Row], ledger: Ledger) -> None:
        made: dict[str, Any] = {}
        for row in in_order(rows, self.up, self.names):
            ahead = row.values.get(self.up)
            if isinstance(ahead, Ahead):
                row.values[self.up] = made.get(ahead)
                if row.values[self.up] is None:
                    ledger.refuse([row], _("上级 {ahead} 没有导入").format(ahead=str(ahead)))
                    continue
            obj = self.model._default_manager.create(**row.values)
            made |= {getattr(obj, name): obj for name in self.names}
            ledger.made(row, obj)


class Units(_Tree):
    key, title, model = "units", pgettext_lazy("list", "单位"), Unit
    about = gettext_lazy("公司、大区、营业所、小组；上级可以是本表里的另一行")
    up, names = "parent", ("code", "name")

    def columns(self) -> Sequence[Column]:
        return (
            Column("code", ("单位编码", "编码", "code"), code(32), required=True, example="TX"),
            Column("name", ("单位名称", "名称", "name"), text(120), required=True, example="铁西营业所"),
            Column(
                "kind",
                ("类型", "单位类型", "kind"),
                one_of(labels(Unit.Kind)),
                required=True,
                example=str(Unit.Kind.OFFICE.label),
                choices=[str(kind.label) for kind in Unit.Kind],
            ),
            Column(
                "parent",
                ("上级单位", "上级", "parent"),
                or_ahead(self.context.units),
                hint=_("编码或名称；只有公司没有上级"),
                example=_("公司"),
            ),
        )

    def complete(self, values: dict[str, Any]) -> None:
        there = self.context.units.get(values["code"])
        if "parent" not in values and there is None and self.context.units.choices:
            raise BadCell(_("上级单位不能为空：公司已经有了"), ("parent",))
        if there is not None and "parent" in values and there.parent != values["parent"]:
            raise BadCell(
                _("{unit} 的上级是 {parent}；导入不移动单位").format(unit=there, parent=there.parent),
                ("parent",),
            )

    def paths(self, values: Mapping[str, Any]) -> Iterable[str]:
        there = self.context.units.get(values["code"])
        parent = values.get("parent")
        return [unit.path for unit in (there, parent) if isinstance(unit, Unit)]


class Positions(_Tree):
    key, title, model = "positions", pgettext_lazy("list", "岗位"), Position
    about = gettext_lazy("客户和线路属于岗位，不属于人")
    up, names = "superior", ("code", "title")

    def columns(self) -> Sequence[Column]:
        return (
            Column("code", ("岗位编码", "编码", "code"), code(32), required=True, example="P-TX1-01"),
            Column(
                "title",
                ("岗位名称", "名称", "岗位", "title"),
                text(120),
                required=True,
                example="铁西一组业务员",
            ),
            Column(
                "role",
                ("角色", "岗位类型", "role"),
                one_of(labels(Role)),
                required=True,
                example=str(Role.REP.label),
                choices=[str(role.label) for role in Role],
            ),
            Column(
                "unit",
                ("单位", "所属单位", "unit"),
                self.context.units,
                required=True,
                hint=_("编码或名称"),
                choices=self.context.units.choices,
            ),
            Column(
                "superior",
                ("上级岗位", "上级", "superior"),
                or_ahead(self.context.positions),
                hint=_("编码或名称；可以是本表里的另一行"),
            ),
        )

    def paths(self, values: Mapping[str, Any]) -> Iterable[str]:
        there = self.context.positions.get(values["code"])
        return [values["unit"].path, *([there.unit.path] if there else [])]

    def changes(self, obj: Any, values: Mapping[str, Any]) -> Changes:
        found = super().changes(obj, values)
        # who named himself, or a row of this sheet that is not there yet, has no superior to change to
        if isinstance(values.get("superior"), Ahead):
            found.pop("superior", None)
        return found
