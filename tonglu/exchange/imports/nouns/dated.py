"""Lists that hold from a day on: costs, must-stock, prices, leave. A new row ends the one before it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tonglu.base.errors import Refused
from tonglu.directory.calendar.models import Leave, LeaveKind, may_record
from tonglu.directory.catalog.models import MustStock, SkuCost
from tonglu.directory.org.fields import FieldGroup
from tonglu.exchange.imports.context import WHOLE
from tonglu.exchange.imports.ledger import Ledger, Row
from tonglu.exchange.imports.noun import BATCH, Changes, Noun
from tonglu.exchange.sheets.cells import amount, day, labels, one_of, whole
from tonglu.exchange.sheets.columns import BadCell, Column, text
from tonglu.trade.prices.models import PriceRule


def _first() -> Column:
    return Column(
        "start",
        ("生效日期", "起始日期", "起", "start"),
        day,
        hint=_("空着即今天"),
        example="2026-12-01",
        kind="day",
    )


def _last(hint: str) -> Column:
    return Column("stop", ("截止日期", "止", "stop"), day, hint=hint, kind="day")


class DatedNoun(Noun):
    """Rows about the same `about_what` never share a day. The last day of the sheet is included, as people mean it."""

    about_what: tuple[str, ...] = ()

    def complete(self, values: dict[str, Any]) -> None:
        values.setdefault("start", self.context.on)
        if "stop" in values:
            values["stop"] += timedelta(days=1)
            if values["stop"] <= values["start"]:
                raise BadCell(_("截止日期在生效日期之前"), ("start", "stop"))

    def known_by(self, values: Mapping[str, Any]) -> Hashable | None:
        return (*self._about(values.get(name) for name in self.about_what), values["start"])

    def _known_as(self, obj: Any) -> Hashable:
        return (*(getattr(obj, f"{name}_id") for name in self.about_what), obj.start)

    @staticmethod
    def _about(values: Iterable[Any]) -> tuple[int | None, ...]:
        return tuple(value.pk if value is not None else None for value in values)

    def changes(self, obj: Any, values: Mapping[str, Any]) -> Changes:
        told = {n: v for n, v in values.items() if n not in {*self.about_what, "start"}}
        return super().changes(obj, told)

    def label(self, obj: Any) -> str:
        said = " ".join(str(getattr(obj, name)) for name in self.about_what if getattr(obj, name))
        return _("{what}：{said}，从 {start} 起").format(what=self.title, said=said, start=obj.start)

    def create(self, rows: Sequence[Row], ledger: Ledger) -> None:
        there: dict[Hashable, list[Any]] = {}
        for obj in self.model._default_manager.order_by("start"):
            there.setdefault(self._known_as(obj)[:-1], []).append(obj)  # type: ignore[index]  # a tuple
        for n, row in enumerate(sorted(rows, key=lambda row: row.values["start"]), start=1):
            key = self._about(row.values.get(name) for name in self.about_what)
            self._place(row, there.setdefault(key, []), ledger)
            if not n % BATCH:
                self.context.tick(n, len(rows))

    def _place(self, row: Row, others: list[Any], ledger: Ledger) -> None:
        """Into its place among the others of its kind, in the order of their first days."""
        start: date = row.values["start"]
        stop: date | None = row.values.get("stop")
        before = next((o for o in reversed(others) if o.start < start), None)
        after = next((o for o in others if o.start > start), None)
        if after is not None and stop is not None and stop > after.start:
            ledger.refuse([row], _("与 {start} 起的一条重叠").format(start=after.start))
            return
        if before is not None and (before.stop is None or before.stop > start):
            old = before.stop
            before.end(on=start)
            ledger.also(row, before, {"stop": (old, start)})
        made: Any = self.build({**row.values, "stop": stop or (after.start if after else None)})
        made.save(force_insert=True)
        others.append(made)
        others.sort(key=lambda o: o.start)
        ledger.made(row, made)


class Costs(DatedNoun):
    key, title, model = "costs", pgettext_lazy("list", "成本"), SkuCost
    about = gettext_lazy("每个基本单位的成本，从某一天起")
    about_what = ("sku",)
    guarded = {"cost": FieldGroup.COST}

    def columns(self) -> Sequence[Column]:
        return (
            _sku(self.context.skus),
            Column(
                "cost", ("成本", "单位成本", "cost"), amount, required=True, example="2.10", kind="number"
            ),
            _first(),
            _last(_("空着即一直有效")),
        )


class MustStocks(DatedNoun):
    key, title, model = "must_stock", pgettext_lazy("list", "必备清单"), MustStock
    about = gettext_lazy("某渠道、某等级的门店必须有的产品")
    about_what = ("sku", "channel", "customer_class")

    def columns(self) -> Sequence[Column]:
        return (
            _sku(self.context.skus),
            Column(
                "channel",
                ("渠道", "渠道编码", "channel"),
                self.context.channels,
                required=True,
                choices=self.context.channels.choices,
            ),
            _class(self.context.classes),
            Column(
                "opening_quantity",
                ("首单数量", "opening_quantity"),
                whole(),
                hint=_("基本单位"),
                example="30",
                kind="number",
            ),
            _first(),
            _last(_("空着即一直有效")),
        )


class Prices(DatedNoun):
    key, title, model = "prices", pgettext_lazy("list", "价格"), PriceRule
    about = gettext_lazy("每个基本单位的标准价、净价和底价；客户、等级、渠道越具体越优先")
    about_what = ("sku", "channel", "customer_class", "customer")

    def columns(self) -> Sequence[Column]:
        context = self.context
        return (
            _sku(context.skus),
            Column(
                "channel", ("渠道", "渠道编码", "channel"), context.channels, choices=context.channels.choices
            ),
            _class(context.classes),
            Column("customer", ("客户编码", "客户", "customer"), context.customers, hint=_("只对一家客户")),
            Column(
                "list_price",
                ("标准价", "标价", "list_price"),
                amount,
                required=True,
                example="3.00",
                kind="number",
            ),
            Column("net_price", ("净价", "售价", "net_price"), amount, hint=_("空着即标准价"), kind="number"),
            Column(
                "floor_price", ("底价", "floor_price"), amount, hint=_("低于它的订单要审批"), kind="number"
            ),
            _first(),
            _last(_("空着即一直有效")),
        )

    def complete(self, values: dict[str, Any]) -> None:
        super().complete(values)
        net = values.setdefault("net_price", values["list_price"])
        if net > values["list_price"]:
            raise BadCell(_("净价高于标准价"), ("list_price", "net_price"))
        if values.get("floor_price", 0) > net:
            raise BadCell(_("底价高于净价"), ("net_price", "floor_price"))

    def paths(self, values: Mapping[str, Any]) -> Iterable[str]:
        """A customer's own price belongs to his unit; every other is the whole company's."""
        return [values["customer"].unit.path if "customer" in values else WHOLE]


class Leaves(DatedNoun):
    key, title, model = "leave", pgettext_lazy("list", "请假"), Leave
    about_what = ("person",)
    by_verbs = True

    def columns(self) -> Sequence[Column]:
        return (
            Column(
                "person",
                ("工号", "姓名", "人员", "person"),
                self.context.people,
                required=True,
                hint=_("工号或姓名"),
                example="E0001",
            ),
            Column(
                "start",
                ("开始日期", "起", "start"),
                day,
                required=True,
                example="2026-12-01",
                kind="day",
            ),
            Column(
                "stop",
                ("结束日期", "止", "stop"),
                day,
                required=True,
                hint=_("含当天"),
                example="2026-12-03",
                kind="day",
            ),
            Column(
                "kind",
                ("假别", "类型", "kind"),
                one_of(labels(LeaveKind)),
                choices=[str(kind.label) for kind in LeaveKind],
            ),
            Column("reason", ("原因", "事由", "reason"), text(120), example="年假"),
        )

    def complete(self, values: dict[str, Any]) -> None:
        super().complete(values)
        by = getattr(self.context.by, "person", None)
        if by is not None and not may_record(by=by, person=values["person"], on=self.context.on):
            raise BadCell(_("{name} 的请假由他的上级或内勤登记").format(name=values["person"]), ("person",))

    def paths(self, values: Mapping[str, Any]) -> Iterable[str]:
        held = values["person"].held(on=self.context.on)
        return [position.unit.path for position in held] or [WHOLE]

    def _place(self, row: Row, others: list[Any], ledger: Ledger) -> None:
        start, stop = row.values["start"], row.values["stop"]
        clash = next((o for o in others if o.start < stop and (o.stop is None or o.stop > start)), None)
        if clash is not None:
            ledger.refuse([row], _("与 {start} 起的请假重叠").format(start=clash.start))
            return
        try:
            with transaction.atomic():
                made = self._granted(row.values)
        except Refused as refused:
            ledger.refuse([row], refused.reason)
            return
        others.append(made)
        ledger.made(row, made)

    def _granted(self, said: Mapping[str, Any]) -> Leave:
        """By the verb, on the word of who sends it; at the server itself nobody may be named, and it is only stored."""
        by = getattr(self.context.by, "person", None)
        if by is None:
            return Leave.objects.create(**said)
        return Leave.grant(
            person=said["person"],
            kind=said.get("kind", LeaveKind.OTHER),
            first=said["start"],
            last=said["stop"] - timedelta(days=1),
            reason=said.get("reason", ""),
            by=by,
            at=self.context.at,
        )


def _sku(book: Any) -> Column:
    return Column(
        "sku",
        ("产品编码", "货号", "产品", "条码", "sku"),
        book,
        required=True,
        hint=_("编码、条码或名称"),
        example="S001",
    )


def _class(book: Any) -> Column:
    return Column(
        "customer_class", ("客户等级", "等级", "class"), book, hint=_("空着即所有等级"), choices=book.choices
    )
