"""A document as a workbook in its printed layout: A4, one page wide, heads repeated, numbers as numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from tonglu.base.sentences import with_aside
from tonglu.web.desk import tags
from tonglu.web.paper.document import (
    Boxes,
    Column,
    Document,
    Fields,
    Kind,
    Note,
    Signatures,
    Table,
    TimeBar,
)
from tonglu.web.paper.grid import grid, lines_of, spread
from tonglu.web.paper.looks import EXCEL, plain
from tonglu.web.viewing import viewing

A4 = 9
BASE = {"font_name": "宋体", "font_size": 9, "valign": "vcenter"}
HEAD = {"bold": True, "bg_color": "#E9EFED"}


def book(documents: Sequence[Document]) -> bytes:
    """A worksheet for each document."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as made:
        looks = _Looks(made)
        for n, document in enumerate(documents, start=1):
            name = document.title if len(documents) == 1 else f"{n} {document.title}"
            _Sheet(made.add_worksheet(_legal(name)), looks, document).write()
    return target.getvalue()


def _legal(name: str) -> str:
    """What Excel takes as a sheet's name: 31 characters, none of those that mean something to it."""
    return "".join(" " if sign in "[]:*?/\\'" else sign for sign in name)[:31]


class _Looks:
    """Formats of a workbook, made once each."""

    def __init__(self, made: Any) -> None:
        self._made = made
        self._known: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, **look: Any) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self._known:
            self._known[key] = self._made.add_format({**BASE, **look})
        return self._known[key]

    def cell(self, kind: Kind, side: str, **more: Any) -> Any:
        number = {"num_format": EXCEL[kind]} if kind in EXCEL else {"text_wrap": True}
        return self(border=1, align=side, **number, **more)


