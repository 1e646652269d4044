"""Which shop a row may be again: by telephone, by name and address, or by a like name in the same place.

Shops are found in buckets: by the digits of the telephone, by the plain name, and by squares of the map, so that each
row is compared with its neighbours alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tonglu.customers.cards.models import Customer
from tonglu.exchange.imports.ledger import Row
from tonglu.exchange.imports.noun import Alike, Match
from tonglu.exchange.sheets.cells import digits
from tonglu.exchange.sheets.places import NEAR, plain
from tonglu.fieldwork.visits.rules import metres

# squares of the map per degree: at least 55 metres high, and at 54° north, where China ends, still 65 wide
_SQUARES_LAT, _SQUARES_LNG = 2000, 1000
# of the pairs of letters of both names, how many must be the same in both (Dice's coefficient)
ALIKE = 0.75
# endings that say what a shop is and not which one it is
_KINDS = ("生活超市", "便利店", "食杂店", "烟酒行", "烟酒店", "小卖部", "超市", "商店", "百货", "商行", "店")


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop of the house or of a row further up."""

    name: str
    address: str
    lng: float | None
    lat: float | None
    obj: Customer | None = None
    row: Row | None = None

    @property
    def is_bare(self) -> bool:
        """Whether nothing but its name is known."""
        return not self.address and self.lng is None


def bigrams(name: str) -> frozenset[str]:
    """The pairs of neighbouring letters of a plain name."""
    return frozenset(name[n : n + 2] for n in range(len(name) - 1)) or frozenset({name})


def same_name(one: str, other: str) -> bool:
    """Whether two plain names may be one shop's, written by two hands: what they are called without the kind of shop
    is the same, or most of their letters follow each other alike."""
    if one == other or _core(one) == _core(other):
        return True
    mine, theirs = bigrams(one), bigrams(other)
    return 2 * len(mine & theirs) >= ALIKE * (len(mine) + len(theirs))


def _core(name: str) -> str:
    for kind in _KINDS:
        if name.endswith(kind) and len(name) - len(kind) >= 2:
            return name[: -len(kind)]
    return name


class AlikeShops(Alike):
    """The shops of the house, and of the sheet as it is read."""

    def __init__(self, customers: Iterable[Customer], seen: Mapping[int, bool] | None) -> None:
        """`seen`: the ids of the customers that the sender may see; None where he sees all."""
        self.seen = seen
        self._called: dict[str, Shop] = {}
        self._addressed: dict[tuple[str, str], Shop] = {}
        # the first shop of a name, and the first of which nothing else is known: two of one name are told apart by
        # their address or place, and a chain has many
        self._named: dict[str, Shop] = {}
        self._bare: dict[str, Shop] = {}
        self._squares: dict[tuple[int, int], list[Shop]] = {}
        for c in customers:
            self._put(Shop(plain(c.name), plain(c.address), c.lng, c.lat, obj=c), c.phone)

    def find(self, row: Row) -> Match | None:
        values = row.values
        if (phone := values.get("phone")) and (shop := self._called.get(digits(phone))):
            return self._match(shop, _("电话与{shop}相同"))
        mine = _shop(values)
        if mine.address and (shop := self._addressed.get((mine.name, mine.address))):
            return self._match(shop, _("与{shop}同名同址"))
        for shop in self._near(mine):
            if same_name(mine.name, shop.name) and (apart := _apart(mine, shop)) is not None and apart < NEAR:
                reason = (
                    _("与{shop}同名，相距 {apart} 米")
                    if mine.name == shop.name
                    else _("与{shop}名称相近，相距 {apart} 米")
                )
                return self._match(shop, reason, apart=apart)
        if shop := (self._named if mine.is_bare else self._bare).get(mine.name):
            return self._match(shop, _("与{shop}同名，没有地址或坐标可以区分"))
        return None

    def add(self, row: Row) -> None:
        self._put(_shop(row.values, row), row.values.get("phone", ""))

    def _put(self, shop: Shop, phone: str) -> None:
        if phone:
            self._called.setdefault(digits(phone), shop)
        self._named.setdefault(shop.name, shop)
        if shop.is_bare:
            self._bare.setdefault(shop.name, shop)
        if shop.address:
            self._addressed.setdefault((shop.name, shop.address), shop)
        if shop.lng is not None and shop.lat is not None:
            self._squares.setdefault(_square(shop.lng, shop.lat), []).append(shop)

    def _near(self, mine: Shop) -> Iterator[Shop]:
        if mine.lng is None or mine.lat is None:
            return
        east, north = _square(mine.lng, mine.lat)
        for x in (east - 1, east, east + 1):
            for y in (north - 1, north, north + 1):
                yield from self._squares.get((x, y), ())

    def _match(self, shop: Shop, reason: str, **facts: object) -> Match:
        if shop.row is not None:
            there = _("第 {n} 行").format(n=shop.row.line.number)
            return Match(reason.format(shop=there, **facts), exact=False, row=shop.row)
        assert shop.obj is not None
        hidden = self.seen is not None and shop.obj.pk not in self.seen
        there = _("别的单位的客户") if hidden else _("客户 {code} ").format(code=shop.obj.code)
        return Match(reason.format(shop=there, **facts), exact=False, obj=shop.obj, hidden=hidden)


def _shop(values: Mapping[str, Any], row: Row | None = None) -> Shop:
    return Shop(
        plain(values.get("name", "")),
        plain(values.get("address", "")),
        values.get("lng"),
        values.get("lat"),
        row=row,
    )


def _square(lng: float, lat: float) -> tuple[int, int]:
    return int(lng * _SQUARES_LNG), int(lat * _SQUARES_LAT)


def _apart(one: Shop, other: Shop) -> int | None:
    if one.lng is None or one.lat is None or other.lng is None or other.lat is None:
        return None
    return metres(one.lng, one.lat, other.lng, other.lat)
