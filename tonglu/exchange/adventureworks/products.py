"""Categories and SKUs, and what each cost and was listed at when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tonglu.base.search import search_text
from tonglu.directory.catalog.models import Category, Sku, SkuCost
from tonglu.exchange.adventureworks.join import Joined
from tonglu.exchange.adventureworks.source import Product, Rate, Source
from tonglu.trade.prices.models import PriceRule


@dataclass(frozen=True, slots=True)
class Catalogue:
    """SKUs by ProductKey of the order lines, and list prices by SKU id, in order of days."""

    skus: Mapping[str, Sku]
    lists: Mapping[int, list[Rate]]

    def list_price(self, sku: Sku, on: date) -> Decimal | None:
        return next((rate.amount for rate in self.lists.get(sku.pk, ()) if on in rate), None)


def write_catalogue(source: Source, joined: Joined) -> Catalogue:
    categories = _categories(source)
    skus = _skus(source, joined, categories)
    lists = {
        skus[product].pk: rates for product, rates in _by_product(source.prices).items() if product in skus
    }
    SkuCost.objects.bulk_create(
        SkuCost(sku=skus[rate.product], start=rate.start, stop=rate.stop, cost=rate.amount)
        for rate in source.costs
        if rate.product in skus
    )
    PriceRule.objects.bulk_create(
        PriceRule(sku_id=sku, start=rate.start, stop=rate.stop, list_price=rate.amount, net_price=rate.amount)
        for sku, rates in lists.items()
        for rate in rates
    )
    by_key = {key: skus[product.id] for key, product in joined.products.items() if product.id in skus}
    return Catalogue(by_key | _unmet(source, by_key), lists)


def _by_product(rates: Iterable[Rate]) -> dict[str, list[Rate]]:
    found: dict[str, list[Rate]] = {}
    for rate in sorted(rates, key=lambda rate: rate.start):
        found.setdefault(rate.product, []).append(rate)
    return found


def _categories(source: Source) -> dict[str, Category]:
    """The subcategories by their ids, below their categories."""
    tops = {
        group.id: Category.objects.create(code=f"C{int(group.id):02d}", name=group.name)
        for group in source.categories
    }
    return {
        group.id: Category.objects.create(
            code=f"C{int(group.parent):02d}-{int(group.id):02d}", name=group.name, parent=tops[group.parent]
        )
        for group in source.subcategories
    }


def _wanted(source: Source, joined: Joined) -> list[Product]:
    """The finished goods, and whatever an order line names."""
    met = {joined.products[key].id for key in _sold(source) if key in joined.products}
    return [product for product in source.products if product.finished or product.id in met]


def _sold(source: Source) -> set[str]:
    return {line.product_key for line in source.lines}


def _code_of_unmet(key: str) -> str:
    return f"K{key}"


def sku_codes(source: Source, joined: Joined) -> set[str]:
    """The codes of all SKUs that come of the folder."""
    unmet = _sold(source) - set(joined.products)
    return {product.number for product in _wanted(source, joined)} | set(map(_code_of_unmet, unmet))


def _skus(source: Source, joined: Joined, categories: Mapping[str, Category]) -> dict[str, Sku]:
    """By product id; bulk_create fills in their own."""
    products = _wanted(source, joined)
    skus = Sku.objects.bulk_create(
        Sku(
            code=product.number,
            name=product.name,
            spec=product.spec,
            category=categories.get(product.subcategory),
            unit_name="件",
            pack_name="件",
            state=Sku.State.ENDED if product.ended else Sku.State.ACTIVE,
            search=search_text(product.name, product.number),
        )
        for product in products
    )
    return {product.id: sku for product, sku in zip(products, skus, strict=True)}


def _unmet(source: Source, met: Mapping[str, Sku]) -> dict[str, Sku]:
    """What the order lines name but no product answers to: a SKU of its own, so that no line is lost."""
    return {
        key: Sku.objects.create(
            code=_code_of_unmet(key),
            name=source.names[key],
            unit_name="件",
            pack_name="件",
            state=Sku.State.ENDED,
            search=search_text(source.names[key], _code_of_unmet(key)),
        )
        for key in sorted(_sold(source) - set(met))
    }
