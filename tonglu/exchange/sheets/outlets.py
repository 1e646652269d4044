"""Outlets from a sheet into the company 网点导入."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from tonglu.base.datum import Datum
from tonglu.base.errors import Refused
from tonglu.base.journal.models import record
from tonglu.base.search import search_text
from tonglu.customers.cards.models import Customer, Ownership
from tonglu.directory.catalog.models import Channel
from tonglu.directory.org.models import Position
from tonglu.exchange.sheets.columns import Checked, Fault, FaultKind, check
from tonglu.exchange.sheets.company import company_for_lists, unit_for_lists
from tonglu.exchange.sheets.outcome import Outcome, write_errors
from tonglu.exchange.sheets.places import COLUMNS, NEAR, Place, apart, place, plain
from tonglu.exchange.sheets.sheet import read_sheet


@dataclass(frozen=True, slots=True)
class Wish:
    """How outlets are to be taken in.

    With the code of a `position` they are active and its own from `on` (today); without, prospects without an
    owner. `unit`: a unit's code, else the position's, else the organisation's root. `prefix` begins the codes of
    those that bring none, else the first word of the file's name. `company` names the one that is made in an empty
    database.
    """

    datum: Datum
    at: datetime
    on: date | None = None
    strict: bool = False
    position: str | None = None
    unit: str | None = None
    prefix: str | None = None
    company: str = "导入公司"


@transaction.atomic
def import_outlets(*, path: Path, wish: Wish) -> Outcome:
    """Loads new outlets; those already there stay as they are.

    Good rows go in together or, when strict and any is bad, not at all. Raises Refused for a position or unit that
    is not there, and for a file that cannot be read.
    """
    position = _position(wish.position)
    sheet = read_sheet(path)
    checked = check(sheet, COLUMNS, partial(place, datum=wish.datum))
    channels = _channels(checked)
    new, known = _sorted_out(checked)
    held_back = len(new) if wish.strict and checked.faults else 0
    if new and not held_back:
        _load(new, path=path, wish=wish, position=position, channels=channels)
    return Outcome(
        loaded=0 if held_back else len(new),
        known=known,
        faults=checked.faults,
        held_back=held_back,
        unused=checked.unused,
        notes=list(_notes(new)),
        errors=write_errors(path, sheet, checked.faults) if checked.faults else None,
    )


def _position(code: str | None) -> Position | None:
    if code is None:
        return None
    position = Position.objects.filter(code=code).select_related("unit").first()
    if position is None:
        raise Refused(_("没有岗位 {position}"), position=code, code="no_position")
    return position


def _channels(checked: Checked[Place]) -> dict[str, Channel]:
    """Channels by code and by name; rows that name another join the faults."""
    channels = {name: channel for channel in Channel.objects.all() for name in (channel.name, channel.code)}
    for line, row in checked.good:
        if row.channel and row.channel not in channels:
            checked.faults.append(
                Fault(line, FaultKind.BAD, _("没有渠道 {channel!r}").format(channel=row.channel))
            )
    checked.good = [(line, row) for line, row in checked.good if not row.channel or row.channel in channels]
    return channels


@dataclass(frozen=True, slots=True)
class _There:
    """A shop that a row may be again: in the database, or further up in the sheet."""

    label: str
    code: str
    key: tuple[str, str]
    point: tuple[float, float] | None


def _sorted_out(checked: Checked[Place]) -> tuple[list[Place], int]:
    """The new outlets, and how many are there already; duplicates join the faults."""
    stored, above = _stored(), _Shops()
    new, same = [], 0
    for line, row in checked.good:
        twice = above.clash(row)
        if twice is None:
            above.add(_There(_("第 {n} 行").format(n=line.number), row.code, row.key, row.point))
        if twice is None and stored.same(row):
            same += 1
        elif reason := twice or stored.clash(row):
            checked.faults.append(Fault(line, FaultKind.DUPLICATE, reason))
        else:
            new.append(row)
    return new, same


class _Shops:
    """Shops by name and by code, asked whether a row is one of them again."""

    def __init__(self) -> None:
        self._named: dict[str, list[_There]] = defaultdict(list)
        self._coded: dict[str, _There] = {}

    def add(self, shop: _There) -> None:
        self._named[shop.key[0]].append(shop)
        if shop.code:
            self._coded[shop.code] = shop

    def same(self, row: Place) -> bool:
        """Whether exactly this row is there: name, address, place, and its code if it brings one."""
        return any(
            shop.key == row.key and row.code in ("", shop.code) and (apart(shop.point, row.point) or 0) < NEAR
            for shop in self._named[row.key[0]]
        )

    def clash(self, row: Place) -> str | None:
        """Why the row is no new shop."""
        if row.code in self._coded:
            return _("编码 {code} 已用于{shop}").format(code=row.code, shop=self._coded[row.code].label)
        for shop in self._named[row.key[0]]:
            distance = apart(shop.point, row.point)
            if shop.key == row.key:
                twice = _("与{shop}同名同址，相距 {distance} 米") if distance else _("与{shop}同名同址")
                return twice.format(shop=shop.label, distance=distance)
            if distance is not None and distance < NEAR:
                return _("与{shop}同名，相距 {distance} 米").format(shop=shop.label, distance=distance)
        return None


def _stored() -> _Shops:
    shops = _Shops()
    for code, name, address, lng, lat in Customer.objects.values_list(
        "code", "name", "address", "lng", "lat"
    ):
        point = None if lng is None or lat is None else (lng, lat)
        shops.add(_There(_("客户 {code} ").format(code=code), code, (plain(name), plain(address)), point))
    return shops


def _notes(rows: Sequence[Place]) -> Iterator[str]:
    """Many shops in one point are the mark of an address that a map did not find."""
    points = Counter(row.point for row in rows if row.point)
    shared = [n for n in points.values() if n > 1]
    if shared:
        yield _("{shops} 家与别家坐标完全相同（{places} 处），请核对定位").format(
            shops=sum(shared), places=len(shared)
        )


def _load(
    rows: Sequence[Place],
    *,
    path: Path,
    wish: Wish,
    position: Position | None,
    channels: Mapping[str, Channel],
) -> None:
    company = company_for_lists(name=wish.company, at=wish.at)
    unit = unit_for_lists(wish.unit) if wish.unit or position is None else position.unit
    codes = _codes(wish.prefix or _prefix(path), taken={row.code for row in rows})
    customers = Customer.objects.bulk_create(
        Customer(
            code=(code := row.code or next(codes)),
            name=row.name,
            state=Customer.State.ACTIVE if position else Customer.State.PROSPECT,
            channel=channels.get(row.channel),
            unit=unit,
            address=row.address,
            lng=row.point[0] if row.point else None,
            lat=row.point[1] if row.point else None,
            datum=wish.datum if row.point else "",
            contact=row.contact,
            phone=row.phone,
            search=search_text(row.name, code, row.phone, row.address),
        )
        for row in rows
    )
    if position:
        on = wish.on or company.business_date(wish.at)
        Ownership.objects.bulk_create(
            Ownership(customer=customer, position=position, start=on) for customer in customers
        )
    facts = {"file": path.name, "rows": len(rows), "datum": wish.datum, "position": wish.position}
    record(verb="import.outlets", obj=company, by=None, at=wish.at, facts=facts)


def _prefix(path: Path) -> str:
    """The first word of the file's name in capitals: `dili_stores.csv` → `DILI`; `OUT` for a Chinese name."""
    word = re.search(r"[A-Z0-9]+", path.stem.upper(), re.ASCII)
    return word[0][:16] if word else "OUT"


def _codes(prefix: str, *, taken: set[str]) -> Iterator[str]:
    """`DILI-0001`, `DILI-0002` … behind the last one given out or taken."""
    pattern = re.compile(re.escape(prefix) + r"-(\d+)")
    taken = taken.union(Customer.objects.values_list("code", flat=True))
    used = (pattern.fullmatch(code) for code in taken)
    n = max((int(match[1]) for match in used if match), default=0)
    while True:
        n += 1
        yield f"{prefix}-{n:04d}"
