"""Checking the answers to a form 校验, the same on the desk and on the phone.

`phone/src/rules/forms.ts` says the same in TypeScript; both are tested on `tests/form_cases.json`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from tonglu.directory.forms.conditions import Answers, holds, is_answered
from tonglu.directory.forms.definition import LISTS, Definition, Question, Type

SHA256 = re.compile(r"[0-9a-f]{64}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
SHORT, LONG, CODE = 200, 4000, 64
LARGEST = 1_000_000_000_000


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an answer; `tonglu.directory.forms.words` makes a sentence of it."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


def applicable(
    questions: Sequence[Question], answers: Answers, *, around: Answers | None = None
) -> Iterator[tuple[Question, Any]]:
    """The questions that apply, each with its answer (None without one), in order.

    What an earlier question decides is decided by its answer only if that question itself applied. `around` is what
    stands outside of a table's row.
    """
    counting: dict[str, Any] = dict(around or {})
    for question in questions:
        counting.pop(question.key, None)
        if not holds(question.when, counting):
            continue
        answer = _trimmed(answers.get(question.key))
        if is_answered(answer):
            counting[question.key] = answer
            yield question, answer
        else:
            yield question, None


def clean(definition: Definition, answers: Answers) -> dict[str, Any]:
    """What is kept of the answers: those of questions that apply, without empty ones."""
    return _cleaned(definition.questions, answers, {})


def check(definition: Definition, answers: Answers) -> dict[str, Fault]:
    """What is wrong, by the key of the question; of a table's cell `"table.0.column"`. Empty when all is well."""
    unknown = {key: Fault("unknown") for key in answers if key not in definition.by_key}
    return unknown | dict(_faults(definition.questions, answers, {}))


def _cleaned(questions: Sequence[Question], answers: Answers, around: Answers) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for question, answer in applicable(questions, answers, around=around):
        if answer is None:
            continue
        if question.type is Type.TABLE and isinstance(answer, list):
            outside = {**around, **kept}
            answer = [_cleaned(question.columns, row, outside) for row in answer if isinstance(row, dict)]
        kept[question.key] = answer
    return kept


def _faults(questions: Sequence[Question], answers: Answers, around: Answers) -> Iterator[tuple[str, Fault]]:
    before: dict[str, Any] = dict(around)
    for question, answer in applicable(questions, answers, around=around):
        if answer is None:
            if question.required:
                yield question.key, Fault("required")
            continue
        if fault := _fault(question, answer):
            yield question.key, fault
        elif question.type is Type.TABLE:
            yield from _cells(question, answer, before)
        before[question.key] = answer


def _cells(table: Question, rows: Sequence[Answers], before: Answers) -> Iterator[tuple[str, Fault]]:
    known = {column.key for column in table.columns}
    for n, row in enumerate(rows):
        for key in row.keys() - known:
            yield f"{table.key}.{n}.{key}", Fault("unknown")
        for key, fault in _faults(table.columns, row, before):
            yield f"{table.key}.{n}.{key}", fault


def _trimmed(answer: Any) -> Any:
    return answer.strip() if isinstance(answer, str) else answer


def _fault(question: Question, answer: Any) -> Fault | None:
    """Of an answer that was given."""
    if question.type in LISTS:
        return _list_fault(question, answer)
    match question.type:
        case Type.YES_NO:
            return None if answer in ("yes", "no") else Fault("option")
        case Type.CHOICE:
            return None if _among(question, answer) else Fault("option")
        case Type.NUMBER | Type.MONEY:
            return _number_fault(question, answer)
        case Type.RATING:
            whole = isinstance(answer, int) and not isinstance(answer, bool)
            return (
                None
                if whole and 1 <= answer <= question.scale
                else Fault("rating", {"scale": question.scale})
            )
        case Type.TEXT:
            return _length_fault(answer, LONG if question.long else SHORT)
        case Type.BARCODE:
            return _length_fault(answer, CODE)
        case Type.DATE:
            return None if _is_day(answer) else Fault("date")
        case Type.SIGNATURE:
            return None if _is_sha(answer) else Fault("malformed")
        case Type.PLACE:
            return None if _is_place(answer) else Fault("malformed")
    raise AssertionError(question.type)


def _list_fault(question: Question, answer: Any) -> Fault | None:
    if not isinstance(answer, list):
        return Fault("malformed")
    if len(answer) > question.most:
        return Fault("many", {"most": question.most})
    if question.min is not None and len(answer) < question.min:
        return Fault("few", {"fewest": question.min})
    if question.type is Type.TABLE:
        return None if all(isinstance(row, dict) for row in answer) else Fault("malformed")
    if not all(isinstance(one, str) for one in answer):
        return Fault("malformed")
    if len(set(answer)) < len(answer):
        return Fault("twice")
    match question.type:
        case Type.SEVERAL:
            return None if all(_among(question, one) for one in answer) else Fault("option")
        case Type.PHOTO:
            return None if all(_is_sha(one) for one in answer) else Fault("malformed")
    return None if all(0 < len(one) <= CODE for one in answer) else Fault("malformed")


def _number_fault(question: Question, answer: Any) -> Fault | None:
    if isinstance(answer, bool) or not isinstance(answer, int | float) or not abs(answer) <= LARGEST:
        return Fault("number")
    if question.min is not None and answer < question.min:
        return Fault("min", {"min": question.min})
    if question.max is not None and answer > question.max:
        return Fault("max", {"max": question.max})
    if decimals_of(answer) > question.places:
        return Fault("decimals", {"decimals": question.places})
    return None


def decimals_of(number: int | float) -> int:
    """Decimals that it takes to write a number: 2 for 1.25, 0 for 3.0."""
    exponent = Decimal(str(number)).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _length_fault(answer: Any, most: int) -> Fault | None:
    if not isinstance(answer, str):
        return Fault("malformed")
    return Fault("long", {"most": most}) if len(answer) > most else None


def _among(question: Question, answer: Any) -> bool:
    return any(option.value == answer for option in question.options)


def _is_sha(answer: Any) -> bool:
    return isinstance(answer, str) and SHA256.fullmatch(answer) is not None


def _is_day(answer: Any) -> bool:
    if not isinstance(answer, str) or not DAY.fullmatch(answer):
        return False
    try:
        date.fromisoformat(answer)
    except ValueError:
        return False
    return True


def _is_place(answer: Any) -> bool:
    if not isinstance(answer, dict) or not {"lng", "lat"} <= answer.keys() <= {"lng", "lat", "accuracy"}:
        return False
    lng, lat, accuracy = answer["lng"], answer["lat"], answer.get("accuracy", 0)
    return _between(lng, -180, 180) and _between(lat, -90, 90) and _between(accuracy, 0, 1_000_000)


def _between(number: Any, low: int, high: int) -> bool:
    return isinstance(number, int | float) and not isinstance(number, bool) and low <= number <= high
