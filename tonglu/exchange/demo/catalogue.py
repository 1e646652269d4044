"""The catalogue: channels, classes, brands, articles with barcodes, and their cost history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tonglu.base.ean import check_digit
from tonglu.base.money import to_cents
from tonglu.base.search import search_text
from tonglu.directory.catalog.models import Brand, Category, Channel, CustomerClass, Sku, SkuCost
from tonglu.exchange.demo.articles import BRANDS, FAMILIES, RIVALS, Family, Package

# no company was ever given 69900000: these barcodes are well formed and mean nothing
BARCODES = "69900000"
COST_PERCENT, COST_BEFORE_PERCENT = 58, 56
CHANNELS = {
    "TRAD": "传统小店",
    "CVS": "便利店",
    "SUPER": "超市",
    "REST": "餐饮",
    "SCHOOL": "学校",
    "LEISURE": "休闲娱乐",
}
CLASSES = {"A": "A类（每周拜访）", "B": "B类（两周一访）", "C": "C类（四周一访）"}


@dataclass(frozen=True, slots=True)
class Article:
    """A SKU with what the demo knows of it. `pull`: how well it sells, about 1; `price` at list per base unit;
    `rank`: the flavour's place in its family, 0 the best."""

    sku: Sku
    family: str
    rank: int
    package: Package
    pull: float

    @property
    def price(self) -> Decimal:
        return self.package.price


@dataclass(frozen=True, slots=True)
class Catalogue:
    channels: dict[str, Channel]
    classes: dict[str, CustomerClass]
    articles: tuple[Article, ...]


def catalogue(*, since: date, today: date) -> Catalogue:
    channels = {code: Channel.objects.create(code=code, name=name) for code, name in CHANNELS.items()}
    classes = {
        code: CustomerClass.objects.create(code=code, name=name, rank=rank)
        for rank, (code, name) in enumerate(CLASSES.items(), start=1)
    }
    articles = tuple(_articles())
    Sku.objects.bulk_create(article.sku for article in articles)
    SkuCost.objects.bulk_create(cost for article in articles for cost in _costs(article, since, today))
    return Catalogue(channels, classes, articles)


def _articles() -> Iterator[Article]:
    brands = {code: Brand.objects.create(code=code, name=name) for code, name in BRANDS.items()}
    for code, (name, _products) in RIVALS.items():
        Brand.objects.create(code=code, name=name, own=False)
    drinks = Category.objects.create(code="DRINKS", name="饮料")
    number = 0
    for family in FAMILIES:
        category = Category.objects.create(code=family.code, name=family.category, parent=drinks)
        for rank, flavour in enumerate(family.flavours):
            for package in family.packages:
                number += 1
                sku = _sku(family, flavour, package, number)
                sku.brand, sku.category = brands[family.brand], category
                pull = family.pull * package.pull / (1 + 0.35 * rank)
                yield Article(sku, family.code, rank, package, pull)


def _sku(family: Family, flavour: str, package: Package, number: int) -> Sku:
    code, name = f"{family.code}{number:03d}", f"{BRANDS[family.brand]}{flavour} {package.spec}"
    first = f"{BARCODES}{number:04d}"
    barcode = f"{first}{check_digit(first)}"
    return Sku(
        code=code,
        name=name,
        spec=f"{package.spec}×{package.pack}",
        barcode=barcode,
        unit_name=package.unit,
        pack_size=package.pack,
        shelf_life_days=family.life,
        focus=flavour == family.flavours[0] and package is family.packages[0],
        search=search_text(name, code, barcode),
    )


def _costs(article: Article, since: date, today: date) -> list[SkuCost]:
    """Sugar and bottles became dearer on a day of the history."""
    rise = dearer_from(today)
    return [
        SkuCost(sku=article.sku, cost=cost_on(article, since, today=today), start=since, stop=rise),
        SkuCost(sku=article.sku, cost=cost_on(article, rise, today=today), start=rise),
    ]


def dearer_from(today: date) -> date:
    return today - timedelta(days=42)


def cost_on(article: Article, day: date, *, today: date) -> Decimal:
    """The cost of a base unit on a day, in yuan."""
    percent = COST_PERCENT if day >= dearer_from(today) else COST_BEFORE_PERCENT
    return to_cents(article.price * percent / 100)
