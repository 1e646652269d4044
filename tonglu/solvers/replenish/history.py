"""What is known of one SKU in one outlet besides today's shelf: the calls before, and what lies ahead."""

from __future__ import annotations

from dataclasses import dataclass

from tonglu.solvers.errors import BadInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """The time between two calls.

    `lift` is how many times the usual demand was to be expected, for promotions, season and working days (1 for an
    ordinary time); it was known beforehand and never comes from these sales. `ran_out` says that the shelf was
    found empty at the end, so that more may have been wanted than was sold.
    """

    days: int
    sold: int
    ran_out: bool = False
    lift: float = 1.0

    def __post_init__(self) -> None:
        if self.days < 1 or self.sold < 0 or not 0 < self.lift < float("inf"):
            raise BadInput(self, "needs at least one day, sales of zero or more and a lift above zero")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """`lead_days` from an order to its delivery; `lift` to expect until the delivery after the next call."""

    lead_days: int = 0
    lift: float = 1.0

    def __post_init__(self) -> None:
        if self.lead_days < 0 or not 0 < self.lift < float("inf"):
            raise BadInput(self, "needs a lead of zero days or more and a lift above zero")
