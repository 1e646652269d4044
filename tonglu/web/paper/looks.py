"""How a value of each kind looks on paper: as HTML, as plain text, and as an Excel number format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import template
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString

from tonglu.base.sentences import with_aside
from tonglu.web.desk import tags
from tonglu.web.desk.columns import FORMATS
from tonglu.web.paper.document import Kind, Named

register = template.Library()

# the tick of the screen, and the one that every Chinese font has
TICK, DRAWN = "✓", "√"
EXCEL: Mapping[Kind, str] = {
    "amount": "#,##0.00",
    "money": "#,##0.00",
    "count": "#,##0",
    "number": "#,##0.0",
    "rate": '0.0" %"',
    "pace": '+0.0" pp";−0.0" pp"',
    "minutes": "0",
    "day": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
}


def _named(value: Any) -> SafeString | str:
    if not isinstance(value, Named):
        return str(tags.nothing(value))
    if not value.aside:
        return value.name
    return format_html('{} <span class="mut small">{}</span>', value.name, value.aside)


def _mark(value: bool | int | None) -> str:
    """A tick, or how many of them; nothing where there is none."""
    if not value:
        return ""
    return TICK if value is True else str(value)


_LOOKS: Mapping[Kind, Callable[[Any], Any]] = {
    **FORMATS,
    "day": tags.full_day,
    "moment": tags.stamp,
    "money": tags.money,
    "middle": lambda value: "" if value is None else value,
    "named": _named,
    "mark": _mark,
}


@register.filter
def look(value: Any, kind: Kind) -> Any:
    """A value as the page shows it: a dash for None, nothing for an empty text."""
    return "" if value == "" else _LOOKS[kind](value)


def plain(value: Any, kind: Kind) -> str:
    """The same in characters alone."""
    if kind == "named" and isinstance(value, Named):
        return with_aside(value.name, value.aside) if value.aside else value.name
    if kind == "mark" and value is True:
        return DRAWN
    shown = look(value, kind)
    return strip_tags(shown) if isinstance(shown, SafeString) else str(shown)
