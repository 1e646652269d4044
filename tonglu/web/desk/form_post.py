"""The answers in what a browser posts; whatever cannot be read stays as it was typed, for the rules to name it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from django.http import QueryDict

from tonglu.directory.forms.definition import Definition, Question, Type
from tonglu.web.desk.form_fields import PREFIX

NUMBER = re.compile(r"-?\d+(\.\d+)?")


def posted(definition: Definition, post: QueryDict) -> dict[str, Any]:
    """The answers by question, without those that were left empty."""
    return _answers(definition.questions, post, PREFIX)


def _answers(questions: Sequence[Question], post: QueryDict, prefix: str) -> dict[str, Any]:
    read = ((question.key, _answer(question, post, prefix + question.key)) for question in questions)
    return {key: answer for key, answer in read if answer not in (None, "", [], {})}


def _answer(question: Question, post: QueryDict, name: str) -> Any:
    match question.type:
        case Type.SEVERAL | Type.PHOTO | Type.SKUS:
            return [one for one in post.getlist(name) if one]
        case Type.TABLE:
            rows = (_answers(question.columns, post, f"{name}.{n}.") for n in _rows(post, name))
            return [row for row in rows if row]
        case Type.NUMBER | Type.MONEY | Type.RATING:
            return _number(post.get(name, ""))
        case Type.PLACE:
            return _place(post.get(name, ""))
    return post.get(name, "").strip()


def _rows(post: QueryDict, name: str) -> list[int]:
    """The numbers of the rows that were sent, in order; a row that was taken away leaves a gap."""
    found = re.compile(re.escape(name) + r"\.(\d{1,4})\.")
    return sorted({int(match[1]) for key in post if (match := found.match(key))})


def _number(text: str) -> int | float | str:
    plain = text.strip().replace(",", "")
    if not NUMBER.fullmatch(plain):
        return text.strip()
    return float(plain) if "." in plain else int(plain)


def _place(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return text
