"""A condition as lines that a person can pick: all or any of them hold, each about one earlier question.

| how | in JSON |
|---|---|
| `is`, one value or several | `is`, `in` |
| `not` | `not` around one of these |
| `at_least`, `at_most` | the same |
| `answered`, `blank` | `answered` true, false |

What is nested deeper than that has no lines; it is kept as it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tonglu.directory.forms.definition import Json

How = Literal["is", "not", "at_least", "at_most", "answered", "blank"]
HOW: tuple[How, ...] = ("is", "not", "at_least", "at_most", "answered", "blank")
Mode = Literal["all", "any"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line: the question's key, the comparison, and what it compares with (one number, or values)."""

    question: str
    how: How = "is"
    values: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    mode: Mode = "all"
    rows: tuple[Row, ...] = ()


def rows_of(condition: Any) -> Rows | None:
    """The lines of a condition in JSON; none of them without one, None where it is nested too deep."""
    if not condition:
        return Rows()
    mode: Mode = "any" if "any" in condition else "all"
    parts = condition.get(mode) if mode in condition else [condition]
    rows = [_row(one) for one in parts]
    return None if None in rows else Rows(mode, tuple(row for row in rows if row))


def condition_of(rows: Rows) -> Json | None:
    """The JSON of lines; a line without a question, or without what it compares with, is left out."""
    parts = [part for row in rows.rows if (part := _condition(row))]
    if len(parts) < 2:
        return parts[0] if parts else None
    return {rows.mode: parts}


def _row(condition: Json) -> Row | None:
    if isinstance(condition.get("not"), dict):
        inner = _row(condition["not"])
        return Row(inner.question, "not", inner.values) if inner and inner.how == "is" else None
    question = str(condition.get("question", ""))
    if "is" in condition:
        return Row(question, "is", (condition["is"],))
    if "in" in condition:
        return Row(question, "is", tuple(condition["in"]))
    for how in ("at_least", "at_most"):
        if how in condition:
            return Row(question, how, (condition[how],))
    if "answered" in condition:
        return Row(question, "answered" if condition["answered"] else "blank")
    return None


def _condition(row: Row) -> Json | None:
    if not row.question or (row.how not in ("answered", "blank") and not row.values):
        return None
    match row.how:
        case "answered" | "blank":
            return {"question": row.question, "answered": row.how == "answered"}
        case "at_least" | "at_most":
            return {"question": row.question, row.how: row.values[0]}
    asked = {"is": row.values[0]} if len(row.values) == 1 else {"in": list(row.values)}
    positive: Json = {"question": row.question, **asked}
    return {"not": positive} if row.how == "not" else positive


def earlier(definition: Json, path: Sequence[int]) -> list[Json]:
    """The questions that the one at a path may ask about: those before it, and of a column those of its row too."""
    before = [
        question
        for s, section in enumerate(definition.get("sections") or [])
        for q, question in enumerate(section.get("questions") or [])
        if (s, q) < tuple(path[:2])
    ]
    if len(path) < 3:
        return before
    table = definition["sections"][path[0]]["questions"][path[1]]
    columns: list[Json] = table.get("columns", [])[: path[2]]
    own = {column.get("key") for column in columns}
    return [question for question in before if question.get("key") not in own] + columns
