"""Text that every database keeps: without NUL, and without half of a character of two."""

from __future__ import annotations

from typing import TypeVar, cast

T = TypeVar("T")


def plain(text: str) -> str:
    """Without NUL; a half of a pair (an emoji cut in two by a program) is shown as `�`."""
    return text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def plain_json(value: T) -> T:
    """A value of JSON with all its texts plain, keys too."""
    found: object = value
    if isinstance(value, str):
        found = plain(value)
    elif isinstance(value, list):
        found = [plain_json(one) for one in value]
    elif isinstance(value, dict):
        found = {plain_json(key): plain_json(one) for key, one in value.items()}
    return cast(T, found)  # the same kind of value as was given
