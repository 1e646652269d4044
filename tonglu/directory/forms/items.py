"""The answers of a filled-in form that can be counted, one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tonglu.directory.forms.conditions import Answers
from tonglu.directory.forms.definition import LISTS, NUMBERS, Question, Type
from tonglu.directory.forms.rules import applicable
from tonglu.directory.forms.scoring import scaled, worth

CODED = frozenset({Type.YES_NO, Type.CHOICE, Type.SEVERAL, Type.DATE, Type.BARCODE, Type.SKUS}) | NUMBERS


@dataclass(frozen=True, slots=True)
class Item:
    """One coded value, or one scored answer. `row` counts a table's rows from 0; None outside of tables.

    `text` is the coded value, `number` the number; `worth` and `weight` are in ten-thousandths, None when the
    question is not in the score. Of several values only the first carries the worth, so that sums are right.
    """

    question: str
    row: int | None
    text: str = ""
    number: Decimal | None = None
    worth: int | None = None
    weight: int | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo or signature among the answers."""

    question: str
    sha256: str
    private: bool


def items_of(questions: Sequence[Question], answers: Answers) -> Iterator[Item]:
    """The countable answers, without those to private questions. `table.column` names a column."""
    yield from _items(questions, answers, {}, "", None)


def pictures_of(questions: Sequence[Question], answers: Answers) -> Iterator[Picture]:
    """Every photo and signature, of private questions too."""
    for question, answer in _flat(questions, answers):
        names = [answer] if question.type is Type.SIGNATURE else answer
        if question.type in {Type.PHOTO, Type.SIGNATURE}:
            yield from (Picture(question.key, name, question.private) for name in names)


def _flat(questions: Sequence[Question], answers: Answers) -> Iterator[tuple[Question, Any]]:
    for question in questions:
        answer = answers.get(question.key)
        if question.type is Type.TABLE:
            for row in answer or ():
                for column, cell in _flat(question.columns, row):
                    yield (
                        column.model_copy(
                            update={"key": f"{question.key}.{column.key}", "private": question.private}
                        ),
                        cell,
                    )
        elif answer is not None:
            yield question, answer


def _items(
    questions: Sequence[Question], answers: Answers, around: Answers, prefix: str, row: int | None
) -> Iterator[Item]:
    before = dict(around)
    for question, answer in applicable(questions, answers, around=around):
        if not question.private:
            key = f"{prefix}{question.key}"
            yield from _of_one(question, answer, before, key, row)
            if question.type is Type.TABLE and answer is not None:
                for n, cells in enumerate(answer):
                    yield from _items(question.columns, cells, before, f"{key}.", n)
        if answer is not None:
            before[question.key] = answer


def _of_one(
    question: Question, answer: Any, around: Mapping[str, Any], key: str, row: int | None
) -> Iterator[Item]:
    """The coded values; for a scored question without any, one item for its worth alone."""
    points = worth(question, answer, around=around) if question.weight > 0 else None
    weight = scaled(question.weight) if points is not None else None
    values = _values(question, answer) if answer is not None and question.type in CODED else []
    if not values and points is not None:
        values = [("", None)]
    for n, (text, number) in enumerate(values):
        first = n == 0
        yield Item(key, row, text, number, points if first else None, weight if first else None)


def _values(question: Question, answer: Any) -> list[tuple[str, Decimal | None]]:
    if question.type in NUMBERS:
        return [("", Decimal(str(answer)))]
    return [(str(one), None) for one in (answer if question.type in LISTS else [answer])]
