"""The questions of a form as columns of a sheet: what a cell of each type reads as."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal

from django.utils.translation import gettext as _

from tonglu.base.sentences import listed
from tonglu.directory.forms.definition import NUMBERS, Definition, Question, Type
from tonglu.directory.forms.rules import LONG
from tonglu.exchange.imports.context import Context
from tonglu.exchange.sheets.cells import day, half, one_of, quantity, yes_no
from tonglu.exchange.sheets.columns import BadCell, Column, text
from tonglu.exchange.sheets.sheet import plain_header

# before the name of every column that is a question; a table's column has the table's key between
MARK = "q."
_APART = re.compile(r"[、,，;；|\n]+")
Read = Callable[[str], Any]


def question_columns(definition: Definition, context: Context, *, taken: Sequence[str]) -> Iterator[Column]:
    """A column for each question, and for each column of a table. `taken` are headers that mean something else."""
    used = {plain_header(name) for name in taken}
    for question in definition.questions:
        if question.type is not Type.TABLE:
            yield _column(question, question.key, "", "", context, used)
            continue
        for cell in question.columns:
            key = f"{question.key}.{cell.key}"
            yield _column(cell, key, f"{question.label.zh}：", f"{question.label.say('en')}: ", context, used)


def _column(
    question: Question, key: str, before: str, english: str, context: Context, used: set[str]
) -> Column:
    """Known by its words, and by its key; words that another column has too stand with the key behind them."""
    zh, en = before + question.label.zh, english + question.label.say("en")
    headers = []
    for name in (zh, f"{zh}（{key}）", en, key):
        if plain_header(name) not in used:
            headers.append(name)
            used.add(plain_header(name))
    kind: Literal["text", "number", "day"] = "text"
    if question.type in NUMBERS:
        kind = "number"
    elif question.type is Type.DATE:
        kind = "day"
    return Column(
        MARK + key,
        tuple(headers),
        reader(question, context),
        hint=_hint(question),
        choices=_choices(question),
        kind=kind,
        english=en if headers[0] == zh else f"{en} ({key})",
    )


def _choices(question: Question) -> Sequence[str]:
    if question.type is Type.YES_NO:
        return (_("是"), _("否"))
    return tuple(option.label.zh for option in question.options) if question.type is Type.CHOICE else ()


def _hint(question: Question) -> str:
    match question.type:
        case Type.SEVERAL:
            return _("用顿号分开：{options}").format(options=listed(o.label.zh for o in question.options))
        case Type.SKUS:
            return _("产品编码，用顿号分开")
        case Type.RATING:
            return _("1 到 {scale}").format(scale=question.scale)
        case Type.PLACE:
            return _("经度,纬度（WGS-84）")
    return question.hint.zh if question.hint else ""


def reader(question: Question, context: Context) -> Read:
    """Reads a cell as the answer that the form's rules check."""
    match question.type:
        case Type.YES_NO:
            return lambda cell: "yes" if yes_no(cell) else "no"
        case Type.CHOICE:
            return _option(question)
        case Type.SEVERAL:
            return _several(_option(question))
        case Type.SKUS:
            return _several(lambda cell: context.skus(cell).code)
        case Type.NUMBER | Type.MONEY | Type.RATING:
            return _number
        case Type.DATE:
            return lambda cell: day(cell).isoformat()
        case Type.PLACE:
            return _place
        case Type.BARCODE:
            return half
    return text(LONG)


def _option(question: Question) -> Read:
    """One of the options, by its words in either language or by its value."""
    labels = {option.label.zh: option.value for option in question.options}
    others = {name: option.value for option in question.options for name in (option.value, option.label.en)}
    named = {half(name).casefold(): value for name, value in {**others, **labels}.items() if name}
    read = one_of(labels)
    return lambda cell: named.get(half(cell).casefold()) or read(cell)


def _several(read: Read) -> Read:
    return lambda cell: [read(one.strip()) for one in _APART.split(cell) if one.strip()]


def _number(cell: str) -> int | float:
    found = quantity(cell)
    return int(found) if found == int(found) else float(found)


def _place(cell: str) -> dict[str, float]:
    parts = _APART.split(half(cell))
    if len(parts) != 2:
        raise BadCell(_("{cell!r} 不是坐标；请写成 123.4,41.8").format(cell=cell))
    return {"lng": float(quantity(parts[0])), "lat": float(quantity(parts[1]))}


def said(question: Question, answer: Any) -> str:
    """An answer as a person would write it into the sheet."""
    labels = {option.value: option.label.zh for option in question.options}
    labels |= {"yes": _("是"), "no": _("否")} if question.type is Type.YES_NO else {}
    if isinstance(answer, dict):
        return f"{answer.get('lng')},{answer.get('lat')}"
    if isinstance(answer, list):
        return "、".join(str(labels.get(one, one)) for one in answer)
    return "" if answer is None else str(labels.get(answer, answer))


def answers_of(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """A row's answers by question, and its cells of tables by table."""
    plain: dict[str, Any] = {}
    tables: dict[str, dict[str, Any]] = {}
    for name, answer in values.items():
        table, _dot, column = name.removeprefix(MARK).partition(".")
        if not name.startswith(MARK):
            continue
        if column:
            tables.setdefault(table, {})[column] = answer
        else:
            plain[table] = answer
    return plain, tables
