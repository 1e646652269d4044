"""Customers with the positions that own them; and handovers from one position to another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tonglu.base.dated import in_force
from tonglu.base.search import search_text
from tonglu.customers.cards.models import Customer, Ownership
from tonglu.directory.org.models import Position, Unit
from tonglu.exchange.imports.context import WHOLE
from tonglu.exchange.imports.ledger import Ledger, Row
from tonglu.exchange.imports.noun import BATCH, Alike, Changes, Noun
from tonglu.exchange.imports.nouns.naming import customer_column
from tonglu.exchange.imports.nouns.similar import AlikeShops
from tonglu.exchange.sheets.cells import code, day, digits, half, labels, one_of, quantity, telephone
from tonglu.exchange.sheets.columns import BadCell, Column, text
from tonglu.exchange.sheets.places import point

# in degrees: points nearer than this, a few centimetres, are one and the same
_SAME = 5e-7
_DATUMS = {"WGS-84": "wgs84", "GCJ-02": "gcj02", "BD-09": "bd09"}


class Customers(Noun):
    key, title, model = "customers", pgettext_lazy("list", "客户"), Customer
    about = gettext_lazy("客户及其负责岗位；没有岗位的是潜在客户")
    beside = frozenset({"position"})

    def columns(self) -> Sequence[Column]:
        return (*self._who(), *self._where())

    def _who(self) -> Sequence[Column]:
        kinds = [str(kind.label) for kind in Customer.Kind]
        states = [str(state.label) for state in Customer.State]
        context = self.context
        return (
            Column(
                "code",
                ("客户编码", "编码", "客户编号", "code"),
                code(32),
                hint=_("空着即自动编"),
                example="C00001",
            ),
            Column(
                "name",
                ("客户名称", "门店名称", "店名", "名称", "name"),
                text(120),
                required=True,
                example="兴华街便利店",
            ),
            Column(
                "kind",
                ("客户类型", "类型", "kind"),
                one_of(labels(Customer.Kind)),
                example="终端门店",
                choices=kinds,
            ),
            Column("state", ("状态", "客户状态", "state"), one_of(labels(Customer.State)), choices=states),
            Column(
                "channel", ("渠道", "渠道编码", "channel"), context.channels, choices=context.channels.choices
            ),
            Column(
                "customer_class",
                ("客户等级", "等级", "class"),
                context.classes,
                choices=context.classes.choices,
            ),
            Column(
                "unit",
                ("单位", "所属单位", "营业所", "unit"),
                context.units,
                hint=_("空着即岗位的单位"),
                choices=context.units.choices,
            ),
            Column(
                "position",
                ("负责岗位", "岗位", "岗位编码", "owner", "position"),
                context.positions,
                hint=_("岗位编码或名称"),
                choices=context.positions.choices,
            ),
            Column("contact", ("联系人", "店主", "contact"), text(64), example="王先生"),
            Column(
                "phone", ("电话", "手机", "联系电话", "手机号", "phone"), telephone, example="13900001234"
            ),
        )

    def _where(self) -> Sequence[Column]:
        return (
            Column("address", ("地址", "详细地址", "address"), text(240), example="铁西区兴华南街12号"),
            Column("lng", ("经度", "lng", "lon", "longitude"), quantity, example="123.370012", kind="number"),
            Column("lat", ("纬度", "lat", "latitude"), quantity, example="41.790034", kind="number"),
            Column(
                "datum",
                ("坐标系", "datum"),
                one_of(
                    {**_DATUMS, **{name: name for name in _DATUMS.values()}, "火星": "gcj02", "百度": "bd09"}
                ),
                hint=_("空着即导入时选的坐标系"),
                choices=tuple(_DATUMS),
            ),
            Column(
                "opened_on",
                ("开户日期", "建档日期", "opened"),
                day,
                example="2026-01-15",
                kind="day",
            ),
        )

    def complete(self, values: dict[str, Any]) -> None:
        datum = values.pop("datum", self.context.datum)
        try:
            found = point(values.get("lng"), values.get("lat"), datum)
        except BadCell as bad:
            raise BadCell(str(bad), ("lng", "lat")) from bad
        if found is not None:
            values["lng"], values["lat"] = found
            values["datum"] = datum

    def paths(self, values: Mapping[str, Any]) -> Iterable[str]:
        named = [values["unit"].path] if "unit" in values else []
        return [*named, values["position"].unit.path] if "position" in values else named

    @cached_property
    def _all(self) -> list[Customer]:
        return list(Customer.objects.order_by())

    @cached_property
    def _seen(self) -> dict[int, bool] | None:
        scope = self.context.scope
        if scope is None:
            return None
        return dict.fromkeys(Customer.objects.visible_to(scope).values_list("pk", flat=True), True)

    @cached_property
    def _owners(self) -> dict[int, int]:
        """Customer id → the position that owns him on the day from which the import counts."""
        owned = Ownership.objects.filter(in_force(self.context.on))
        return dict(owned.values_list("customer", "position"))

    def stored(self, rows: Sequence[Row]) -> Mapping[Hashable, Model]:
        return {(customer.code,): customer for customer in self._all}

    def holds(self, obj: Model) -> bool:
        return self._seen is None or obj.pk in self._seen

    def alike(self) -> Alike:
        return AlikeShops(self._all, self._seen)

    def value(self, obj: Any, name: str) -> Any:
        return self._owners.get(obj.pk) if name == "position" else getattr(obj, name)

    def changes(self, obj: Any, values: Mapping[str, Any]) -> Changes:
        found = super().changes(obj, values)
        moved = [
            name
            for name in ("lng", "lat")
            if name in found and abs((found[name][0] or 0) - found[name][1]) > _SAME
        ]
        if not moved:
            found = {name: change for name, change in found.items() if name not in {"lng", "lat", "datum"}}
        if "phone" in found and digits(found["phone"][0]) == digits(found["phone"][1]):
            del found["phone"]
        return found

    def remarks(self, rows: Sequence[Row]) -> Iterator[str]:
        """Many shops in one point are the mark of addresses that a map did not find."""
        points = Counter((row.values["lng"], row.values["lat"]) for row in rows if "lng" in row.values)
        shared = [n for n in points.values() if n > 1]
        if shared:
            yield _("{shops} 家与别家坐标完全相同（{places} 处），请核对定位").format(
                shops=sum(shared), places=len(shared)
            )

    def shown(self, values: Mapping[str, Any]) -> dict[str, str]:
        named = {datum: name for name, datum in _DATUMS.items()}
        shown = super().shown(values)
        return shown | {"datum": named.get(values["datum"], "")} if "datum" in values else shown

    def build(self, values: Mapping[str, Any]) -> Customer:
        own = self.fields(values)
        owned = "position" in values
        if "unit" not in own:
            own["unit"] = values["position"].unit if owned and not self.context.unit else self._unit
        own.setdefault("state", Customer.State.ACTIVE if owned else Customer.State.PROSPECT)
        own["code"] = own.get("code") or next(self._codes)
        customer = Customer(**own)
        self.refresh(customer)
        return customer

    def refresh(self, obj: Any) -> Sequence[str]:
        obj.search = search_text(obj.name, obj.code, obj.phone, obj.address)
        return ("search",)

    @cached_property
    def _unit(self) -> Unit:
        """Where a customer without a unit and an owner belongs: to the top of what the sender holds."""
        if self.context.unit is not None:
            return self.context.unit
        scope = self.context.scope
        units = Unit.objects.order_by("path")
        unit = units.filter(path__in=scope.paths).first() if scope else units.first()
        if unit is None:
            raise BadCell(_("组织里还没有单位"))
        return unit

    @cached_property
    def _codes(self) -> Iterator[str]:
        """`CU-0001`, `CU-0002` … behind the last one given out, of the house and of this sheet."""
        prefix = self.context.prefix or "CU"
        pattern = re.compile(re.escape(prefix) + r"-(\d+)")
        used = (pattern.fullmatch(half(customer.code)) for customer in self._all)
        last = max((int(match[1]) for match in used if match), default=0)
        return (found for n in range(last + 1, 10**9) if (found := f"{prefix}-{n:04d}") not in self._taken)

    @cached_property
    def _taken(self) -> set[str]:
        return {customer.code for customer in self._all}

    def create(self, rows: Sequence[Row], ledger: Ledger) -> None:
        self._taken.update(row.values["code"] for row in rows if "code" in row.values)
        if self.context.position is not None:
            for row in rows:
                row.values.setdefault("position", self.context.position)
        for start in range(0, len(rows), BATCH):
            some = rows[start : start + BATCH]
            customers = Customer.objects.bulk_create([self.build(row.values) for row in some])
            owners = Ownership.objects.bulk_create(
                Ownership(customer=customer, position=row.values["position"], start=self.context.on)
                for row, customer in zip(some, customers, strict=True)
                if "position" in row.values
            )
            owned = {ownership.customer_id: ownership for ownership in owners}
            for row, customer in zip(some, customers, strict=True):
                ownership = owned.get(customer.pk)
                ledger.made(row, customer, *([ownership] if ownership else []))
            self.context.tick(start + len(some), len(rows))

    def follow(self, row: Row, obj: Any, changes: Changes, ledger: Ledger) -> None:
        """An orphan gets its owner; who has one already is handed over, by the verb that does that."""
        to = changes.get("position", (None, None))[1]
        if not isinstance(to, Position):
            return
        if changes["position"][0] is None:
            ledger.also(row, Ownership.objects.create(customer=obj, position=to, start=self.context.on))
            return
        context = self.context
        obj.hand_over(to=to, on=context.on, by=context.by, at=context.at)
        ended = obj.ownerships.get(stop=context.on)
        ledger.also(row, ended, {"stop": (None, context.on)})
        ledger.also(row, obj.ownerships.get(start=context.on))


class Handovers(Noun):
    key, title, model = "handovers", pgettext_lazy("list", "客户交接"), Ownership
    about = gettext_lazy("从某一天起，客户归另一个岗位")
    identity = ("customer",)
    by_verbs = True
    undoable = False

    def columns(self) -> Sequence[Column]:
        context = self.context
        return (
            customer_column(context),
            Column(
                "position",
                ("接手岗位", "新岗位", "岗位", "to", "position"),
                context.positions,
                required=True,
                hint=_("岗位编码或名称"),
                choices=context.positions.choices,
            ),
            Column(
                "on", ("交接日期", "日期", "on"), day, hint=_("空着即今天"), example="2026-12-01", kind="day"
            ),
        )

    def complete(self, values: dict[str, Any]) -> None:
        values.setdefault("on", self.context.on)

    def paths(self, values: Mapping[str, Any]) -> Iterable[str]:
        return [values["position"].unit.path] if self.context.scope else [WHOLE]

    def known_by(self, values: Mapping[str, Any]) -> Hashable | None:
        return (values["customer"].pk,)

    def stored(self, rows: Sequence[Row]) -> Mapping[Hashable, Model]:
        """Those that are owned already by the one who shall own them."""
        wanted = {row.values["customer"].pk: row.values for row in rows}
        owned = Ownership.objects.filter(stop__isnull=True, customer__in=list(wanted))
        return {
            (o.customer_id,): o
            for o in owned
            if wanted[o.customer_id]["position"].pk == o.position_id
            and o.start <= wanted[o.customer_id]["on"]
        }

    def changes(self, obj: Model, values: Mapping[str, Any]) -> Changes:
        return {}

    def create(self, rows: Sequence[Row], ledger: Ledger) -> None:
        by = self.context.account()

        def hand_over(row: Row) -> Model:
            customer = row.values["customer"]
            customer.hand_over(to=row.values["position"], on=row.values["on"], by=by, at=self.context.at)
            return customer  # type: ignore[no-any-return]  # the column reads customers

        self.each(rows, hand_over, ledger)
