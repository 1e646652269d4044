"""How a form's words and answers look; loaded with the other filters of the office pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language

from tonglu.directory.forms.definition import Label
from tonglu.web.desk.tags import NOTHING, day, money, register


@register.filter
def label(words: Label | None) -> str:
    """A definition's words in the reader's language."""
    return words.say(get_language() or "zh-hans") if words else ""


@register.filter
def plain(value: Any) -> str:
    """A number as it is typed: `12.5`, `3`; whatever else was typed stays as it is."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


@register.filter
def money_of(value: Any) -> str:
    """Money from a JSON number."""
    return money(Decimal(str(value)))


@register.filter
def iso_day(value: str) -> str:
    """A day from its ISO form."""
    return day(date.fromisoformat(value))


@register.filter
def place(value: Any) -> str:
    """`123.42931, 41.79670 ±12 m`."""
    if not isinstance(value, Mapping):
        return NOTHING
    near = f" ±{round(value['accuracy'])} m" if value.get("accuracy") else ""
    return f"{value.get('lng', 0):.5f}, {value.get('lat', 0):.5f}{near}"


@register.filter(name="json")
def as_json(value: Any) -> str:
    """For a hidden input; empty without a value."""
    return json.dumps(value) if value else ""


@register.filter
def at(names: Mapping[str, str], key: str) -> str:
    """The name of a key; the key itself where it has none."""
    return names.get(key, key)
