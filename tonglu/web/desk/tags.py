"""How values look on the office pages: one filter for each kind of value, used by templates and lists alike."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import wraps
from typing import Any, Literal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tonglu.base import sentences
from tonglu.directory.catalog.models import Sku
from tonglu.fieldwork.visits.reasons import reason_name
from tonglu.results.metrics.register import Metric
from tonglu.web.viewing import viewing

register = template.Library()

NOTHING = "—"
SYMBOLS = {"CNY": "¥", "USD": "$"}
WEEKDAYS = "一二三四五六日"
# how far behind the pace, in percentage points, is amber and not yet red
NEAR = Decimal(5)
Standing = Literal["ahead", "near", "behind"]


def _rounded(value: Decimal | float | int, places: int) -> Decimal:
    return Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _signed(text: str) -> str:
    """With a true minus, as wide as a figure."""
    return text.replace("-", "−")


def _chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def shows(look: Callable[..., str]) -> Callable[..., str]:
    """A filter that shows a value as `look` says, and a dash where there is none.

    A template hands on an empty text for what is not there, so that counts as none; zero is a value.
    """

    @wraps(look)
    def shown(value: Any, *more: Any) -> str:
        return NOTHING if value is None or value == "" else look(value, *more)

    register.filter(look.__name__, shown)
    return shown


@register.filter
def listed(words: Iterable[str]) -> str:
    return sentences.listed(words)


@register.filter
def nothing(value: Any) -> Any:
    """A dash where there is no value; zero is a value."""
    return NOTHING if value is None or value == "" else value


@shows
def amount(value: Decimal) -> str:
    """`1,234.50`: for columns that name the currency in the head."""
    return _signed(f"{_rounded(value, 2):,}")


@shows
def money(value: Decimal) -> str:
    """`¥1,234.50`."""
    sign = "−" if value < 0 else ""
    return f"{sign}{symbol()}{_rounded(abs(value), 2):,}"


@register.simple_tag
def symbol() -> str:
    return SYMBOLS.get(viewing().currency, viewing().currency + " ")


@register.simple_tag
def currency_unit() -> str:
    """The unit for the head of a money column: 元, USD …"""
    code = viewing().currency
    return _("元") if code == "CNY" else code


@shows
def money_wan(value: Decimal) -> str:
    """A headline: `¥12.6万`, `¥1.32亿`; `$12.6K`, `$1.3M` where 万 is not how people count."""
    size = abs(value)
    wan = viewing().currency == "CNY" and _chinese()
    steps = (
        [(10**8, 2, "亿"), (10**4, 1, "万")] if wan else [(10**9, 2, "B"), (10**6, 2, "M"), (10**3, 1, "K")]
    )
    sign = "−" if value < 0 else ""
    for step, places, word in steps:
        if size >= step:
            return f"{sign}{symbol()}{_rounded(size / step, places):,}{word}"
    return f"{sign}{symbol()}{_rounded(size, 0):,}"


@shows
def count(value: Decimal | int) -> str:
    return _signed(f"{_rounded(value, 0):,}")


@shows
def number(value: Decimal) -> str:
    """One decimal."""
    return _signed(f"{_rounded(value, 1):,}")


@shows
def rate(value: Decimal) -> str:
    """`63.2 %`."""
    return f"{_signed(f'{_rounded(value, 1):,}')} %"


def standing(points: Decimal) -> Standing:
    """Ahead of the pace, within five points behind it, or further behind."""
    if points >= 0:
        return "ahead"
    return "near" if points >= -NEAR else "behind"


@shows
def pace(points: Decimal) -> str:
    """`▲ 领先 2.1 pp`: arrow, word and colour, so that none has to be seen alone."""
    how = standing(points)
    arrow, word = ("▲", _("领先")) if points > 0 else ("＝", _("持平")) if points == 0 else ("▼", _("落后"))
    return format_html('<span class="{}">{} {} {} pp</span>', how, arrow, word, _rounded(abs(points), 1))


@register.filter
def pace_class(points: Decimal | None) -> str:
    return standing(points) if isinstance(points, Decimal) else ""


@shows
def heat(value: Decimal, standard: int) -> str:
    """A rate on the colour of its distance from a standard: reached, within ten points, further."""
    tone = "good" if value >= standard else "warn" if value >= standard - 10 else "bad"
    return format_html('<span class="heat {}">{}</span>', tone, rate(value))


def _weekday(value: date) -> str:
    return f"周{WEEKDAYS[value.weekday()]}" if _chinese() else f"{value:%a}"


@shows
def day(value: date) -> str:
    """`11月22日 周日`, 班 and 休 where the calendar differs from the week; the year when it is not this one."""
    return _long_day(value, year=value.year != viewing().today.year)


@shows
def date_of(value: date) -> str:
    """`2025年1月1日`, `11月23日` in this year: of a term, whose weekday says nothing."""
    year = value.year != viewing().today.year
    if _chinese():
        return f"{value.year}年{value.month}月{value.day}日" if year else f"{value.month}月{value.day}日"
    return f"{value:%-d %b %Y}" if year else f"{value:%-d %b}"


@shows
def full_day(value: date) -> str:
    """`day` with its year always, for paper."""
    return _long_day(value, year=True)


def _long_day(value: date, *, year: bool) -> str:
    mark = viewing().calendar.mark(value)
    if _chinese():
        text = f"{value.year}年{value.month}月{value.day}日" if year else f"{value.month}月{value.day}日"
        return f"{text} {_weekday(value)}{mark}"
    return f"{value:%a %-d %b %Y}" if year else f"{value:%a %-d %b}"


@shows
def month_name(value: date) -> str:
    """`11月`; `November`."""
    return f"{value.month}月" if _chinese() else f"{value:%B}"


@register.simple_tag
def weekday_names() -> list[str]:
    """From Monday, as short as a column of a calendar."""
    return list(WEEKDAYS) if _chinese() else [f"{date(2024, 1, n):%a}" for n in range(1, 8)]


@shows
def short_day(value: date) -> str:
    """`11/22`, for narrow columns."""
    return f"{value.month}/{value.day}"


@shows
def moment(value: datetime) -> str:
    """`11-22 14:05` in the company's time zone; the year when it is not this one."""
    local = viewing().local(value)
    return f"{local:%m-%d %H:%M}" if local.year == viewing().today.year else f"{local:%Y-%m-%d %H:%M}"


