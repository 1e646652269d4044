"""Outlets in a sheet: their points in WGS-84, and how their names are compared."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

from django.utils.translation import gettext as _

from tonglu.base.datum import Datum, is_shifted, to_wgs84
from tonglu.exchange.sheets.columns import BadCell

# two rows of one name nearer than this, in metres, are one shop: a phone's position is off by less
NEAR = 50
# decimals of a stored degree: a centimetre
_DECIMALS = 7


def plain(words: str) -> str:
    """A name or address without what differs from hand to hand: full width, case, blanks."""
    return "".join(unicodedata.normalize("NFKC", words).casefold().split())


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
