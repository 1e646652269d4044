"""Articles with the cost and the list price of today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tonglu.base.search import search_text
from tonglu.directory.catalog.models import Sku, SkuCost
from tonglu.exchange.imports.ledger import Ledger, Row
from tonglu.exchange.imports.noun import BATCH, Alike, Match, Noun
from tonglu.exchange.imports.nouns.plain import yes_no_choices
from tonglu.exchange.sheets.cells import amount, code, half, labels, one_of, whole, yes_no
from tonglu.exchange.sheets.columns import BadCell, Column, ean, text
from tonglu.trade.prices.models import PriceRule


class _Barcodes(Alike):
    """Articles by their bar codes; one that is there under another code is the same article."""

    def __init__(self, skus: Iterable[Sku]) -> None:
        self._there: dict[str, Sku] = {sku.barcode: sku for sku in skus if sku.barcode}
        self._above: dict[str, Row] = {}

    def find(self, row: Row) -> Match | None:
        barcode = row.values.get("barcode", "")
        if (above := self._above.get(barcode)) is not None:
            return Match(_("条码与第 {n} 行相同").format(n=above.line.number), exact=False, row=above)
        if (sku := self._there.get(barcode)) is not None:
            reason = _("条码已是 {code}“{name}”").format(code=sku.code, name=sku.name)
            return Match(reason, exact=False, obj=sku)
        return None

    def add(self, row: Row) -> None:
        if barcode := row.values.get("barcode"):
            self._above.setdefault(barcode, row)


class Skus(Noun):
    key, title, model = "skus", pgettext_lazy("list", "产品"), Sku
    about = gettext_lazy("产品资料；成本和标准价只给新产品，以后用成本表和价格表改")
    beside = frozenset({"cost", "price"})

    def columns(self) -> Sequence[Column]:
        return (*self._what(), *self._how())

    def _what(self) -> Sequence[Column]:
        context = self.context
        return (
            Column(
                "code",
                ("货号", "产品编码", "编码", "sku", "code", "id"),
                code(32),
                hint=_("空着即条码"),
                example="S001",
            ),
            Column(
                "name",
                ("品名", "商品名称", "产品名称", "名称", "name"),
                text(120),
                required=True,
                example="冰红茶",
            ),
            Column("spec", ("规格", "spec"), text(64), example="500ml"),
            Column(
                "barcode",
                ("条码", "ean13", "ean", "barcode"),
                lambda cell: ean(half(cell), short=not context.ean13),
                hint="EAN-13 / EAN-8",
                example="6908512108211",
            ),
            Column("brand", ("品牌", "brand"), context.brands, choices=context.brands.choices),
            Column("category", ("品类", "category"), context.categories, choices=context.categories.choices),
        )

    def _how(self) -> Sequence[Column]:
        states = [str(state.label) for state in Sku.State]
        return (
            Column("unit_name", ("单位", "基本单位", "unit"), text(16), example="瓶"),
            Column("pack_name", ("包装", "箱", "pack"), text(16), example="箱"),
            Column("pack_size", ("箱规", "装箱数", "pack_size"), whole(1), example="15", kind="number"),
            Column(
                "shelf_life_days",
                ("保质期天数", "保质期", "shelf_life_days"),
                whole(1, 10_000),
                kind="number",
            ),
            Column("focus", ("重点", "重点产品", "focus"), yes_no, choices=yes_no_choices()),
            Column("state", ("状态", "state"), one_of(labels(Sku.State)), choices=states),
            Column(
                "cost",
                ("成本", "进价", "cost", "purchase_price"),
                amount,
                hint=_("每基本单位"),
                kind="number",
            ),
            Column(
                "price",
                ("标准价", "标价", "售价", "price", "sale_price"),
                amount,
                hint=_("每基本单位"),
                kind="number",
            ),
        )

    def complete(self, values: dict[str, Any]) -> None:
        if "code" not in values:
            if "barcode" not in values:
                raise BadCell(_("编码和条码都为空"), ("code", "barcode"))
            values["code"] = values["barcode"]

    @cached_property
    def _all(self) -> list[Sku]:
        return list(Sku.objects.all())

    def stored(self, rows: Sequence[Row]) -> dict[Any, Model]:
        return {(sku.code,): sku for sku in self._all}

    def alike(self) -> Alike:
        return _Barcodes(self._all)

    def value(self, obj: Model, name: str) -> Any:
        """Cost and price have lists of their own."""
        return None if name in self.beside else super().value(obj, name)

    def changes(self, obj: Model, values: Any) -> Any:
        return super().changes(obj, self.fields(values))

    def build(self, values: Any) -> Sku:
        sku = Sku(**self.fields(values))
        self.refresh(sku)
        return sku

    def refresh(self, obj: Any) -> Sequence[str]:
        obj.search = search_text(obj.name, obj.code, obj.barcode)
        return ("search",)

    def create(self, rows: Sequence[Row], ledger: Ledger) -> None:
        on = self.context.on
        for start in range(0, len(rows), BATCH):
            some = rows[start : start + BATCH]
            for row, sku in zip(
                some, Sku.objects.bulk_create([self.build(row.values) for row in some]), strict=True
            ):
                ledger.made(row, sku)
                if (cost := row.values.get("cost")) is not None:
                    ledger.also(row, SkuCost.objects.create(sku=sku, start=on, cost=cost))
                if (price := row.values.get("price")) is not None:
                    made = PriceRule.objects.create(sku=sku, start=on, list_price=price, net_price=price)
                    ledger.also(row, made)
            self.context.tick(start + len(some), len(rows))
