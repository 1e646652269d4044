"""Reading a definition from JSON, and saying in which question what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from tonglu.directory.forms.conditions import asked_in
from tonglu.directory.forms.definition import LISTS, NUMBERS, Asked, Definition, Question, Type

Facts = Mapping[str, object]

# attributes that only questions of these types have
FITS: dict[str, frozenset[Type]] = {
    "unit": frozenset({Type.NUMBER}),
    "min": frozenset({Type.NUMBER, Type.MONEY}) | LISTS,
    "max": frozenset({Type.NUMBER, Type.MONEY}),
    "decimals": frozenset({Type.NUMBER, Type.MONEY}),
    "long": frozenset({Type.TEXT}),
    "options": frozenset({Type.CHOICE, Type.SEVERAL}),
    "scale": frozenset({Type.RATING}),
    "scores": frozenset({Type.YES_NO, Type.NUMBER, Type.MONEY}),
    "columns": frozenset({Type.TABLE}),
    "many": LISTS,
    "weight": frozenset(
        {Type.YES_NO, Type.CHOICE, Type.SEVERAL, Type.NUMBER, Type.MONEY, Type.RATING, Type.PHOTO, Type.TABLE}
    ),
}
SCORE_KEYS = {Type.YES_NO: {"yes", "no"}, Type.NUMBER: {"none", "full"}, Type.MONEY: {"none", "full"}}


@dataclass(frozen=True, slots=True)
class DefinitionFault:
    """What is wrong, and where: `("section", "question", "column")`, shorter where it concerns more than one.

    `code` and `facts` become a sentence in `tonglu.directory.forms.words`.
    """

    where: tuple[str, ...]
    code: str
    facts: Facts = field(default_factory=dict)


class InvalidDefinition(ValueError):
    """The definition cannot be used; `faults` says why, all of it."""

    def __init__(self, faults: Iterable[DefinitionFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(
            "; ".join(f"{'/'.join(f.where) or '-'}: {f.code} {dict(f.facts)}" for f in self.faults)
        )


def parse(raw: Any) -> Definition:
    """The definition of a JSON object. Raises InvalidDefinition with every fault found."""
    try:
        definition = Definition.model_validate(raw)
    except ValidationError as error:
        raise InvalidDefinition(_structural(raw, error)) from error
    if faults := faults_of(definition):
        raise InvalidDefinition(faults)
    return definition


def faults_of(definition: Definition) -> tuple[DefinitionFault, ...]:
    """Whatever is well-formed and still makes no sense; empty when the definition can be used."""
    return tuple(_faults(definition))


def _structural(raw: Any, error: ValidationError) -> Iterator[DefinitionFault]:
    """What pydantic found, with the keys of section and question instead of their numbers."""
    for found in error.errors(include_url=False, include_context=False):
        where: list[str] = []
        rest: list[str] = []
        at = raw
        for part in found["loc"]:
            at = _step(at, part)
            named = isinstance(part, int) and isinstance(at, dict) and isinstance(at.get("key"), str)
            if named and not rest:
                where.append(at["key"])
            elif part not in ("sections", "questions", "columns") or rest:
                rest.append(str(part))
        facts = {"field": ".".join(rest), "fault": found["msg"]}
        yield DefinitionFault(tuple(where), "missing" if found["type"] == "missing" else "malformed", facts)


def _step(at: Any, part: int | str) -> Any:
    if isinstance(at, dict):
        return at.get(part)
    if isinstance(at, list) and isinstance(part, int) and part < len(at):
        return at[part]
    # the tag of a union is part of the path without being part of the JSON
    return at


def _faults(definition: Definition) -> Iterator[DefinitionFault]:
    if not definition.sections:
        yield DefinitionFault((), "no_sections")
    for key in _twice(section.key for section in definition.sections):
        yield DefinitionFault((key,), "section_twice")
    for key in _twice(question.key for question in definition.questions):
        yield DefinitionFault((key,), "question_twice")
    earlier: dict[str, Question] = {}
    for section in definition.sections:
        if not section.questions:
            yield DefinitionFault((section.key,), "no_questions")
        for question in section.questions:
            yield from _question((section.key, question.key), question, earlier)
            earlier[question.key] = question


def _question(
    where: tuple[str, ...], question: Question, earlier: Mapping[str, Question]
) -> Iterator[DefinitionFault]:
    for name, types in FITS.items():
        if name in question.model_fields_set and question.type not in types:
            yield DefinitionFault(where, "misplaced", {"field": name, "type": question.type})
    yield from _options(where, question)
    yield from _limits(where, question)
    yield from _scores(where, question)
    for asked in asked_in(question.when):
        yield from _asked(where, asked, earlier)
    yield from _columns(where, question, earlier)


def _options(where: tuple[str, ...], question: Question) -> Iterator[DefinitionFault]:
    if question.type in FITS["options"] and len(question.options) < 2:
        yield DefinitionFault(where, "few_options")
    for value in _twice(option.value for option in question.options):
        yield DefinitionFault(where, "option_twice", {"value": value})


def _limits(where: tuple[str, ...], question: Question) -> Iterator[DefinitionFault]:
    upper = question.most if question.type in LISTS else question.max
    if question.min is not None and upper is not None and question.min > upper:
        yield DefinitionFault(where, "min_above_max", {"min": question.min, "max": upper})


def _scores(where: tuple[str, ...], question: Question) -> Iterator[DefinitionFault]:
    scores, wanted = question.scores, SCORE_KEYS.get(question.type)
    if scores is not None and wanted and set(scores) != wanted:
        yield DefinitionFault(where, "score_keys", {"keys": "、".join(sorted(wanted))})
    elif (
        scores is not None and question.type is Type.YES_NO and any(not 0 <= v <= 1 for v in scores.values())
    ) or (scores is not None and wanted == {"none", "full"} and scores["none"] == scores["full"]):
        yield DefinitionFault(where, "score_range")
    if question.weight <= 0:
        return
    if question.type in {Type.NUMBER, Type.MONEY} and scores is None:
        yield DefinitionFault(where, "no_scores")
    if question.type in FITS["options"] and all(option.score is None for option in question.options):
        yield DefinitionFault(where, "no_scores")
    if question.type is Type.TABLE and not any(column.weight > 0 for column in question.columns):
        yield DefinitionFault(where, "no_scores")


def _asked(
    where: tuple[str, ...], asked: Asked, earlier: Mapping[str, Question]
) -> Iterator[DefinitionFault]:
    facts = {"question": asked.question}
    of = earlier.get(asked.question)
    if of is None:
        yield DefinitionFault(where, "unknown_condition", facts)
    elif len(asked.comparisons) != 1:
        yield DefinitionFault(where, "comparisons", facts)
    elif asked.comparisons[0] in ("at_least", "at_most") and of.type not in NUMBERS:
        yield DefinitionFault(where, "not_a_number", facts)
    elif bad := [value for value in asked.values if not _possible(of, value)]:
        yield DefinitionFault(where, "impossible_value", {**facts, "value": bad[0]})


def _possible(question: Question, value: object) -> bool:
    """Whether the question can be answered so."""
    match question.type:
        case Type.YES_NO:
            return value in ("yes", "no")
        case Type.CHOICE | Type.SEVERAL:
            return value in {option.value for option in question.options}
        case Type.NUMBER | Type.MONEY | Type.RATING:
            return isinstance(value, int | float)
        case Type.PLACE | Type.TABLE | Type.PHOTO | Type.SIGNATURE:
            return False
    return isinstance(value, str)


def _columns(
    where: tuple[str, ...], table: Question, earlier: Mapping[str, Question]
) -> Iterator[DefinitionFault]:
    """Columns are questions of each row; their conditions may ask other columns, else the questions before."""
    if table.type is not Type.TABLE:
        return
    if not table.columns:
        yield DefinitionFault(where, "no_columns")
    for key in _twice(column.key for column in table.columns):
        yield DefinitionFault((*where, key), "question_twice")
    seen = dict(earlier)
    for column in table.columns:
        if column.type is Type.TABLE:
            yield DefinitionFault((*where, column.key), "table_in_table")
            continue
        if column.private:
            yield DefinitionFault((*where, column.key), "private_column")
        yield from _question((*where, column.key), column, seen)
        seen[column.key] = column


def _twice(keys: Iterable[str]) -> list[str]:
    return [key for key, n in Counter(keys).items() if n > 1]
