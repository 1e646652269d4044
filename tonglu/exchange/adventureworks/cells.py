"""Cells of the folder's files: text into days, whole numbers and money, naming file, line and column when it fails."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar

from django.utils.translation import gettext as _

from tonglu.base.errors import Refused

T = TypeVar("T")
MISSING = frozenset({"", "NULL"})


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a file by the names of its columns. Every reader raises Refused for what it cannot read."""

    file: str
    line: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        return self._read(column, str, _("文字"))

    def whole(self, column: str) -> int:
        return self._read(column, int, _("整数"))

    def money(self, column: str) -> Decimal:
        return self._read(column, _amount, _("金额"))

    def day(self, column: str) -> date:
        """The day of a day or of a time stamp."""
        return self._read(column, lambda text: date.fromisoformat(text[:10]), _("日期"))

    def key(self, column: str) -> str:
        """A whole number as text; some files write 279 as 279.0."""
        return self._read(column, lambda text: str(int(Decimal(text))), _("编号"))

    def has(self, column: str) -> bool:
        return self.cells[column] not in MISSING

    def _read(self, column: str, reader: Callable[[str], T], kind: str) -> T:
        text = self.cells[column]
        try:
            if text in MISSING:
                raise ValueError(text)
            return reader(text)
        except (ValueError, InvalidOperation) as error:
            raise Refused(
                _("{file} 第 {line} 行 {column}：{text!r} 不是{kind}"),
                file=self.file,
                line=self.line,
                column=column,
                text=text,
                kind=kind,
                code="bad_file",
            ) from error


def _amount(text: str) -> Decimal:
    amount = Decimal(text)
    if not amount.is_finite():
        raise ValueError(text)
    return amount


def with_header(path: Path, columns: Sequence[str]) -> list[Row]:
    """The rows of a comma-separated file, whose header must name these columns."""
    header, *lines = _lines(path, ",") or [[]]
    if missing := [column for column in columns if column not in header]:
        raise Refused(
            _("{name} 缺少列 {columns}"), name=path.name, columns=", ".join(missing), code="bad_file"
        )
    return _rows(path, header, lines, first=2)


def without_header(path: Path, columns: Sequence[str]) -> list[Row]:
    """The rows of a tab-separated file; `columns` names the first of them, in order."""
    return _rows(path, columns, _lines(path, "\t"), first=1)


def _rows(path: Path, columns: Sequence[str], lines: Sequence[Sequence[str]], *, first: int) -> list[Row]:
    short = next((n for n, cells in enumerate(lines, start=first) if len(cells) < len(columns)), None)
    if short:
        raise Refused(
            _("{name} 第 {short} 行不足 {count} 列"),
            name=path.name,
            short=short,
            count=len(columns),
            code="bad_file",
        )
    return [
        Row(path.name, number, dict(zip(columns, cells, strict=False)))
        for number, cells in enumerate(lines, start=first)
    ]


def _lines(path: Path, delimiter: str) -> list[list[str]]:
    if not path.is_file():
        raise Refused(_("{parent} 里没有 {name}"), parent=path.parent, name=path.name, code="bad_file")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [cells for cells in csv.reader(file, delimiter=delimiter) if cells]
