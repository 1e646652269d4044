"""Articles from a sheet 单品导入."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from tonglu.base.journal.models import record
from tonglu.base.search import search_text
from tonglu.directory.catalog.models import Sku, SkuCost
from tonglu.exchange.sheets.columns import (
    BadCell,
    Checked,
    Column,
    Fault,
    FaultKind,
    check,
    count,
    ean,
    money,
    text,
)
from tonglu.exchange.sheets.company import company_for_lists
from tonglu.exchange.sheets.outcome import Outcome, write_errors
from tonglu.exchange.sheets.sheet import Line, read_sheet
from tonglu.trade.prices.models import PriceRule

COLUMNS = (
    Column("code", ("code", "sku", "id", "货号", "编码"), text(32)),
    Column("name", ("name", "商品名称", "名称", "品名"), text(120), required=True),
    Column("spec", ("spec", "规格"), text(64)),
    Column("barcode", ("barcode", "ean13", "ean", "条码"), ean),
    Column("unit", ("unit", "单位"), text(16), empty="件"),
    Column("pack", ("pack", "包装"), text(16), empty="箱"),
    Column("pack_size", ("pack_size", "装箱数", "箱规"), count, empty=1),
    Column("cost", ("cost", "purchase_price", "成本", "进价"), money, empty=None),
    Column("price", ("price", "sale_price", "标价", "售价"), money, empty=None),
)


@dataclass(frozen=True, slots=True)
class Article:
    """A row. `cost` and `price` are per base unit, None where the sheet is silent."""

    code: str
    name: str
    spec: str
    barcode: str
    unit: str
    pack: str
    pack_size: int
    cost: Decimal | None
    price: Decimal | None


def article(**values: object) -> Article:
    """A row's values; without a code of its own the bar code serves. Raises BadCell when both are missing."""
    row = Article(**values)  # type: ignore[arg-type]  # the columns above read what each field is
    if not row.code and not row.barcode:
        raise BadCell(_("编码和条码都为空"))
    return row if row.code else replace(row, code=row.barcode)


@transaction.atomic
def import_skus(
    *, path: Path, at: datetime, on: date | None = None, strict: bool = False, company: str = "导入公司"
) -> Outcome:
    """Loads new articles, with cost and list price in force from `on` (today); those already there stay as they are.

    Good rows go in together or, when `strict` and any is bad, not at all.
    """
    sheet = read_sheet(path)
    checked = check(sheet, COLUMNS, article)
    new, known = _sorted_out(checked)
    held_back = len(new) if strict and checked.faults else 0
    if new and not held_back:
        _load(new, path=path, on=on, at=at, company=company)
    return Outcome(
        loaded=0 if held_back else len(new),
        known=known,
        faults=checked.faults,
        held_back=held_back,
        unused=checked.unused,
        errors=write_errors(path, sheet, checked.faults) if checked.faults else None,
    )


def _sorted_out(checked: Checked[Article]) -> tuple[list[Article], int]:
    """The new articles, and how many are there already; the rest joins the faults."""
    known = list(Sku.objects.all())
    codes, barcodes = {sku.code: sku for sku in known}, {sku.barcode: sku for sku in known if sku.barcode}
    seen: dict[tuple[str, str], Line] = {}
    new, same = [], 0
    for line, row in checked.good:
        mine = [(_("编码"), row.code), *([(_("条码"), row.barcode)] if row.barcode else [])]
        twice = next((key for key in mine if key in seen), None)
        there = barcodes.get(row.barcode) or codes.get(row.code)
        if twice:
            reason = _("{name} {value} 与第 {n} 行相同").format(
                name=twice[0], value=twice[1], n=seen[twice].number
            )
            checked.faults.append(Fault(line, FaultKind.DUPLICATE, reason))
        elif there is None:
            new.append(row)
        elif (there.name, there.spec, there.barcode) == (row.name, row.spec, row.barcode):
            same += 1
        else:
            reason = _("编码或条码已是 {code}“{name}”").format(code=there.code, name=there.name)
            checked.faults.append(Fault(line, FaultKind.DUPLICATE, reason))
        seen |= dict.fromkeys(mine, line) if not twice else {}
    return new, same


def _load(rows: Sequence[Article], *, path: Path, on: date | None, at: datetime, company: str) -> None:
    owner = company_for_lists(name=company, at=at)
    start = on or owner.business_date(at)
    skus = Sku.objects.bulk_create(
        Sku(
            code=row.code,
            name=row.name,
            spec=row.spec,
            barcode=row.barcode,
            unit_name=row.unit,
            pack_name=row.pack,
            pack_size=row.pack_size,
            search=search_text(row.name, row.code, row.barcode),
        )
        for row in rows
    )
    pairs = list(zip(skus, rows, strict=True))
    SkuCost.objects.bulk_create(
        SkuCost(sku=sku, start=start, cost=row.cost) for sku, row in pairs if row.cost is not None
    )
    PriceRule.objects.bulk_create(
        PriceRule(sku=sku, start=start, list_price=row.price, net_price=row.price)
        for sku, row in pairs
        if row.price is not None
    )
    facts = {"file": path.name, "rows": len(rows)}
    record(verb="import.skus", obj=owner, by=None, at=at, facts=facts)
