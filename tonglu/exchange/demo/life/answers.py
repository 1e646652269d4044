"""Answers to a form that somebody of a certain standard would give: what was said, and the rest by its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from tonglu.directory.forms.conditions import holds
from tonglu.directory.forms.definition import Definition, Option, Question, Type

PLAIN = "正常，无其他情况"
SPREAD = 0.13  # of a mark round the standard of who is judged
FEW = (1, 2)  # rows of a table that nothing was said about


@dataclass(frozen=True, slots=True)
class Filler:
    """`good`: how well things stand, 0 to 1. `said`: by the key of a question its answer, or a sequence of words to
    choose from. `also`: keys of questions that are answered though nobody has to. `picture` and `signature` store one
    and give its name."""

    random: Random
    good: float
    on: date
    said: Mapping[str, Any]
    picture: Callable[[str], str]
    signature: Callable[[], str]
    also: frozenset[str] = frozenset()

    def fill(self, definition: Definition) -> dict[str, Any]:
        """The answers to all that is required or was said."""
        return self._answers(definition.questions, {})

    def _answers(self, questions: Sequence[Question], around: Mapping[str, Any]) -> dict[str, Any]:
        answers: dict[str, Any] = {}
        for question in questions:
            if not holds(question.when, {**around, **answers}):
                continue
            answer = self._answer(question, {**around, **answers})
            if answer is not None:
                answers[question.key] = answer
        return answers

    def _answer(self, question: Question, around: Mapping[str, Any]) -> Any:
        said = self.said.get(question.key)
        if isinstance(said, tuple):
            return self.random.choice(said)
        if said is not None:
            return said
        asked = question.required or question.weight > 0 or question.key in self.also
        return self._made_up(question, around) if asked else None

    def _made_up(self, question: Question, around: Mapping[str, Any]) -> Any:
        match question.type:
            case Type.YES_NO:
                return self._yes_no(question)
            case Type.CHOICE:
                return self._choice(question.options)
            case Type.SEVERAL:
                return self._several(question.options)
            case Type.NUMBER | Type.MONEY:
                return self._number(question)
            case Type.RATING:
                return 1 + round((question.scale - 1) * self.mark())
            case Type.DATE:
                return self.on.isoformat()
            case Type.PHOTO:
                return [self.picture(question.key)]
            case Type.SIGNATURE:
                return self.signature()
            case Type.TABLE:
                rows = range(self.random.randint(*FEW))
                return [self._answers(question.columns, around) for _row in rows]
        return PLAIN

    def mark(self) -> float:
        """Somewhere round the standard, from 0 to 1."""
        return min(1.0, max(0.0, self.random.gauss(self.good, SPREAD)))

    def _yes_no(self, question: Question) -> str:
        worth = question.scores or {"yes": 1, "no": 0}
        better, worse = ("yes", "no") if worth["yes"] >= worth["no"] else ("no", "yes")
        return better if self.random.random() < self.good else worse

    def _choice(self, options: Sequence[Option]) -> str:
        """Where options have a score, the one nearest to the mark; else the earlier the likelier."""
        scored = [option for option in options if option.score is not None]
        if scored:
            mark = self.mark()
            return min(scored, key=lambda option: abs((option.score or 0) - mark)).value
        weights = [1 / (place + 1) for place in range(len(options))]
        return self.random.choices(options, weights=weights)[0].value

    def _several(self, options: Sequence[Option]) -> list[str]:
        kept = [option.value for option in options if self.random.random() < self.good * 0.8]
        return kept[:3] or [options[0].value]

    def _number(self, question: Question) -> int | float:
        """Its way from nothing to everything where it is scored; else a small one of those that are allowed."""
        scores = question.scores
        low, high = question.min or 0, question.max
        if scores and "full" in scores:
            value = scores["none"] + (scores["full"] - scores["none"]) * self.mark()
        else:
            value = low + self.random.randint(0, 5)
        value = max(low, value if high is None else min(high, value))
        return round(value, question.places) if question.places else round(value)
