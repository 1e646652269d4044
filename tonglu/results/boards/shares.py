"""Who or what a figure is made of: its largest parts, and the rest as one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from tonglu.customers.cards.models import Customer
from tonglu.directory.catalog.models import Sku
from tonglu.directory.org.models import Person, Unit
from tonglu.results.metrics import engine
from tonglu.results.metrics.engine import Cut

NAMED: Mapping[str, type[Person] | type[Unit] | type[Customer] | type[Sku]] = {
    "rep": Person,
    "unit": Unit,
    "customer": Customer,
    "sku": Sku,
}


@dataclass(frozen=True, slots=True)
class Share:
    """A part of sales: code and name, the amount, and its share of the whole in percent."""

    code: str
    name: str
    value: Decimal
    percent: Decimal | None


def shares(*, cut: Cut, by: str, top: int) -> list[Share]:
    """The `top` parts of sales by a dimension, largest first."""
    cells = [
        (cell.key[0], cell.value or Decimal(0))
        for cell in engine.values(key="sales_amount", by=(by,), cut=cut)
    ]
    whole = sum((value for _code, value in cells), Decimal(0))
    largest = sorted(cells, key=lambda cell: cell[1], reverse=True)[:top]
    names = names_of(by, [code for code, _value in largest])
    return [
        Share(code, names.get(code, code), value, Decimal(100) * value / whole if whole else None)
        for code, value in largest
    ]


def names_of(dimension: str, codes: list[str]) -> Mapping[str, str]:
    """Code → name for dimensions that have names."""
    model = NAMED.get(dimension)
    if model is None:
        return {}
    rows = model._default_manager.filter(code__in=codes)
    return dict(rows.values_list("code", "name"))
