"""The daily visit report as values: what stands on the sheet, as it was computed and as it is frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter

# the columns of the printed form that are ticked, in its order; no facts exist yet for the last four
MARKS = ("greet", "explain", "order", "repair", "complaint", "install", "collect")
# the lines of its time bar, in its order
ACTIVITIES = ("prepare", "travel", "wait", "talk", "install", "work")
# a field added later has a default, so that a sheet signed before can still be read
EDITION = 1


@dataclass(frozen=True, slots=True)
class Sale:
    """Amounts of orders: `list_amount` − `discount` = `net_amount`; `costed` is the net amount whose cost is known."""

    list_amount: Decimal = Decimal(0)
    net_amount: Decimal = Decimal(0)
    costed: Decimal = Decimal(0)
    profit: Decimal = Decimal(0)

    @property
    def discount(self) -> Decimal:
        return self.list_amount - self.net_amount

    @property
    def margin(self) -> Decimal | None:
        """Percent of the net amount whose cost is known; None where there is none."""
        return 100 * self.profit / self.costed if self.costed else None

    def without_cost(self) -> Sale:
        return replace(self, costed=Decimal(0), profit=Decimal(0))

    def __add__(self, other: Sale) -> Sale:
        return Sale(
            self.list_amount + other.list_amount,
            self.net_amount + other.net_amount,
            self.costed + other.costed,
            self.profit + other.profit,
        )


@dataclass(frozen=True, slots=True)
class CallRow:
    """A row of the sheet: one call. Times are `09:05`; `sale` is None without an order, or when it was cancelled.

    `opened`: it took the outlet's first order ever. `planned`: the day plan sent him there.
    """

    sequence: int
    visit: str
    customer: str
    name: str
    purpose: str
    outcome: str
    started: str
    ended: str
    minutes: int
    marks: tuple[str, ...]
    order: str = ""
    sale: Sale | None = None
    opened: bool = False
    planned: bool = False
    photos: int = 0


@dataclass(frozen=True, slots=True)
class Foot:
    """Totals of the calls of a kind of outlet: `new` 新开户, `existing` 原有户, `total` 合计."""

    kind: str
    calls: int
    deals: int
    minutes: int
    marks: Mapping[str, int]
    sale: Sale


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of the day spent on one activity; seconds since midnight."""

    activity: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Head:
    """Who and when, and how his month stands at the end of that day. Money, percent, percentage points.

    `units` are the names from the area down to his own; `started` and `ended` the marks of his day.
    """

    company: str
    currency: str
    units: tuple[str, ...]
    person: str
    name: str
    day: date
    customers: int
    target: Decimal | None
    sales: Decimal | None
    achievement: Decimal | None
    pace: Decimal | None
    started: str = ""
    ended: str = ""


@dataclass(frozen=True, slots=True)
class Missed:
    """A planned customer at whom no call was completed."""

    customer: str
    name: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Word:
    """What a customer said or what was noted at his place; `reason` is the key of why he did not order."""

    customer: str
    name: str
    words: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A SKU of which less was agreed than suggested: how often for each reason (a key), and how much less.

    `short` is in base units, `packs` the same as people say it.
    """

    sku: str
    name: str
    reasons: Mapping[str, int]
    short: int
    packs: str


@dataclass(frozen=True, slots=True)
class Shortage:
    """A SKU that was not there at a call: counted as none, or required and not found."""

    sku: str
    name: str
    required: bool
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rival:
    """A competitor's product, price or action, as seen."""

    name: str
    brand: str
    product: str
    price: Decimal | None
    words: str


@dataclass(frozen=True, slots=True)
class DaySheet:
    """The whole sheet. `figures` are the day's metrics by key; `version` tells which meaning they had (see engine).

    `counted` is the number of SKUs counted at the calls, of which `shortages` are the missing ones.
    """

    head: Head
    calls: tuple[CallRow, ...]
    foot: tuple[Foot, ...]
    figures: Mapping[str, Decimal | None]
    spells: tuple[Spell, ...]
    minutes: Mapping[str, int]
    missed: tuple[Missed, ...]
    words: tuple[Word, ...]
    refusals: tuple[Refusal, ...]
    shortages: tuple[Shortage, ...]
    counted: int
    rivals: tuple[Rival, ...]
    version: str
    edition: int = EDITION

    @property
    def total(self) -> Foot:
        return self.foot[-1]

    def without_cost(self) -> DaySheet:
        """The same sheet for one who may not know what goods cost us: no call and no total has a margin."""
        calls = (replace(call, sale=call.sale and call.sale.without_cost()) for call in self.calls)
        foot = (replace(line, sale=line.sale.without_cost()) for line in self.foot)
        return replace(self, calls=tuple(calls), foot=tuple(foot))

    def as_json(self) -> dict[str, Any]:
        """Everything on the sheet, decimals as strings, so that nothing is lost on the way."""
        frozen: dict[str, Any] = _SHEETS.dump_python(self, mode="json")
        return frozen

    @classmethod
    def from_json(cls, frozen: Mapping[str, Any]) -> DaySheet:
        """The sheet as it was signed. Raises pydantic's ValidationError for what is no sheet."""
        return _SHEETS.validate_python(frozen)


_SHEETS = TypeAdapter(DaySheet)
