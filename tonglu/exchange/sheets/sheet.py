"""A sheet as it is: CSV in UTF-8, UTF-16 or GB18030, or the first sheet of an Excel file; every cell as text."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from tonglu.base.errors import Refused

_EXCEL = frozenset({".xlsx", ".xls", ".xlsm", ".xlsb", ".ods"})
# how far down a header may stand below titles
_DEEPEST = 10
_MARKS = re.compile(r"[\s_*]|\((?:必填|选填|required|optional)\)|:$")
# what web pages leave in copied cells and nobody sees, and the character that no database of text keeps
_UNSEEN = str.maketrans("", "", "\0\u200b\u200c\u200d\u2060\ufeff")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Line:
    """A row as the spreadsheet numbers it, the header being 1. `cells` are stripped, at least as many as headers."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    headers: tuple[str, ...]
    lines: Sequence[Line]


def read_sheet(path: Path, *, known: Collection[str] = (), first: int | None = None, name: str = "") -> Sheet:
    """The file's rows, empty ones left out. Raises Refused for a file that cannot be read or has no header.

    The first row is the header; with the names that headers are `known` by, it may stand a few rows further down,
    below a title or below cells that are merged over two rows. `first`: only so many rows, for a look at it.
    `name`: what its sender calls the file, where it lies under another name.
    """
    called = name or path.name
    rows = _excel(path, called, first) if path.suffix.lower() in _EXCEL else _csv(path, called, first)
    numbered = [(number, row) for number, row in enumerate(rows, start=1) if any(row)]
    if not numbered:
        raise Refused(_("{name} 是空的；第一行要有列名"), name=called, code="bad_file")
    first, headers = _header(numbered, known)
    while headers and not headers[-1]:
        headers = headers[:-1]
    lines = (Line(number, _filled(cells, len(headers))) for number, cells in numbered[first + 1 :])
    return Sheet(tuple(headers), list(lines))


def plain_header(header: str) -> str:
    """A header as it is compared: without width, case, blanks, and the marks of a required column."""
    half = unicodedata.normalize("NFKC", header).casefold()
    return _MARKS.sub("", half)


def _header(numbered: Sequence[tuple[int, list[str]]], known: Collection[str]) -> tuple[int, list[str]]:
    """Which of the first rows names the most columns, and its cells; merged ones are read from the row above."""
    best, found, wanted = 0, numbered[0][1], {plain_header(name) for name in known}
    most = _named(found, wanted)
    for n in range(1, min(_DEEPEST, len(numbered)) if wanted else 0):
        row, above = numbered[n][1], numbered[n - 1][1]
        filled = [cell or (above[place] if place < len(above) else "") for place, cell in enumerate(row)]
        cells = max(row, filled, key=lambda cells: _named(cells, wanted))
        if (names := _named(cells, wanted)) > most:
            best, found, most = n, cells, names
    return best, found


def _named(cells: Iterable[str], known: Collection[str]) -> int:
    return sum(plain_header(cell) in known for cell in cells if cell)


def _filled(cells: Sequence[str], width: int) -> tuple[str, ...]:
    """As wide as the header; wider only where something stands beyond it."""
    extra = [cell for cell in cells[width:] if cell]
    return (*cells[:width], *[""] * (width - len(cells)), *extra)


def _csv(path: Path, name: str, most: int | None) -> list[list[str]]:
    text = _decoded(path, name)
    first = text.partition("\n")[0]
    delimiter = max(",\t;", key=first.count)
    # strict: a quote that nobody closes would swallow the rows that follow into one cell
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = list(islice(reader, most))
    except csv.Error as error:
        raise Refused(
            _("{name} 到第 {line} 行有引号不成对；请改好再传"),
            name=name,
            line=reader.line_num,
            code="bad_file",
        ) from error
    return [[_text(cell) for cell in row] for row in rows]


def _decoded(path: Path, name: str) -> str:
    """GB18030 last: it takes nearly anything, also what is meant as UTF-8."""
    content = path.read_bytes()
    for encoding in ["utf-16"] if content.startswith(_UTF16) else ["utf-8-sig", "gb18030"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(
        _("{name} 的编码不是 UTF-8 也不是 GB18030；请另存为 CSV UTF-8 或 XLSX"),
        name=name,
        code="bad_file",
    )


def _excel(path: Path, name: str, most: int | None) -> list[list[str]]:
    try:
        page = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
        rows = page.to_python(skip_empty_area=False, nrows=most)
    except CalamineError as error:
        raise Refused(
            _("{name} 打不开：可能损坏、加了密码或改过扩展名；请用 Excel 打开后另存为 .xlsx 再传"),
            name=name,
            code="bad_file",
        ) from error
    return [[_text(cell) for cell in row] for row in rows]


def _text(cell: Any) -> str:
    """Excel keeps codes as numbers: 6908512108211.0 is meant as 6908512108211."""
    if isinstance(cell, str):
        plain = cell.isascii() and "\0" not in cell
        return cell.strip() if plain else cell.translate(_UNSEEN).strip()
    whole = isinstance(cell, float) and cell.is_integer()
    return str(int(cell) if whole else cell).strip()
