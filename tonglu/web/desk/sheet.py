"""A list as an Excel file: the rows and columns that are seen, as numbers and dates and not as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse
from django.utils.translation import gettext as _

from tonglu.base.errors import Refused
from tonglu.base.sentences import with_aside
from tonglu.web.desk.columns import Column
from tonglu.web.viewing import viewing

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    "amount": "#,##0.00",
    "count": "#,##0",
    "number": "#,##0.0",
    "rate": '0.0" %"',
    "pace": '+0.0" pp";−0.0" pp"',
    "minutes": "0",
    "day": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
}
LIMIT = 100_000


def sheet(*, name: str, columns: Sequence[Column], rows: Any, foot: Mapping[str, Any]) -> HttpResponse:
    """All rows, whatever page is seen. Raises Refused above 100,000 of them."""
    if (n := rows.count() if hasattr(rows, "query") else len(rows)) > LIMIT:
        raise Refused(_("共 {n} 行，一次最多导出 {limit} 行；请先筛选"), n=n, limit=LIMIT)
    every = rows.iterator(chunk_size=2000) if hasattr(rows, "query") else rows[:n]
    content = workbook(columns=columns, rows=every, foot=foot)
    return xlsx(content, name=f"{name}-{viewing().today}")


def xlsx(content: bytes, *, name: str) -> HttpResponse:
    """A workbook as a download; `name` without its ending, in any script."""
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return response


def workbook(*, columns: Sequence[Column], rows: Iterable[Any], foot: Mapping[str, Any]) -> bytes:
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "constant_memory": True})
    page = book.add_worksheet()
    head = book.add_format({"bold": True, "bg_color": "#E3F1EE", "bottom": 1})
    looks = [book.add_format({"num_format": FORMATS.get(column.kind, "General")}) for column in columns]
    for n, (column, look) in enumerate(zip(columns, looks, strict=True)):
        page.set_column(n, n, 26 if column.kind == "wide" else 14, look)
    page.write_row(0, 0, [_head(column) for column in columns], head)
    line = 0
    for line, row in enumerate(rows, start=1):
        for n, (column, look) in enumerate(zip(columns, looks, strict=True)):
            _write(page, line, n, column, column.raw(row), look)
    for n, (column, look) in enumerate(zip(columns, looks, strict=True)):
        if column.key in foot:
            _write(page, line + 1, n, column, foot[column.key], look)
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.repeat_rows(0)
    book.close()
    return target.getvalue()


def _head(column: Column) -> str:
    unit = str(column.unit_shown)
    return with_aside(column.title, unit) if unit else str(column.title)


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
