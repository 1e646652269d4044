"""What may stand in a cell beyond plain text: days, periods, choices, telephones, as people write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeVar

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import override

from tonglu.base.periods import Period, parse
from tonglu.base.sentences import listed
from tonglu.exchange.sheets.columns import BadCell, money, number, text

T = TypeVar("T")

# the day that Excel's serial number 0 stands for, so that its false 29 February 1900 cancels out from March on
_EPOCH = date(1899, 12, 30)
# serial numbers from 1927 to 2119; anything else is not meant as a day
_SERIALS = range(10_000, 80_000)
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T][\d:.]+)?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_MONTH = re.compile(r"(\d{4})[-/.年]?(0?[1-9]|1[0-2])月?")
_TIME = re.compile(r"(?:.*[ T])?(\d{1,2})[:点](\d\d)?(?::\d\d(?:\.\d+)?)?分?")
_NUMBER = re.compile(r"[\s,，]")
_TELEPHONE = re.compile(r"[\s\-()（）－]")
_YES = frozenset({"是", "1", "y", "yes", "true", "√", "对", "有"})
_NO = frozenset({"否", "0", "n", "no", "false", "×", "x", "不", "无"})


def half(cell: str) -> str:
    """Full-width letters and digits as their plain ones."""
    return cell if cell.isascii() else unicodedata.normalize("NFKC", cell).strip()


def code(longest: int) -> Callable[[str], str]:
    """A code of at most so many characters, in half width."""
    read = text(longest)
    return lambda cell: read(half(cell))


def quantity(cell: str) -> Decimal:
    """A number as people write it: full width, with separators of thousands."""
    return number(_NUMBER.sub("", half(cell)))


def amount(cell: str) -> Decimal:
    """Money, not negative, to at most four decimals; a currency sign before it is no matter."""
    return money(_NUMBER.sub("", half(cell)).lstrip("¥￥"))


def whole(lowest: int = 0, highest: int = 10**6) -> Callable[[str], int]:
    """A whole number between two, both included."""

    def read(cell: str) -> int:
        found = quantity(cell)
        if not lowest <= found <= highest or found != int(found):
            raise BadCell(
                _("{cell!r} 不是 {lowest} 到 {highest} 的整数").format(
                    cell=cell, lowest=lowest, highest=highest
                )
            )
        return int(found)

    return read


def day(cell: str) -> date:
    """A day as text (2026-11-23, 2026/11/23, 20261123, 2026年11月23日) or as Excel's serial number."""
    plain = half(cell)
    match = _DAY.fullmatch(plain) or _COMPACT.fullmatch(plain)
    try:
        if match:
            return date(*map(int, match.groups()))
        if float(plain) in _SERIALS:
            return _EPOCH + timedelta(days=int(float(plain)))
    except ValueError:
        pass
    raise BadCell(_("{cell!r} 不是日期；请写成 2026-11-23").format(cell=cell))


def time_of_day(cell: str) -> time:
    """A time to the minute as text (9:30, 09:30:00, 9点30分, also behind a day) or as Excel's part of a day."""
    plain = half(cell)
    try:
        if match := _TIME.fullmatch(plain):
            return time(int(match[1]), int(match[2] or 0))
        if 0 <= (part := float(plain)) < 1:
            return (datetime.min + timedelta(minutes=round(part * 24 * 60))).time()
    except ValueError:
        pass
    raise BadCell(_("{cell!r} 不是时间；请写成 9:30").format(cell=cell))


def period(cell: str) -> Period:
    """A period: 2026-11, 2026年11月, 2026Q4, W2026-11-16, 2026, or a day."""
    plain = half(cell).upper()
    # a month that Excel took for a day comes as its first
    plain = re.sub(r"^(\d{4}-\d\d)-01 00:00:00$", r"\1", plain)
    try:
        if match := _MONTH.fullmatch(plain):
            return parse(f"{match[1]}-{int(match[2]):02d}")
        return parse(plain)
    except ValueError as error:
        raise BadCell(_("{cell!r} 不是期间；请写成 2026-11、2026Q4 或 2026").format(cell=cell)) from error


def yes_no(cell: str) -> bool:
    plain = half(cell).casefold()
    if plain in _YES:
        return True
    if plain in _NO:
        return False
    raise BadCell(_("{cell!r} 请写“是”或“否”").format(cell=cell))


def one_of(choices: Mapping[str, T]) -> Callable[[str], T]:
    """One of the names, in any case and width."""
    plain = {half(name).casefold(): value for name, value in choices.items()}

    def read(cell: str) -> T:
        try:
            return plain[half(cell).casefold()]
        except KeyError:
            names = listed(list(choices)[:8])
            raise BadCell(_("{cell!r} 不在可选项里：{names}").format(cell=cell, names=names)) from None

    return read


def labels(choices: type[TextChoices]) -> dict[str, str]:
    """What a choice may be called: its name in Chinese and in the language in force, and its own key."""
    here = {str(choice.label): str(choice.value) for choice in choices}
    with override("zh-hans"):
        chinese = {str(choice.label): str(choice.value) for choice in choices}
    return {**chinese, **here, **{str(choice.value): str(choice.value) for choice in choices}}


def telephone(cell: str) -> str:
    """A telephone without what stands between its digits; extensions and a plus stay."""
    found = _TELEPHONE.sub("", half(cell))
    if not re.fullmatch(r"\+?\d{5,20}(?:[转x,;/、]\+?\d{1,20})*", found) or len(found) > 32:
        raise BadCell(_("{cell!r} 不是电话号码").format(cell=cell))
    return found


def digits(telephone: str) -> str:
    """By what two telephones are compared: the digits of the first number, without the country's 86."""
    first = _TELEPHONE.sub("", re.split(r"[转x,;/、]", half(telephone))[0]).lstrip("+")
    return first[2:] if first.startswith("86") and len(first) > 11 else first
