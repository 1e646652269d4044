"""What the folder holds, as typed rows: days as the orders count them, money exact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tonglu.base.periods import Period


@dataclass(frozen=True, slots=True)
class Territory:
    id: str
    name: str
    group: str


@dataclass(frozen=True, slots=True)
class Employee:
    """`node` is the organisation node in hexadecimal, `level` its depth: 0 for the head of the company."""

    id: str
    login: str
    node: str
    level: int
    title: str
    hired: date


@dataclass(frozen=True, slots=True)
class Seller:
    """`territory` is undated, and empty for one who leads others."""

    id: str
    territory: str


@dataclass(frozen=True, slots=True)
class Stay:
    """A seller works a territory on the days from `start` up to, not including, `stop`."""

    seller: str
    territory: str
    start: date
    stop: date | None


@dataclass(frozen=True, slots=True)
class Quota:
    seller: str
    quarter: Period
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Product:
    id: str
    name: str
    number: str
    finished: bool
    spec: str
    subcategory: str
    ended: bool


@dataclass(frozen=True, slots=True)
class Rate:
    """A price or a cost of a product, on half-open days."""

    product: str
    start: date
    stop: date | None
    amount: Decimal

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.stop is None or day < self.stop)


@dataclass(frozen=True, slots=True)
class Group:
    """A category; `parent` is empty at the top."""

    id: str
    parent: str
    name: str


@dataclass(frozen=True, slots=True)
class Reseller:
    key: str
    name: str
    business: str
    city: str
    state: str
    country: str


@dataclass(frozen=True, slots=True)
class Store:
    name: str
    seller: str


@dataclass(frozen=True, slots=True)
class Line:
    """An order line. `net` and `cost` are of the whole line; `standard`: the cost is quantity times standard cost."""

    order: str
    day: date
    product_key: str
    reseller: str
    employee_key: str
    territory: str
    quantity: int
    net: Decimal
    cost: Decimal | None
    standard: bool


@dataclass(frozen=True, slots=True)
class Source:
    """All of the folder. `keys` are pairs (EmployeeKey, SalesPersonID); `names` the order lines' products by key."""

    territories: Sequence[Territory]
    employees: Sequence[Employee]
    sellers: Sequence[Seller]
    stays: Sequence[Stay]
    quotas: Sequence[Quota]
    products: Sequence[Product]
    categories: Sequence[Group]
    subcategories: Sequence[Group]
    prices: Sequence[Rate]
    costs: Sequence[Rate]
    resellers: Sequence[Reseller]
    stores: Sequence[Store]
    lines: Sequence[Line]
    keys: frozenset[tuple[str, str]]
    names: Mapping[str, str]
    orders_without_lines: int
