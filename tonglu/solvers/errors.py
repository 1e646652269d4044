"""The one error that every solver raises for input it cannot answer."""

from __future__ import annotations


class BadInput(ValueError):
    """Input that no answer fits.

    `offender` names the thing at fault in the caller's own ids (an outlet, a cell, a SKU …), `problem` says what
    is wrong with it, and `remedy`, where one is known, what to do.
    """

    def __init__(self, offender: object, problem: str, remedy: str = "") -> None:
        self.offender = offender
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{offender}: {problem}" + (f" ({remedy})" if remedy else ""))
