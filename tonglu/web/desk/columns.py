"""A column of a list: how its value is read off a row, and how each kind of value looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tonglu.directory.org.fields import FieldGroup
from tonglu.web.desk import tags
from tonglu.web.paper.document import Kind

Text = str | Promise
NUMBERS: frozenset[Kind] = frozenset({"amount", "count", "number", "rate", "pace", "minutes"})
FORMATS: Mapping[Kind, Callable[[Any], Any]] = {
    "text": tags.nothing,
    "wide": tags.nothing,
    "amount": tags.amount,
    "count": tags.count,
    "number": tags.number,
    "rate": tags.rate,
    "pace": tags.pace,
    "day": tags.day,
    "moment": tags.moment,
    "minutes": tags.minutes,
    "tone": lambda said: tags.tone(said[0], said[1]) if said else tags.NOTHING,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: how to read it off a row, and how it looks.

    `sort` names the database field that it is sorted by (none: it is not sorted); `link` leads from its cell;
    `extra` is shown only when asked for, one of a `group` only to those who see that group; a `tone` value is a pair of word and tone.
    """

    key: str
    title: Text
    value: Callable[[Any], Any]
    kind: Kind = "text"
    sort: str = ""
    unit: Text | Callable[[], Text] = ""
    link: Callable[[Any], str | None] | None = None
    extra: bool = False
    # whose eyes it is for, where that is not everyone who sees the row
    group: FieldGroup | None = None

    @property
    def numeric(self) -> bool:
        return self.kind in NUMBERS

    @property
    def look(self) -> str:
        """How its cells are set: figures to the right, words where they may fold."""
        return "num" if self.numeric else self.kind if self.kind in ("text", "wide") else ""

    @property
    def unit_shown(self) -> Text:
        return self.unit() if callable(self.unit) else self.unit

    def cell(self, row: Any) -> SafeString | str:
        shown = FORMATS[self.kind](self.value(row))
        href = self.link(row) if self.link else None
        return format_html('<a href="{}">{}</a>', href, shown) if href else shown

    def raw(self, row: Any) -> Any:
        """The value for a spreadsheet."""
        value = self.value(row)
        return value[0] if self.kind == "tone" and value else value
