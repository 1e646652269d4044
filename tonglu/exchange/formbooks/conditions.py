"""A condition as it is written in a cell: `powered = yes and (facings >= 6 or not sign answered)`.

`=` and `!=` take codes divided by `|`; `且 或 非` and `and or not` are the same words. Words with other letters than
those of a code stand in quotation marks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from tonglu.directory.forms.definition import Json

TOKEN = re.compile(
    r"""\s*(?:(?P<string>"(?:[^"\\]|\\.)*")|(?P<mark>>=|<=|!=|≥|≤|≠|=|\||\(|\)|（|）)|(?P<word>[^\s"=<>!≥≤≠|()（）]+))"""
)
WORDS = {"且": "and", "或": "or", "非": "not", "已填": "answered", "未填": "blank"}
MARKS = {"≥": ">=", "≤": "<=", "≠": "!=", "（": "(", "）": ")"}
BARE = re.compile(r"[^\s\"=<>!≥≤≠|()（）]+")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
JOINING = frozenset({"and", "or", "not"})
RESERVED = frozenset({"and", "or", "not", "answered", "blank", "true", "false", *WORDS})


class Unreadable(ValueError):
    """The text is no condition; the argument is where it stopped making sense."""


def written(condition: Any) -> str:
    """The text of a condition in JSON; empty without one."""
    return _written(condition) if condition else ""


def read(text: str) -> Json | None:
    """The JSON of a condition; None of an empty text. Raises Unreadable."""
    if not text.strip():
        return None
    reader = _Reader(_tokens(text))
    condition = reader.either()
    if reader.left:
        raise Unreadable(reader.here)
    return condition


def _written(condition: Json) -> str:
    for mode, word in (("all", " and "), ("any", " or ")):
        if mode in condition:
            return word.join(_inner(part) for part in condition[mode])
    if "not" in condition:
        inner = condition["not"]
        if "is" in inner or "in" in inner:
            return _written(inner).replace(" = ", " != ", 1)
        return f"not {_inner(inner)}"
    key = str(condition["question"])
    key = json.dumps(key) if key in JOINING else key
    if "answered" in condition:
        return f"{key} {'answered' if condition['answered'] else 'blank'}"
    for name, mark in (("at_least", ">="), ("at_most", "<=")):
        if name in condition:
            return f"{key} {mark} {condition[name]}"
    values = condition["in"] if "in" in condition else [condition["is"]]
    return f"{key} = {' | '.join(_value(value) for value in values)}"


def _inner(condition: Json) -> str:
    text = _written(condition)
    return f"({text})" if "all" in condition or "any" in condition else text


def _value(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str):
        return json.dumps(value)
    plain = BARE.fullmatch(value) and not NUMBER.fullmatch(value) and value.lower() not in RESERVED
    return value if plain else json.dumps(value, ensure_ascii=False)


def _tokens(text: str) -> list[tuple[str, str]]:
    """What kind each is and what it says; strings keep their quotation marks."""
    tokens, at = [], 0
    while text[at:].strip():
        match = TOKEN.match(text, at)
        if match is None:
            raise Unreadable(text[at:].strip())
        kind = str(match.lastgroup)
        found = match[kind]
        if kind == "word":
            found = WORDS.get(found, found.lower() if found.lower() in RESERVED else found)
        tokens.append((kind, MARKS.get(found, found)))
        at = match.end()
    return tokens


class _Reader:
    """Reads tokens from the left: `or` binds weakest, then `and`, then `not`."""

    def __init__(self, tokens: Sequence[tuple[str, str]]) -> None:
        self.tokens = list(tokens)
        self.at = 0

    @property
    def left(self) -> bool:
        return self.at < len(self.tokens)

    @property
    def here(self) -> str:
        return self.tokens[self.at][1] if self.left else ""

    def take(self) -> tuple[str, str]:
        if not self.left:
            raise Unreadable("…")
        self.at += 1
        return self.tokens[self.at - 1]

    def takes(self, word: str) -> bool:
        found = self.left and self.tokens[self.at][0] != "string" and self.here == word
        self.at += found
        return found

    def either(self) -> Json:
        parts = [self.both()]
        while self.takes("or"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else {"any": parts}

    def both(self) -> Json:
        parts = [self.one()]
        while self.takes("and"):
            parts.append(self.one())
        return parts[0] if len(parts) == 1 else {"all": parts}

    def one(self) -> Json:
        if self.takes("not"):
            return {"not": self.one()}
        if self.takes("("):
            inner = self.either()
            if not self.takes(")"):
                raise Unreadable(self.here or "(")
            return inner
        return self.asked()

    def asked(self) -> Json:
        kind, key = self.take()
        if kind == "mark" or key in JOINING:
            raise Unreadable(key)
        key = json.loads(key) if kind == "string" else key
        _kind, mark = self.take()
        match mark:
            case "answered" | "blank":
                return {"question": key, "answered": mark == "answered"}
            case "=" | "!=":
                values = self.values()
                asked = {"is": values[0]} if len(values) == 1 else {"in": values}
                positive = {"question": key, **asked}
                return {"not": positive} if mark == "!=" else positive
            case ">=" | "<=":
                number = self.value()
                if isinstance(number, bool) or not isinstance(number, int | float):
                    raise Unreadable(str(number))
                return {"question": key, "at_least" if mark == ">=" else "at_most": number}
        raise Unreadable(mark)

    def values(self) -> list[Any]:
        values = [self.value()]
        while self.takes("|"):
            values.append(self.value())
        return values

    def value(self) -> Any:
        kind, text = self.take()
        if kind == "mark":
            raise Unreadable(text)
        if kind == "string" or NUMBER.fullmatch(text) or text in ("true", "false"):
            return json.loads(text)
        return text
