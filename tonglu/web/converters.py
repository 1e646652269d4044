"""Parts of an address that are more than words."""

from __future__ import annotations

from datetime import date


class Day:
    """`2026-11-23`; what is no day is no address."""

    regex = r"\d{4}-\d\d-\d\d"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return str(value)


class Paper:
    """What a document may be taken as: `pdf` or `xlsx`."""

    regex = "pdf|xlsx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


# as routes name them
WORDS: dict[str, type[Day] | type[Paper]] = {"day": Day, "paper": Paper}
