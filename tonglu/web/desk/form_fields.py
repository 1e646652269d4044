"""A form as the page shows it: each question with its words, its answer and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import get_language

from tonglu.directory.forms.conditions import Answers
from tonglu.directory.forms.definition import Definition, Question, Type
from tonglu.directory.forms.rules import Fault, applicable
from tonglu.directory.forms.words import said

PREFIX = "q."
# stands for the number of a row in the part from which new rows are made
ANY_ROW = "_n_"


@dataclass(frozen=True)
class Field:
    """A question on the page. `path` is what faults are found by; of a table's cell `table.0.column`."""

    question: Question
    path: str
    answer: Any = None
    fault: str = ""
    rows: Sequence[Sequence[Field]] = field(default=())
    blank: Sequence[Field] = field(default=())

    @property
    def name(self) -> str:
        """Of the input."""
        return PREFIX + self.path

    @property
    def label(self) -> str:
        return self.question.label.say(_language())

    @property
    def hint(self) -> str:
        return self.question.hint.say(_language()) if self.question.hint else ""

    @property
    def unit(self) -> str:
        return self.question.unit.say(_language()) if self.question.unit else ""

    @property
    def options(self) -> list[tuple[str, str, bool]]:
        """Value, name, and whether it is chosen."""
        chosen = self.answer if isinstance(self.answer, list) else [self.answer]
        return [(o.value, o.label.say(_language()), o.value in chosen) for o in self.question.options]

    @property
    def chosen(self) -> list[str]:
        """The names of the options that were chosen."""
        return [name for _value, name, chosen in self.options if chosen]

    @property
    def marks(self) -> list[int]:
        """What a rating goes through."""
        return list(range(1, self.question.scale + 1))

    @property
    def wide(self) -> bool:
        """Whether it takes the whole width of the form."""
        wide = {Type.TABLE, Type.PHOTO, Type.SIGNATURE, Type.SEVERAL, Type.SKUS}
        return self.question.type in wide or self.question.long

    @property
    def step(self) -> str:
        """Of a number's input: the smallest difference that it takes."""
        return str(10**-self.question.places) if self.question.places else "1"

    @property
    def heads(self) -> list[str]:
        """A table's columns."""
        return [column.label.say(_language()) for column in self.question.columns]


@dataclass(frozen=True)
class Part:
    """A section with its fields."""

    key: str
    title: str
    fields: Sequence[Field]

    @cached_property
    def faulty(self) -> int:
        return sum(bool(f.fault) for f in self.fields)


def parts(definition: Definition, answers: Answers, faults: Mapping[str, Fault] | None = None) -> list[Part]:
    """The whole form, to fill in."""
    return [
        Part(
            section.key, section.title.say(_language()), _fields(section.questions, answers, faults or {}, "")
        )
        for section in definition.sections
    ]


def answered_parts(definition: Definition, answers: Answers) -> list[Part]:
    """The questions that applied, with their answers, to read; sections where nothing applied are left out."""
    counting = {question.key for question, _answer in applicable(definition.questions, answers)}
    read = (
        Part(part.key, part.title, [f for f in part.fields if f.question.key in counting])
        for part in parts(definition, answers)
    )
    return [part for part in read if part.fields]


def _fields(
    questions: Iterable[Question], answers: Answers, faults: Mapping[str, Fault], prefix: str
) -> list[Field]:
    return [
        _field(question, answers.get(question.key), faults, prefix + question.key) for question in questions
    ]


def _field(question: Question, answer: Any, faults: Mapping[str, Fault], path: str) -> Field:
    fault = said(faults[path]) if path in faults else ""
    if question.type is not Type.TABLE:
        return Field(question, path, answer, fault)
    given = [row for row in answer if isinstance(row, dict)] if isinstance(answer, list) else []
    rows = [_fields(question.columns, row, faults, f"{path}.{n}.") for n, row in enumerate(given)]
    return Field(question, path, answer, fault, rows, _fields(question.columns, {}, {}, f"{path}.{ANY_ROW}."))


def _language() -> str:
    return get_language() or "zh-hans"
