"""The empty sheet of a list: its columns with their hints, drop-down lists and an example."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from tonglu.base.sentences import listed
from tonglu.exchange.sheets.columns import Column

# rows for which the drop-down lists and formats are laid out
_ROWS = 5000
_FORMATS = {"text": "@", "number": "General", "day": "yyyy-mm-dd"}


def template(columns: Sequence[Column], *, title: str) -> bytes:
    """A workbook: the sheet to fill in, one that explains each column, and one that the drop-down lists read from."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet(title[:31])
        _explain(book, columns)
        choices = book.add_worksheet(_("选项"))
        must = book.add_format({"bold": True, "bg_color": "#0F6B5C", "font_color": "#FFFFFF", "bottom": 1})
        may = book.add_format({"bold": True, "bg_color": "#E3F1EE", "bottom": 1})
        for place, column in enumerate(columns):
            cells = book.add_format({"num_format": _FORMATS[column.kind]})
            page.set_column(place, place, max(12, 2 * len(column.title) + 4), cells)
            page.write_string(0, place, column.title, must if column.required else may)
            page.write_comment(0, place, _comment(column), {"x_scale": 1.4, "y_scale": 0.9})
            if column.choices:
                _offer(page, choices, place, column)
        page.freeze_panes(1, 0)
        choices.hide()
    return target.getvalue()


def _comment(column: Column) -> str:
    said = [_("必填") if column.required else _("选填"), column.hint]
    if column.example:
        said.append(_("例：{example}").format(example=column.example))
    return "\n".join(part for part in said if part)


def _offer(
    page: xlsxwriter.worksheet.Worksheet, choices: xlsxwriter.worksheet.Worksheet, place: int, column: Column
) -> None:
    """A drop-down list; what is not on it is warned of and let in, because a code will do as well."""
    choices.write_column(0, place, column.choices)
    name = xl_col_to_name(place, col_abs=True)
    page.data_validation(
        1,
        place,
        _ROWS,
        place,
        {
            "validate": "list",
            "source": f"='{choices.get_name()}'!{name}$1:{name}${len(column.choices)}",
            "error_type": "warning",
            "error_title": column.title,
            "error_message": _("不在可选项里；写编码也可以"),
        },
    )


def _explain(book: xlsxwriter.Workbook, columns: Sequence[Column]) -> None:
    page = book.add_worksheet(_("说明"))
    bold = book.add_format({"bold": True, "bg_color": "#E3F1EE", "bottom": 1})
    heads = [_("列名"), _("必填"), _("怎么填"), _("例"), _("也可以叫")]
    page.write_row(0, 0, heads, bold)
    for n, column in enumerate(columns, start=1):
        must = _("是") if column.required else ""
        page.write_row(n, 0, [column.title, must, column.hint])
        page.write_string(n, 3, column.example)
        page.write_string(n, 4, listed(column.headers[1:]))
    page.set_column(0, 1, 14)
    page.set_column(2, 4, 32)
    page.freeze_panes(1, 0)


def template_csv(columns: Sequence[Column]) -> bytes:
    """The headers alone, with the mark by which Excel knows UTF-8."""
    target = StringIO()
    csv.writer(target).writerow([column.title for column in columns])
    return target.getvalue().encode("utf-8-sig")
