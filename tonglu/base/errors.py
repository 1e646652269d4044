"""What a verb raises when it will not do what it was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Refused(Exception):
    """A rule of the business forbids it. The text is for the person who asked: who or what, why, what to do.

    `facts` fill the reason's `{places}` after it was translated, in the language in force when it is raised.
    `code` is stable and short, for programs (the phone shows a remedy by it).
    """

    def __init__(self, reason: StrOrPromise, *, code: str = "refused", **facts: object) -> None:
        # a text without facts may be someone's own words, in which a brace is a brace
        self.reason = str(reason).format(**facts) if facts else str(reason)
        self.code = code
        super().__init__(self.reason)


class NotYours(Refused):
    """The thing exists, but not for this person."""

    def __init__(self, reason: StrOrPromise, **facts: object) -> None:
        super().__init__(reason, code="not_yours", **facts)