@shows
def stamp(value: datetime) -> str:
    """`moment` with its year always, for paper."""
    return f"{viewing().local(value):%Y-%m-%d %H:%M}"


@shows
def clock_time(value: datetime) -> str:
    return f"{viewing().local(value):%H:%M}"


@shows
def minutes(seconds: int) -> str:
    return f"{_rounded(Decimal(seconds) / 60, 0)}"


@shows
def packs(quantity: int, sku: Sku) -> str:
    """`3箱4瓶`."""
    return sku.in_packs(quantity)


@register.filter
def reason(key: str) -> str:
    """Why nothing was ordered, in words."""
    return reason_name(key)


@register.filter
def metric_value(value: Decimal | None, unit: str) -> str:
    """A metric's value as its unit is read."""
    formats = {"money": money, "percent": rate, "points": pace, "minutes": number}
    return formats.get(unit, count)(value)


@register.filter
def metric_headline(value: Decimal | None, unit: str) -> str:
    return money_wan(value) if unit == "money" else metric_value(value, unit)


@shows
def against_standard(value: Decimal, metric: Metric) -> str:
    """A metric's standard, and whether it is met: arrow and colour."""
    if metric.standard is None:
        return ""
    good = value >= metric.standard
    how, arrow = ("ahead", "▲") if good else ("behind" if value < metric.standard - 10 else "near", "▼")
    return format_html(
        '<span class="{}">{} {} {}</span>', how, arrow, _("标准"), expected(metric.standard, metric.unit)
    )


@shows
def expected(standard: int | Decimal, unit: str) -> str:
    """A standard as people say it: `≥ 85 %`; one of all is written without the sign."""
    text = f"{count(standard)} %" if unit == "percent" else count(standard)
    return text if unit == "percent" and standard == 100 else f"≥ {text}"


@register.filter
def of_line(by_code: dict[str, str], line: Any) -> str:
    """What a table beside the board says of one of its lines."""
    return by_code.get(line.code, NOTHING)


@register.filter
def tone(value: Any, how: str) -> SafeString:
    """A word in a coloured box: `good`, `warn`, `bad`, `info`, or plain."""
    return format_html('<span class="tone {}">{}</span>', how, value)


@register.filter
def percent_of(part: Decimal | int | None, whole: Decimal | int | None) -> str:
    """A width for a bar, `0` to `100`, with a point whatever the language."""
    if not part or not whole:
        return "0"
    return f"{min(max(Decimal(part) / Decimal(whole) * 100, Decimal(0)), Decimal(100)):.1f}"


@register.filter
def width(value: Decimal | None) -> str:
    """A percentage as the width of a bar."""
    return percent_of(value, 100)


@register.filter
def as_script(value: Any, name: str) -> SafeString:
    """JSON in a script element that a chart reads; decimals as numbers."""
    body = json.dumps(
        value, ensure_ascii=False, default=lambda v: float(v) if isinstance(v, Decimal) else str(v)
    )
    safe = body.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return mark_safe(f'<script type="application/json" id="{name}">{safe}</script>')
