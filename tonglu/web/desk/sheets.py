"""A list as a file: the rows and columns that are seen, as Excel, CSV or PDF."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from tonglu.base.sentences import with_aside
from tonglu.web.desk import tags
from tonglu.web.desk.columns import Column
from tonglu.web.paper import document as paper
from tonglu.web.paper.document import Document, Kind, Row, Table, Total
from tonglu.web.paper.looks import EXCEL
from tonglu.web.paper.pdf import pdf
from tonglu.web.viewing import viewing

# what a spreadsheet would take for a formula when it opens a file of plain text
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# shares of a page's width; a column of another kind takes four
SHARES: Mapping[Kind, float] = {
    "wide": 8,
    "count": 2.4,
    "number": 3,
    "rate": 3,
    "tone": 3,
    "minutes": 2.4,
    "day": 3.4,
    "moment": 4.6,
}
# so many columns stand upright on A4
UPRIGHT = 6


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list ready to be written: `about` says which list it is and how it was narrowed, for paper."""

    title: str
    about: str
    columns: Sequence[Column]
    rows: Iterable[Any]
    foot: Mapping[str, Any]

    def lines(self) -> Iterator[list[Any]]:
        return ([column.raw(row) for column in self.columns] for row in self.rows)


def head(column: Column) -> str:
    """`净额（元）`."""
    unit = str(column.unit_shown)
    return with_aside(column.title, unit) if unit else str(column.title)


def as_xlsx(sheet: Sheet) -> bytes:
    """A workbook with numbers as numbers and days as days."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "constant_memory": True})
    page = book.add_worksheet()
    looks = [book.add_format({"num_format": EXCEL.get(column.kind, "General")}) for column in sheet.columns]
    for n, (column, look) in enumerate(zip(sheet.columns, looks, strict=True)):
        page.set_column(n, n, 26 if column.kind == "wide" else 14, look)
    page.write_row(
        0, 0, map(head, sheet.columns), book.add_format({"bold": True, "bg_color": "#E3F1EE", "bottom": 1})
    )
    line = 0
    for line, row in enumerate(sheet.lines(), start=1):
        for n, value in enumerate(row):
            _write(page, line, n, sheet.columns[n], value, looks[n])
    for n, column in enumerate(sheet.columns):
        if column.key in sheet.foot:
            _write(page, line + 1, n, column, sheet.foot[column.key], looks[n])
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.repeat_rows(0)
    book.close()
    return target.getvalue()


def _write(page: Any, line: int, n: int, column: Column, value: Any, look: Any) -> None:
    match value:
        case None | "":
            return
        case datetime():
            page.write_datetime(line, n, viewing().local(value).replace(tzinfo=None), look)
        case date():
            page.write_datetime(line, n, datetime(value.year, value.month, value.day), look)
        case Decimal() | int() | float() if not isinstance(value, bool):
            page.write_number(line, n, value / 60 if column.kind == "minutes" else value, look)
        case _:
            page.write_string(line, n, str(value))


def as_csv(sheet: Sheet) -> bytes:
    """UTF-8 with the mark by which Excel knows it; no cell can be taken for a formula."""
    target = StringIO()
    write = csv.writer(target)
    write.writerow(map(head, sheet.columns))
    for row in sheet.lines():
        write.writerow(_text(column, value) for column, value in zip(sheet.columns, row, strict=True))
    if sheet.foot:
        write.writerow(_text(column, sheet.foot.get(column.key)) for column in sheet.columns)
    return target.getvalue().encode("utf-8-sig")


def _text(column: Column, value: Any) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return f"{viewing().local(value):%Y-%m-%d %H:%M}"
        case Decimal() | int() | float() if not isinstance(value, bool):
            return f"{value / 60:.0f}" if column.kind == "minutes" else f"{value}"
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def as_pdf(sheet: Sheet) -> bytes:
    """A4 with the head on every page; the sums stand under a name where the first columns have none."""
    return pdf([as_document(sheet)])


def as_document(sheet: Sheet) -> Document:
    columns = [_column(column) for column in sheet.columns]
    rows = [Row([_short(value) for value in row]) for row in sheet.lines()]
    company = viewing().company
    return Document(
        title=sheet.title,
        name=sheet.title,
        left=company.name if company else "",
        right=sheet.about,
        blocks=[Table(columns, rows, _sums(sheet), empty=_("没有符合条件的记录"))],
        foot=_("制表 {day}").format(day=tags.full_day(viewing().today)),
        aside=_("共 {n} 行").format(n=len(rows)),
        landscape=len(columns) > UPRIGHT,
    )


def _column(column: Column) -> paper.Column:
    kind: Kind = "text" if column.kind in {"tone", "day", "moment"} else column.kind
    return paper.Column(str(column.title), kind, SHARES.get(column.kind, 4), str(column.unit_shown))


def _short(value: Any) -> Any:
    """A table of many columns has no room for weekdays."""
    match value:
        case datetime():
            return tags.stamp(value)
        case date():
            return value.isoformat()
    return value


def _sums(sheet: Sheet) -> list[Total]:
    named = next((n for n, column in enumerate(sheet.columns) if column.key in sheet.foot), 0)
    if not sheet.foot or not named:
        return []
    return [Total(_("合计"), named, [sheet.foot.get(column.key, "") for column in sheet.columns[named:]])]
