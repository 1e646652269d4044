"""The score 得分 of a filled-in form: how much of what could be had was had, in thousandths.

    score = Σ weight × worth ÷ Σ weight, over the scored questions that apply

A question that does not apply by its condition is left out, and so is one answered with an option that has no score
(不适用). A question that applies and was not answered is worth nothing: skipping it never raises the score.

The worth of an answer, from 0 to 1: yes 1 and no 0 (or as `scores` says); an option's score; of several options the
sum of theirs, at most 1; a rating's way from 1 to its scale; a number's way from `none` to `full`; photos taken 1;
a table the average of its rows, each scored like a form of its own.

Reckoned in whole ten-thousandths, rounded half up at each step, so that Python and TypeScript agree to the last digit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tonglu.directory.forms.conditions import Answers
from tonglu.directory.forms.definition import Definition, Question, Type
from tonglu.directory.forms.rules import applicable

WHOLE = 10_000


def score(definition: Definition, answers: Answers) -> int | None:
    """Thousandths, 0 to 1000 (shown as 87.5 of 100); None where no scored question applies."""
    worth = _worth_of_all(definition.questions, answers, {})
    return None if worth is None else half_up(worth, 10)


def worth(question: Question, answer: Any, *, around: Answers | None = None) -> int | None:
    """What an answer is worth, in ten-thousandths; None when it takes the question out of the score.

    None as the answer is no answer: worth nothing.
    """
    if answer is None:
        return 0
    match question.type:
        case Type.YES_NO:
            return scaled((question.scores or {"yes": 1, "no": 0})[answer]) if answer in ("yes", "no") else 0
        case Type.CHOICE:
            return _option(question, answer)
        case Type.SEVERAL:
            return _several(question, answer)
        case Type.RATING:
            return half_up((answer - 1) * WHOLE, question.scale - 1) if _is_whole(answer) else 0
        case Type.NUMBER | Type.MONEY:
            return _way(question.scores or {"none": 0, "full": 1}, answer)
        case Type.TABLE:
            return _rows(question, answer, around or {})
    return WHOLE


def half_up(dividend: int, divisor: int) -> int:
    """A division of whole numbers, rounded half up."""
    if divisor < 0:
        dividend, divisor = -dividend, -divisor
    return (2 * dividend + divisor) // (2 * divisor)


def scaled(number: int | float) -> int:
    """Whole ten-thousandths of a number."""
    return int((Decimal(str(number)) * WHOLE).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _worth_of_all(questions: Sequence[Question], answers: Answers, around: Answers) -> int | None:
    had = could = 0
    before = dict(around)
    for question, answer in applicable(questions, answers, around=around):
        if question.weight > 0:
            weight, part = scaled(question.weight), worth(question, answer, around=before)
            if part is not None:
                had, could = had + weight * part, could + weight
        if answer is not None:
            before[question.key] = answer
    return half_up(had, could) if could else None


def _option(question: Question, answer: Any) -> int | None:
    found = next((option for option in question.options if option.value == answer), None)
    if found is None:
        return 0
    return None if found.score is None else scaled(found.score)


def _several(question: Question, answer: Any) -> int:
    chosen = answer if isinstance(answer, list) else ()
    return min(WHOLE, sum(scaled(o.score or 0) for o in question.options if o.value in chosen))


def _way(scores: Mapping[str, int | float], answer: Any) -> int:
    if isinstance(answer, bool) or not isinstance(answer, int | float):
        return 0
    none, full = scaled(scores["none"]), scaled(scores["full"])
    return max(0, min(WHOLE, half_up((scaled(answer) - none) * WHOLE, full - none)))


def _rows(table: Question, answer: Any, around: Answers) -> int | None:
    """The average of those rows to which a scored column applies."""
    rows = [row for row in answer if isinstance(row, dict)] if isinstance(answer, list) else []
    parts = [part for row in rows if (part := _worth_of_all(table.columns, row, around)) is not None]
    return half_up(sum(parts), len(parts)) if parts else None


def _is_whole(answer: Any) -> bool:
    return isinstance(answer, int) and not isinstance(answer, bool)
