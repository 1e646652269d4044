"""The definition in a workbook, with every fault at its sheet, row and column."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from tonglu.base.errors import Refused
from tonglu.directory.forms.definition import Json, Type
from tonglu.directory.forms.parsing import DefinitionFault, InvalidDefinition, parse
from tonglu.directory.forms.words import said_of_definition
from tonglu.exchange.formbooks import conditions
from tonglu.exchange.formbooks.layout import (
    FORM,
    HEAD,
    OPTION,
    OPTIONS,
    QUESTIONS,
    ROW,
    SCORES,
    TYPES,
    YES,
    Column,
)

# what a cell may hold is bounded, so that a file of another kind is not read for minutes
MOST_ROWS = 5000


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in a row, numbered as the spreadsheet does; `row` 0 is the sheet or the form as a whole."""

    sheet: str
    row: int
    column: str
    words: str


@dataclass(frozen=True, slots=True)
class Read:
    """The definition as far as it could be read, and what is wrong with it."""

    definition: Json
    faults: tuple[RowFault, ...]


Line = tuple[int, dict[str, str]]


@dataclass
class _Reading:
    definition: Json = field(default_factory=dict)
    faults: list[RowFault] = field(default_factory=list)
    # section, question and column keys → row of the second sheet
    rows: dict[tuple[str, ...], int] = field(default_factory=dict)

    def fault(self, sheet: str, row: int, column: str, words: str) -> None:
        self.faults.append(RowFault(sheet, row, column, words))


def read_book(content: bytes) -> Read:
    """Raises Refused for a file that is no workbook, or lacks the sheet of questions."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except (CalamineError, OSError, ValueError) as error:
        raise Refused(
            _("这个文件打不开：可能损坏、加了密码或改过扩展名；请用 Excel 打开后另存为 .xlsx 再传"),
            code="bad_file",
        ) from error
    reading = _Reading()
    _form(reading, _grid(book, FORM))
    sections = _questions(reading, _lines(reading, QUESTIONS, _grid(book, QUESTIONS), ROW))
    reading.definition["sections"] = sections
    _options(reading, _lines(reading, OPTIONS, _grid(book, OPTIONS, needed=False), OPTION))
    _check(reading)
    return Read(reading.definition, tuple(reading.faults))


def _grid(book: CalamineWorkbook, name: str, *, needed: bool = True) -> list[list[str]]:
    """A sheet by its name or the English half of it; every cell as text."""
    wanted = {name.casefold(), *(half.casefold() for half in name.split(" ", 1))}
    found = next((n for n in book.sheet_names if n.strip().casefold() in wanted), None)
    if found is None:
        if needed:
            raise Refused(_("文件里没有工作表“{name}”；请用导出的表格来改"), name=name, code="bad_file")
        return []
    rows = book.get_sheet_by_name(found).to_python(skip_empty_area=False)
    return [[_text(cell) for cell in row] for row in rows[:MOST_ROWS]]


def _text(cell: Any) -> str:
    """Excel keeps whole numbers as 5.0, and a ticked cell as a truth value."""
    if isinstance(cell, bool):
        return "是" if cell else ""
    whole = isinstance(cell, float) and cell.is_integer()
    return str(int(cell) if whole else cell).strip()


def _lines(
    reading: _Reading, sheet: str, grid: Sequence[Sequence[str]], columns: Sequence[Column]
) -> list[Line]:
    """Rows with something in them, by the columns' names."""
    if not grid:
        return []
    titles = {alias: column.name for column in columns for alias in _aliases(column)}
    names = [titles.get(head.casefold(), "") for head in grid[0]]
    for head, name in zip(grid[0], names, strict=True):
        if head and not name:
            reading.fault(sheet, 1, head, _("不认识这一列"))
    lines = [
        (number, dict(zip(names, row, strict=False))) for number, row in enumerate(grid[1:], 2) if any(row)
    ]
    return [(number, {name: cell for name, cell in line.items() if name}) for number, line in lines]


def _aliases(column: Column) -> tuple[str, ...]:
    return (column.title.casefold(), column.name.casefold())


def _form(reading: _Reading, grid: Sequence[Sequence[str]]) -> None:
    titles = {alias: line for line in HEAD for alias in _aliases(line)}
    cells: dict[str, str] = {}
    for row in grid:
        if row and (line := titles.get(row[0].casefold())):
            cells[line.name] = row[1] if len(row) > 1 else ""
    reading.definition |= _properties(reading, FORM, 0, cells, HEAD)


