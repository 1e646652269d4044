"""A definition as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from tonglu.directory.forms.definition import Json, Type
from tonglu.exchange.formbooks.conditions import written
from tonglu.exchange.formbooks.layout import (
    CODES_HINT,
    CONDITIONS,
    FORM,
    HEAD,
    HELP,
    OPTION,
    OPTIONS,
    QUESTIONS,
    ROW,
    SCORES,
    TYPES,
    Column,
)

SPARE = 500


def write_book(definition: Json) -> bytes:
    """The workbook of a definition in JSON, which need not be finished: a draft is written as far as it goes."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E3F1EE", "bottom": 1, "text_wrap": True})
        bold.set_align("top")
        _head(book.add_worksheet(FORM), definition, bold)
        _sheet(book.add_worksheet(QUESTIONS), ROW, list(rows(definition)), bold)
        _sheet(book.add_worksheet(OPTIONS), OPTION, list(options(definition)), bold)
        _help(book.add_worksheet(HELP), bold)
    return target.getvalue()


def rows(definition: Json) -> Iterator[dict[str, Any]]:
    """The second sheet: questions and columns in order, each with its section."""
    for section in definition.get("sections") or []:
        title = section.get("title") or {}
        of = {"section": section.get("key"), "section.zh": title.get("zh"), "section.en": title.get("en")}
        below = section.get("questions") or []
        if not below:
            yield of
        for question in below:
            yield of | _row(question, str(question.get("key", "")))
            for column in question.get("columns") or []:
                yield of | _row(column, f"{question.get('key', '')}.{column.get('key', '')}")


def options(definition: Json) -> Iterator[dict[str, Any]]:
    """The third sheet: the options of every question that has them."""
    for section in definition.get("sections") or []:
        for question in section.get("questions") or []:
            yield from _options(question, str(question.get("key", "")))
            for column in question.get("columns") or []:
                yield from _options(column, f"{question.get('key', '')}.{column.get('key', '')}")


def _options(question: Json, key: str) -> Iterator[dict[str, Any]]:
    for option in question.get("options") or []:
        yield {"question": key, **_flat(option)}


def _row(question: Json, key: str) -> dict[str, Any]:
    kind = question.get("type")
    low, high = SCORES.get(kind, ("", "")) if isinstance(kind, str) else ("", "")  # type: ignore[call-overload]
    scores = question.get("scores") or {}
    return _flat(question) | {
        "key": key,
        "type": f"{kind} {TYPES[Type(kind)]}" if kind in TYPES else kind,
        "scores.low": scores.get(low),
        "scores.high": scores.get(high),
        "when": written(question.get("when")),
    }


def _flat(part: Json) -> dict[str, Any]:
    """`{"label": {"zh": …}}` as `{"label.zh": …}`."""
    flat: dict[str, Any] = {}
    for name, value in part.items():
        if isinstance(value, dict) and "zh" in value:
            flat |= {f"{name}.{language}": words for language, words in value.items()}
        elif not isinstance(value, dict):
            flat[name] = value
    return flat


def _head(page: Any, definition: Json, bold: Any) -> None:
    page.set_column(0, 0, 28, bold)
    page.set_column(1, 1, 60)
    page.set_column(2, 2, 50)
    flat = _flat({name: value for name, value in definition.items() if name != "sections"})
    for n, line in enumerate(HEAD):
        page.write_string(n, 0, line.title, bold)
        _cell(page, n, 1, flat.get(line.name))
        page.write_string(n, 2, line.note)


def _sheet(page: Any, columns: Sequence[Column], lines: Iterable[dict[str, Any]], bold: Any) -> None:
    for n, column in enumerate(columns):
        page.set_column(n, n, column.width)
        page.write_string(0, n, column.title, bold)
        if column.note:
            page.write_comment(0, n, column.note)
        if column.kind == "flag":
            page.data_validation(
                1, n, SPARE, n, {"validate": "list", "source": ["是", ""], "ignore_blank": True}
            )
        if column.name == "type":
            kinds = [f"{kind.value} {name}" for kind, name in TYPES.items()]
            page.data_validation(1, n, SPARE, n, {"validate": "list", "source": kinds})
    for number, line in enumerate(lines, start=1):
        for n, column in enumerate(columns):
            _cell(page, number, n, line.get(column.name))
    page.freeze_panes(1, 5 if len(columns) > 10 else 1)


def _cell(page: Any, row: int, column: int, value: Any) -> None:
    match value:
        case None | "" | False:
            return
        case True:
            page.write_string(row, column, "是")
        case int() | float():
            page.write_number(row, column, value)
        case list() | tuple():
            page.write_string(row, column, ", ".join(str(one) for one in value))
        case _:
            page.write_string(row, column, str(value))


def _help(page: Any, bold: Any) -> None:
    page.set_column(0, 0, 36)
    page.set_column(1, 1, 60)
    page.write_row(0, 0, ["题型 Type", "说明 Meaning"], bold)
    for n, (kind, name) in enumerate(TYPES.items(), start=1):
        page.write_row(n, 0, [kind.value, name])
    start = len(TYPES) + 2
    page.write_row(start, 0, ["显示条件 Shown when", CODES_HINT], bold)
    for n, (example, meaning) in enumerate(CONDITIONS, start=start + 1):
        page.write_string(n, 0, example)
        page.write_string(n, 1, meaning)