class _Sheet:
    """The worksheet and the row that is written next."""

    def __init__(self, page: Any, looks: _Looks, document: Document) -> None:
        self.page, self.looks, self.document = page, looks, document
        self.widths = grid(document)
        self.last = len(self.widths) - 1
        self.at = 0

    def write(self) -> None:
        self._setup()
        self._title()
        writers: Mapping[type[Any], Callable[[Any], None]] = {
            Fields: self._fields,
            Table: self._table,
            Boxes: self._boxes,
            TimeBar: self._timebar,
            Note: self._note,
            Signatures: self._signatures,
        }
        for block in self.document.blocks:
            writers[type(block)](block)

    def _setup(self) -> None:
        page, document = self.page, self.document
        for n, width in enumerate(self.widths):
            page.set_column(n, n, width)
        if document.landscape:
            page.set_landscape()
        page.set_paper(A4)
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        page.center_horizontally()
        page.hide_gridlines(2)
        left, foot, aside = (
            text.replace("&", "&&") for text in (document.left, document.foot, document.aside)
        )
        page.set_header(f"&L{left}&R{document.right.replace('&', '&&')}")
        page.set_footer(f"&L{foot}&C{_('第 &P 页，共 &N 页')}&R{aside}")

    def _title(self) -> None:
        self._span(0, self.last, self.document.title, self.looks(font_size=16, bold=True, align="center"))
        self._next(28)
        for text in (self.document.right,):
            self._span(0, self.last, text, self.looks(align="right"))
            self._next()

    def _next(self, height: float = 0) -> None:
        if height:
            self.page.set_row(self.at, height)
        self.at += 1

    def _span(self, first: int, last: int, value: Any, look: Any) -> None:
        """A value over some columns of this row; text stays text, whatever it looks like."""
        if last > first:
            self.page.merge_range(self.at, first, self.at, last, "", look)
        match value:
            case None | "":
                self.page.write_blank(self.at, first, None, look)
            case datetime():
                local = viewing().local(value).replace(tzinfo=None)
                self.page.write_datetime(self.at, first, local, look)
            case date():
                self.page.write_datetime(self.at, first, datetime(value.year, value.month, value.day), look)
            case Decimal() | int() | float() if not isinstance(value, bool):
                self.page.write_number(self.at, first, value, look)
            case _:
                self.page.write_string(self.at, first, str(value), look)

    def _value(self, first: int, last: int, value: Any, kind: Kind, side: str, **more: Any) -> None:
        """A number as a number, anything else as it is read; what is missing is a dash."""
        if kind in EXCEL and value is not None and value != "":
            shown = value / 60 if kind == "minutes" else value
            self._span(first, last, shown, self.looks.cell(kind, side, **more))
            return
        number = isinstance(value, int) and value is not True
        text = value if number and (value or kind != "mark") else plain(value, kind)
        side = "center" if text == tags.NOTHING else side
        self._span(first, last, text, self.looks(border=1, align=side, text_wrap=True, **more))

    def _fields(self, block: Fields) -> None:
        """Name and value side by side; the name takes two fifths."""
        across = block.across
        spans = spread(self.widths, [2, 3] * across)
        for start in range(0, len(block.fields), across):
            for n, field in enumerate(block.fields[start : start + across]):
                name, value = spans[2 * n], spans[2 * n + 1]
                self._span(*name, field.name, self.looks(border=1, text_wrap=True, **HEAD))
                if field.aside:
                    shown = with_aside(plain(field.value, field.kind), field.aside)
                    self._span(*value, shown, self.looks(border=1, text_wrap=True))
                else:
                    self._value(*value, field.value, field.kind, "left")
            self._next(26 if across > 4 else 20)

    def _table(self, block: Table) -> None:
        spans = spread(self.widths, [column.width for column in block.columns])
        for span, column in zip(spans, block.columns, strict=True):
            head = with_aside(column.title, column.unit) if column.unit else column.title
            self._span(*span, head, self.looks(border=1, align="center", text_wrap=True, **HEAD))
        self.page.repeat_rows(self.at)
        self._next(28)
        for _row, cells in block.lines():
            self._cells(spans, cells)
            self._next(lines_of(cells, [self._width(span) for span in spans]) * 12 + 3)
        if not block.rows:
            self._span(0, self.last, block.empty or tags.NOTHING, self.looks(border=1, align="center"))
            self._next(28)
        for total, cells in block.sums():
            name = f"{total.name}  {total.aside}" if total.aside else total.name
            self._span(0, spans[total.span - 1][1], name, self.looks(border=1, **HEAD))
            self._cells(spans[total.span :], cells, bold=True)
            self._next()

    def _cells(
        self, spans: Sequence[tuple[int, int]], cells: Sequence[tuple[Column, Any]], **more: Any
    ) -> None:
        for span, (column, value) in zip(spans, cells, strict=True):
            self._value(*span, value, column.kind, column.side, **more)

    def _width(self, span: tuple[int, int]) -> float:
        return sum(self.widths[span[0] : span[1] + 1])

    def _boxes(self, block: Boxes) -> None:
        """One under the other: a merged cell does not grow with its text, so its height is worked out."""
        name_at, text_at = spread(self.widths, [1, 7])
        for box in block.boxes:
            words = "\n".join(box.lines) or tags.NOTHING
            self._span(*name_at, box.name, self.looks(border=1, text_wrap=True, **HEAD))
            self._span(*text_at, words, self.looks(border=1, text_wrap=True, valign="top"))
            room = self._width(text_at) / 2
            lines = sum(1 + int(len(line) / room) for line in words.split("\n"))
            self._next(13 * max(1, lines) + 4)

    def _timebar(self, block: TimeBar) -> None:
        """Minutes by hour; a name to the left, its sum to the right."""
        hours = block.last - block.first
        name = (0, self.last - hours - 1)
        middle = self.looks(border=1, align="center")
        head = self.looks(border=1, align="center", **HEAD)
        self._span(*name, block.name, head)
        for n in range(hours):
            self.page.write_string(
                self.at, name[1] + 1 + n, f"{block.first + n:02d}–{block.first + n + 1:02d}", head
            )
        self._span(self.last, self.last, block.total_name, head)
        self._next()
        busy = self.looks(border=1, align="center", bg_color="#BFD9D3")
        for lane in block.lanes:
            self._span(*name, lane.name, middle)
            for n, minutes in enumerate(lane.hours, start=name[1] + 1):
                self._span(n, n, minutes or "", busy if minutes else middle)
            self._span(self.last, self.last, lane.total, middle)
            self._next()
        self._span(0, self.last - 1, _("合计"), head)
        self._span(self.last, self.last, block.total, middle)
        self._next()

    def _note(self, block: Note) -> None:
        self._span(0, self.last, block.text, self.looks(text_wrap=True))
        self._next()

    def _signatures(self, block: Signatures) -> None:
        self._next()
        spans = spread(self.widths, [2, 4, 1] * len(block.lines))
        for n, (name, signed) in enumerate(block.lines):
            self._span(*spans[3 * n], name, self.looks())
            self._span(*spans[3 * n + 1], signed, self.looks(bottom=1))
        self._next(22)
