"""What a verb raises when it will not do what it was asked."""

from __future__ import annotations


class Refused(Exception):
    """A rule of the business forbids it. The text is for the person who asked: who or what, why, what to do.

    `code` is stable and short, for programs (the phone shows a remedy by it).
    """

    def __init__(self, reason: str, *, code: str = "refused") -> None:
        self.reason = reason
        self.code = code
        super().__init__(reason)


class NotYours(Refused):
    """The thing exists, but not for this person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, code="not_yours")
