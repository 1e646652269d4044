"""How values look on the office pages: one filter for each kind of value, used by templates and lists alike."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal
from urllib.parse import urlencode

from django import template
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tonglu.directory.org.scope import Scope
from tonglu.web.access import may as may_open
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


@register.filter
def nothing(value: Any) -> Any:
    """A dash where there is no value; zero is a value."""
    return NOTHING if value is None or value == "" else value


@register.filter
def amount(value: Decimal | None) -> str:
    """`1,234.50`: for columns that name the currency in the head."""
    return NOTHING if value is None else _signed(f"{_rounded(value, 2):,}")


@register.filter
def money(value: Decimal | None) -> str:
    """`¥1,234.50`."""
    if value is None:
        return NOTHING
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


@register.filter
def money_wan(value: Decimal | None) -> str:
    """A headline: `¥12.6万`, `¥1.32亿`; `$12.6K`, `$1.3M` where 万 is not how people count."""
    if value is None:
        return NOTHING
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


@register.filter
def count(value: Decimal | int | None) -> str:
    return NOTHING if value is None else _signed(f"{_rounded(value, 0):,}")


@register.filter
def number(value: Decimal | None) -> str:
    """One decimal."""
    return NOTHING if value is None else _signed(f"{_rounded(value, 1):,}")


@register.filter
def rate(value: Decimal | None) -> str:
    """`63.2 %`."""
    return NOTHING if value is None else f"{_signed(f'{_rounded(value, 1):,}')} %"


def standing(points: Decimal | None) -> Standing | Literal[""]:
    """Ahead of the pace, within five points behind it, or further behind."""
    if points is None:
        return ""
    if points >= 0:
        return "ahead"
    return "near" if points >= -NEAR else "behind"


@register.filter
def pace(points: Decimal | None) -> SafeString | str:
    """`▲ 领先 2.1 pp`: arrow, word and colour, so that none has to be seen alone."""
    how = standing(points)
    if points is None or not how:
        return NOTHING
    word = f"▲ {_('领先')}" if points > 0 else f"＝ {_('持平')}" if points == 0 else f"▼ {_('落后')}"
    return format_html('<span class="{}">{} {} pp</span>', how, word, _rounded(abs(points), 1))


@register.filter
def pace_class(points: Decimal | None) -> str:
    return standing(points)


@register.filter
def heat(value: Decimal | None, standard: int | None) -> SafeString | str:
    """A rate on the colour of its distance from a standard: reached, within ten points, further."""
    if value is None or standard is None:
        return rate(value)
    tone = "good" if value >= standard else "warn" if value >= standard - 10 else "bad"
    return format_html('<span class="heat {}">{}</span>', tone, rate(value))


def _weekday(value: date) -> str:
    return f"周{WEEKDAYS[value.weekday()]}" if _chinese() else f"{value:%a}"


@register.filter
def day(value: date | None) -> str:
    """`11月22日 周日`, 班 and 休 where the calendar differs from the week; the year when it is not this one."""
    if value is None:
        return NOTHING
    mark = viewing().calendar.mark(value)
    year = value.year != viewing().today.year
    if _chinese():
        text = f"{value.year}年{value.month}月{value.day}日" if year else f"{value.month}月{value.day}日"
        return f"{text} {_weekday(value)}{mark}"
    return f"{value:%a %-d %b %Y}" if year else f"{value:%a %-d %b}"


@register.filter
def short_day(value: date | None) -> str:
    """`11/22`, for narrow columns."""
    return NOTHING if value is None else f"{value.month}/{value.day}"


@register.filter
def moment(value: datetime | None) -> str:
    """`11-22 14:05` in the company's time zone; the year when it is not this one."""
    if value is None:
        return NOTHING
    local = timezone.localtime(value)
    return f"{local:%m-%d %H:%M}" if local.year == viewing().today.year else f"{local:%Y-%m-%d %H:%M}"


@register.filter
def clock_time(value: datetime | None) -> str:
    return NOTHING if value is None else f"{timezone.localtime(value):%H:%M}"


@register.filter
def minutes(seconds: int | None) -> str:
    return NOTHING if seconds is None else f"{_rounded(Decimal(seconds) / 60, 0)}"


@register.filter
def packs(quantity: int | None, sku: Any) -> str:
    """`3箱4瓶`."""
    return NOTHING if quantity is None else sku.in_packs(quantity)


@register.filter
def metric_value(value: Decimal | None, unit: str) -> str | SafeString:
    """A metric's value as its unit is read."""
    formats = {"money": money, "percent": rate, "points": pace, "minutes": number}
    return formats.get(unit, count)(value)


@register.filter
def metric_headline(value: Decimal | None, unit: str) -> str | SafeString:
    return money_wan(value) if unit == "money" else metric_value(value, unit)


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


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changes: Any) -> str:
    """The page's own address with some of the query changed; `None` or an empty value takes a part away."""
    request: HttpRequest = context["request"]
    return changed_query(request, **changes)


@register.simple_tag(takes_context=True)
def changed_query_by(context: template.Context, key: str, value: Any) -> str:
    """`with_query` for a key that is only known in the loop; the list begins at its first page again."""
    return changed_query(context["request"], **{key: value, "page": None})


def changed_query(request: HttpRequest, **changes: Any) -> str:
    query = {key: values for key, values in request.GET.lists() if key != "part"}
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = [str(value)]
    return "?" + urlencode(query, doseq=True)


@register.simple_tag(takes_context=True)
def may(context: template.Context, name: str) -> bool:
    """Whether the one who looks may open the page of that name."""
    scope: Scope | None = getattr(context["request"], "scope", None)
    return may_open(scope.roles, name) if scope else False
