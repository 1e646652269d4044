"""What the editor's panel posts, as the properties of a form, a section or a question.

Every input of the panel names its property in a hidden `has`, so that a property that was not shown is left as it is.
What cannot be read as a number stays as it was typed, and the definition says what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import zip_longest
from typing import Any

from django.http import QueryDict

from tonglu.directory.forms.condition_rows import HOW, How, Mode, Row, Rows, condition_of
from tonglu.directory.forms.definition import Json

NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")


def posted(post: QueryDict) -> dict[str, Any]:
    """Properties by name; None for one that was emptied."""
    return {name: READ[name](post, name) for name in post.getlist("has") if name in READ}


def number(text: str) -> int | float | str | None:
    """A whole number where it is one, a decimal else; the text itself where it is neither."""
    plain = text.strip().replace(",", "").replace("，", "")
    if not plain:
        return None
    if not NUMBER.fullmatch(plain):
        return text.strip()
    value = float(plain)
    return int(value) if value.is_integer() else value


def _text(post: QueryDict, name: str) -> str:
    return post.get(name, "").strip()


def _words(post: QueryDict, name: str) -> Json:
    """Both languages; the English may be missing, and is then left out."""
    chinese, english = _text(post, f"{name}.zh"), _text(post, f"{name}.en")
    return {"zh": chinese, "en": english} if english else {"zh": chinese}


def _words_if_any(post: QueryDict, name: str) -> Json | None:
    words = _words(post, name)
    return words if words["zh"] or "en" in words else None


def _flag(post: QueryDict, name: str) -> bool | None:
    return True if post.get(name) else None


def _number(post: QueryDict, name: str) -> int | float | str | None:
    return number(post.get(name, ""))


def _weight(post: QueryDict, name: str) -> int | float | str | None:
    """No weight and a weight of nothing are the same."""
    return _number(post, name) or None


def _scale(post: QueryDict, name: str) -> int | float | str | None:
    scale = _number(post, name)
    return None if scale == 5 else scale


def _list(post: QueryDict, name: str) -> list[str] | None:
    return [one for one in post.getlist(name) if one] or None


def _scores(post: QueryDict, name: str) -> Json | None:
    """Of the keys that were shown; none of them unless all are given."""
    shown = [key for key in ("yes", "no", "none", "full") if f"{name}.{key}" in post]
    scores = {key: number(post.get(f"{name}.{key}", "")) for key in shown}
    return scores if shown and None not in scores.values() else None


def _options(post: QueryDict, name: str) -> list[Json]:
    """A line an option: what is stored, its two names, and what it is worth."""
    columns = (post.getlist(f"{name}.{part}") for part in ("value", "zh", "en", "score"))
    options = []
    for value, chinese, english, score in zip_longest(*columns, fillvalue=""):
        option: Json = {"value": value.strip(), "label": {"zh": chinese.strip()}}
        if english.strip():
            option["label"]["en"] = english.strip()
        if (worth := number(score)) is not None:
            option["score"] = worth
        options.append(option)
    return options


def _when(post: QueryDict, name: str) -> Json | None:
    mode: Mode = "any" if post.get(f"{name}.mode") == "any" else "all"
    lines = [_line(post, f"{name}.{n}") for n in range(int(post.get(f"{name}.lines", "0")))]
    return condition_of(Rows(mode, tuple(line for line in lines if line)))


def _line(post: QueryDict, name: str) -> Row | None:
    how: How = next((known for known in HOW if known == post.get(f"{name}.how")), "is")
    values: list[Any] = [value.strip() for value in post.getlist(f"{name}.value") if value.strip()]
    if how in ("at_least", "at_most") or post.get(f"{name}.kind") == "number":
        values = [value for text in values if (value := number(text)) is not None]
    return Row(_text(post, f"{name}.question"), how, tuple(values))


READ: dict[str, Callable[[QueryDict, str], Any]] = {
    "key": _text,
    "type": _text,
    "label": _words,
    "title": _words,
    "about": _words_if_any,
    "hint": _words_if_any,
    "unit": _words_if_any,
    "picture": lambda post, name: _text(post, name) or None,
    "required": _flag,
    "private": _flag,
    "long": _flag,
    "urgent": _flag,
    "weight": _weight,
    "min": _number,
    "max": _number,
    "decimals": _number,
    "many": _number,
    "scale": _scale,
    "scores": _scores,
    "options": _options,
    "when": _when,
    "subject": _text,
    "used_for": _text,
    "roles": _list,
    "channels": _list,
}