def _questions(reading: _Reading, lines: Sequence[Line]) -> list[Json]:
    sections: dict[str, Json] = {}
    tables: dict[str, Json] = {}
    section_key = ""
    for number, cells in lines:
        section_key = cells.get("section") or section_key
        section = sections.setdefault(section_key, {"key": section_key, "title": {}, "questions": []})
        section["title"] |= {
            language: cells[f"section.{language}"]
            for language in ("zh", "en")
            if cells.get(f"section.{language}") and language not in section["title"]
        }
        reading.rows.setdefault((section_key,), number)
        if not cells.get("key") and not cells.get("type"):
            continue
        question = _question(reading, number, cells)
        table, _dot, column = question["key"].partition(".")
        if column:
            question["key"] = column
            if table not in tables:
                reading.fault(QUESTIONS, number, "key", _("前面没有表格 {table}").format(table=table))
                continue
            reading.rows[(*_where(sections, table), column)] = number
            tables[table].setdefault("columns", []).append(question)
            continue
        reading.rows.setdefault((section_key, question["key"]), number)
        section["questions"].append(question)
        if question.get("type") == Type.TABLE:
            tables[question["key"]] = question
    return list(sections.values())


def _where(sections: dict[str, Json], key: str) -> tuple[str, ...]:
    return next(
        ((s, key) for s, section in sections.items() for q in section["questions"] if q["key"] == key), ()
    )


def _question(reading: _Reading, number: int, cells: dict[str, str]) -> Json:
    plain = {name: cell for name, cell in cells.items() if not name.startswith("section")}
    question: Json = {"key": cells.get("key", ""), "type": _kind(cells.get("type", ""))}
    question |= _properties(reading, QUESTIONS, number, {**plain, "key": "", "type": "", "when": ""}, ROW)
    low, high = question.pop("scores.low", None), question.pop("scores.high", None)
    names = SCORES.get(question["type"])
    if low is not None or high is not None:
        pair = {names[0]: low, names[1]: high} if names else {"none": low, "full": high}
        question["scores"] = {name: score for name, score in pair.items() if score is not None}
    try:
        if when := conditions.read(cells.get("when", "")):
            question["when"] = when
    except conditions.Unreadable as unreadable:
        words = _("条件从“{here}”起看不懂").format(here=unreadable)
        reading.fault(QUESTIONS, number, "when", words)
    return question


def _kind(cell: str) -> str:
    """`yes_no 是或否`, `yes_no` or `是或否`."""
    first = cell.split(" ", 1)[0]
    return next((kind.value for kind, name in TYPES.items() if cell == name), first)


def _options(reading: _Reading, lines: Sequence[Line]) -> None:
    by_key: dict[str, Json] = {}
    for section in reading.definition["sections"]:
        for question in section["questions"]:
            by_key.setdefault(question["key"], question)
            for column in question.get("columns", []):
                by_key[f"{question['key']}.{column['key']}"] = column
    of = ""
    for number, cells in lines:
        of = cells.get("question") or of
        option = _properties(reading, OPTIONS, number, {**cells, "question": ""}, OPTION)
        if of not in by_key:
            reading.fault(OPTIONS, number, "question", _("没有题目 {key}").format(key=of))
            continue
        by_key[of].setdefault("options", []).append({"value": cells.get("value", ""), "label": {}} | option)


def _properties(
    reading: _Reading, sheet: str, number: int, cells: dict[str, str], columns: Sequence[Column]
) -> Json:
    """What the cells say, without the empty ones."""
    made: Json = {}
    for column in columns:
        cell = cells.get(column.name, "")
        if not cell:
            continue
        value = _value(reading, sheet, number, column, cell)
        name, _dot, language = column.name.partition(".")
        if language in ("zh", "en"):
            made.setdefault(name, {})[language] = value
        elif value is not None:
            made[column.name] = value
    return made


def _value(reading: _Reading, sheet: str, number: int, column: Column, cell: str) -> Any:
    match column.kind:
        case "flag":
            return True if cell.casefold() in YES else None
        case "list":
            return [
                one.strip() for one in cell.replace("，", ",").replace("、", ",").split(",") if one.strip()
            ]
        case "number":
            try:
                value = float(cell.replace(",", ""))
            except ValueError:
                reading.fault(sheet, number, column.title, _("“{cell}”不是数字").format(cell=cell))
                return None
            return int(value) if value.is_integer() else value
    return cell


def _check(reading: _Reading) -> None:
    """What the definition itself finds wrong, at the rows that it came from."""
    try:
        parse(reading.definition)
    except InvalidDefinition as invalid:
        for fault in invalid.faults:
            where = next(
                (w for n in range(len(fault.where), 0, -1) if (w := fault.where[:n]) in reading.rows), ()
            )
            row = reading.rows.get(where) or _row_of(reading, fault.where)
            words = said_of_definition([DefinitionFault((), fault.code, fault.facts)])
            sheet = QUESTIONS if row else FORM
            reading.fault(sheet, row, str(fault.facts.get("field", "")), words)


def _row_of(reading: _Reading, where: Sequence[str]) -> int:
    """Of a fault that names a question without its section."""
    return next((row for keys, row in reading.rows.items() if where and keys[-1] == where[-1]), 0)
