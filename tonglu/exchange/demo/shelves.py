"""What stands on an outlet's shelves: each article sells at its own pace, and the count of a call follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from random import Random

from tonglu.exchange.demo.catalogue import Article, Catalogue
from tonglu.exchange.demo.outlets import Outlet
from tonglu.exchange.demo.standards import Standards
from tonglu.solvers.replenish import Shelf, Suggestion, rule15

# articles beside the must-stock list, base units sold a day of an article of pull 1, and what fits on the shelf
RANGE = {"TRAD": 5, "CVS": 8, "SUPER": 12, "REST": 3, "SCHOOL": 5, "LEISURE": 4}
PACE = {"TRAD": 1.0, "CVS": 1.5, "SUPER": 1.9, "REST": 1.2, "SCHOOL": 1.8, "LEISURE": 1.0}
GRADE = {"A": 1.25, "B": 0.8, "C": 0.5}
FACING = 24
LISTED = 0.985  # of the must-stock articles are really carried
EMPTY_FRONT = 0.02  # goods in the back room and none on the shelf
# demand by month: cold drinks sell in summer, and before the Spring Festival
SEASON = (0.94, 0.9, 0.84, 0.92, 1.03, 1.14, 1.22, 1.18, 1.06, 0.97, 0.9, 0.92)


@dataclass(slots=True)
class Slot:
    """An article at an outlet. `pace`: base units a day; `stock`: as counted last; `coming`: ordered at that call."""

    article: Article
    sku: int
    pace: float
    opening: int
    stock: int
    counted_on: date | None = None
    coming: int = 0


@dataclass(frozen=True, slots=True)
class Count:
    """An article as found at a call, and what the rule of the house suggests."""

    slot: Slot
    shelf: int
    back: int
    suggestion: Suggestion

    @property
    def sku(self) -> int:
        return self.slot.sku

    @property
    def total(self) -> int:
        return self.shelf + self.back


def stocked(random: Random, *, outlet: Outlet, goods: Catalogue, standards: Standards) -> list[Slot]:
    """What an outlet carries: nearly all of its must-stock list, and some of the rest, the popular ones rather."""
    must = standards[outlet.channel, outlet.grade]
    slots, others, weights = [], [], []
    for article in goods.articles:
        if article.sku.pk not in must:
            others.append(article)
            weights.append(article.pull)
        elif random.random() < LISTED:
            slots.append(_slot(random, outlet, article, must[article.sku.pk]))
    more = dict.fromkeys(random.choices(others, weights=weights, k=RANGE[outlet.channel]))
    return slots + [_slot(random, outlet, article, 0) for article in more]


def _slot(random: Random, outlet: Outlet, article: Article, opening: int) -> Slot:
    pace = PACE[outlet.channel] * GRADE[outlet.grade] * article.pull * random.uniform(0.5, 1.6)
    stock = round(random.uniform(0.1, 1.0) * article.package.pack + pace * random.uniform(0, 9))
    return Slot(article, article.sku.pk, pace, opening, stock)


def counted(random: Random, *, slot: Slot, on: date, next_on: date, lift: float = 1.0) -> Count:
    """Lets the days since the last call sell, counts, and asks the rule; the slot then stands as counted.

    `lift` is what an offer makes of the demand.
    """
    since = (on - slot.counted_on).days if slot.counted_on else 0
    found = max(
        0, slot.stock + slot.coming - _demand(random, slot.pace * since * SEASON[on.month - 1] * lift)
    )
    front = 0 if random.random() < EMPTY_FRONT else min(found, FACING)
    shelf = Shelf(
        sku=slot.article.sku.code,
        last_count=slot.stock if slot.counted_on else None,
        count=found,
        delivered=slot.coming,
        days_since=max(1, since),
        days_to_next=max(1, (next_on - on).days),
        pack=slot.article.package.pack,
        opening_order=slot.opening,
        shelf_empty=front == 0,
        shelf_life_days=slot.article.sku.shelf_life_days,
    )
    suggestion = rule15(shelf)
    slot.stock, slot.counted_on, slot.coming = found, on, 0
    return Count(slot, front, found - front, suggestion)


def _demand(random: Random, mean: float) -> int:
    """Shoppers come in groups: somewhat wilder than Poisson."""
    return max(0, round(random.gauss(mean, sqrt(1.3 * mean)))) if mean else 0


def carried(counts: Sequence[Count]) -> Mapping[int, bool]:
    """SKU id → whether any was there."""
    return {count.sku: count.total > 0 for count in counts}
