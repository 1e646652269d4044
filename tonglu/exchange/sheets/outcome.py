"""The file by which the bad rows of a sheet go back."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import xlsxwriter
from django.utils.translation import gettext as _

from tonglu.exchange.sheets.columns import Fault
from tonglu.exchange.sheets.sheet import Sheet

_WRITABLE = 0o222


def put_beside(path: Path, ending: str, content: bytes) -> Path:
    """A file beside another, or where the person stands when the folder is read-only; its path."""
    name = f"{path.name}{ending}"
    beside = path.parent.resolve()
    # asked of the folder itself: an administrator could write where nobody is meant to
    if beside.stat().st_mode & _WRITABLE:
        try:
            return _put(beside / name, content)
        except OSError:
            pass
    return _put(Path.cwd() / name, content)


def _put(target: Path, content: bytes) -> Path:
    target.write_bytes(content)
    return target


def fill_errors(target: BytesIO, sheet: Sheet, faults: Sequence[Fault]) -> None:
    """The sheet of rows that were not taken, with the cells that are to blame in red."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        page = book.add_worksheet(_("未导入"))
        bad = book.add_format({"bg_color": "#FAD4D4", "font_color": "#8C1D18"})
        page.write_row(
            0, 0, [_("原行号"), _("类别"), _("原因"), *sheet.headers], book.add_format({"bold": True})
        )
        for row, fault in enumerate(sorted(faults, key=lambda fault: fault.line.number), start=1):
            page.write_number(row, 0, fault.line.number)
            page.write_row(row, 1, [str(fault.kind.label), fault.reason, *fault.line.cells])
            for place in fault.places:
                cell = fault.line.cells[place]
                page.write_blank(row, 3 + place, None, bad)
                if cell:
                    page.write_string(row, 3 + place, cell, bad)
        page.freeze_panes(1, 3)
        page.set_column(2, 2, 48)
        page.set_column(3, 3 + len(sheet.headers), 20)
