"""Whether a condition holds for the answers given so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tonglu.directory.forms.definition import All, AnyOf, Asked, Condition, Not

Answers = Mapping[str, Any]


def holds(condition: Condition | None, answers: Answers) -> bool:
    """True without a condition. A question that was not answered, or did not apply, is like no answer at all."""
    match condition:
        case None:
            return True
        case All():
            return all(holds(part, answers) for part in condition.all)
        case AnyOf():
            return any(holds(part, answers) for part in condition.any)
        case Not():
            return not holds(condition.not_, answers)
        case Asked():
            return _compares(condition, answers.get(condition.question))


def asked_in(condition: Condition | None) -> Iterator[Asked]:
    """Every comparison of a condition, however deep."""
    match condition:
        case All():
            for part in condition.all:
                yield from asked_in(part)
        case AnyOf():
            for part in condition.any:
                yield from asked_in(part)
        case Not():
            yield from asked_in(condition.not_)
        case Asked():
            yield condition


def is_answered(answer: object) -> bool:
    """Nothing, an empty text and an empty list are no answers; 0 and "no" are."""
    return answer is not None and answer != "" and answer != [] and answer != {}


def _compares(asked: Asked, answer: object) -> bool:
    if asked.answered is not None:
        return is_answered(answer) is asked.answered
    if not is_answered(answer):
        return False
    if asked.at_least is not None or asked.at_most is not None:
        return _within(asked, answer)
    given = answer if isinstance(answer, list) else [answer]
    return any(_same(value, one) for value in asked.values for one in given)


def _within(asked: Asked, answer: object) -> bool:
    if isinstance(answer, bool) or not isinstance(answer, int | float):
        return False
    if asked.at_least is not None:
        return answer >= asked.at_least
    return asked.at_most is not None and answer <= asked.at_most


def _same(value: object, answer: object) -> bool:
    """Texts with texts and numbers with numbers: in Python alone would `1` equal `True`."""
    return (
        isinstance(value, str) == isinstance(answer, str) and not isinstance(answer, bool) and value == answer
    )
