"""Outlets as rows of a sheet: their columns, their points in WGS-84, and which of two is the same shop."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from tonglu.base.datum import Datum, is_shifted, to_wgs84
from tonglu.exchange.sheets.columns import BadCell, Column, number, text
from tonglu.fieldwork.visits.rules import metres

# two rows of one name nearer than this, in metres, are one shop: a phone's position is off by less
NEAR = 50
# decimals of a stored degree: a centimetre
_DECIMALS = 7

COLUMNS = (
    Column("code", ("code", "编码", "客户编码"), text(32)),
    Column("name", ("name", "客户名称", "门店名称", "名称"), text(120), required=True),
    Column("address", ("address", "详细地址", "地址"), text(240)),
    Column("channel", ("channel", "渠道"), text(64)),
    Column("contact", ("contact", "联系人"), text(64)),
    Column("phone", ("phone", "手机", "电话"), text(32)),
    Column("lng", ("lng", "lon", "longitude", "经度"), number, empty=None),
    Column("lat", ("lat", "latitude", "纬度"), number, empty=None),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A row. `point` is (lng, lat) in WGS-84 degrees, None where the sheet is silent."""

    code: str
    name: str
    address: str
    channel: str
    contact: str
    phone: str
    point: tuple[float, float] | None

    @property
    def key(self) -> tuple[str, str]:
        return plain(self.name), plain(self.address)


def place(
    *,
    datum: Datum,
    code: str,
    name: str,
    address: str,
    channel: str,
    contact: str,
    phone: str,
    lng: Decimal | None,
    lat: Decimal | None,
) -> Place:
    """A row's values; its point comes in as `datum`. Raises BadCell for a point that cannot be."""
    return Place(code, name, address, channel, contact, phone, point(lng, lat, datum))


def plain(words: str) -> str:
    """A name or address without what differs from hand to hand: full width, case, blanks."""
    return "".join(unicodedata.normalize("NFKC", words).casefold().split())


def apart(one: tuple[float, float] | None, other: tuple[float, float] | None) -> int | None:
    """Metres between two points; None where one is missing."""
    return metres(*one, *other) if one and other else None


def point(lng: Decimal | None, lat: Decimal | None, datum: Datum) -> tuple[float, float] | None:
    """A row's point in WGS-84 degrees, None where it is silent. Raises BadCell for one that cannot be."""
    if lng is None and lat is None:
        return None
    if lng is None or lat is None:
        raise BadCell(_("经度和纬度要么都填，要么都不填"))
    if abs(lat) > 90 and abs(lng) <= 90:
        raise BadCell(_("经纬度像是颠倒了：经度 {lng}，纬度 {lat}").format(lng=lng, lat=lat))
    if abs(lng) > 180 or abs(lat) > 90:
        raise BadCell(_("没有这样的坐标：经度 {lng}，纬度 {lat}").format(lng=lng, lat=lat))
    if lng == 0 and lat == 0:
        raise BadCell(_("坐标是 0,0：没有定位"))
    if datum != "wgs84" and not is_shifted(float(lng), float(lat)):
        raise BadCell(
            _("{datum} 的坐标应在中国境内：经度 {lng}，纬度 {lat}").format(datum=datum, lng=lng, lat=lat)
        )
    east, north = to_wgs84(float(lng), float(lat), datum)
    return round(east, _DECIMALS), round(north, _DECIMALS)
