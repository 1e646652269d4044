"""The 1.5 rule: cover the days to the next call one and a half times at the rate sold since the last call.

    sold = last count + delivered − returned − this count
    order = whole packs of max(0, 1.5 × sold × days to next call ÷ days since last − count − on the way)

Integers throughout (percents, not fractions): the phone runs the same rule and must give the same quantity. Both
are held to `tests/rule15_cases.json`.
"""

from __future__ import annotations

from dataclasses import dataclass

from tonglu.solvers.errors import BadInput
from tonglu.solvers.replenish import packs
from tonglu.solvers.replenish.ordering import opening, order_up_to, recount
from tonglu.solvers.replenish.shelf import Shelf
from tonglu.solvers.replenish.suggestion import Suggestion


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The rule's settings, in percent: `factor_percent` of the sales to cover, and what sales that ended in an empty
    shelf count as (`censored_percent` of what was sold, since more was wanted than was there)."""

    factor_percent: int = 150
    censored_percent: int = 125

    def __post_init__(self) -> None:
        for name in ("factor_percent", "censored_percent"):
            if getattr(self, name) < 100:
                raise BadInput(name, f"is {getattr(self, name)}; below 100 the shelf runs empty by design")


def rule15(shelf: Shelf, *, rule: Rule | None = None) -> Suggestion:
    """What to order at this call. Never raises for odd counts: sales below zero ask for a recount."""
    if shelf.last_count is None:
        return opening(shelf)
    if shelf.sold < 0:
        return recount(shelf)
    if shelf.saleable == 0:  # nothing was there to sell: the zero says nothing about demand
        return opening(shelf)
    return _cover(shelf, rule or Rule())


def _cover(shelf: Shelf, rule: Rule) -> Suggestion:
    censored = shelf.found_empty and shelf.sold > 0
    percent = rule.censored_percent if censored else 100
    demand = shelf.sold * percent  # in hundredths of a unit, so that nothing is rounded before the end
    target = packs.ceil_div(rule.factor_percent * demand * shelf.days_to_next, 10_000 * shelf.days_since)
    life = shelf.shelf_life_days
    return order_up_to(
        shelf,
        target=target,
        sellable=None if life is None else demand * life // (100 * shelf.days_since),
        code="censored" if censored else "rule15",
        numbers={
            "sold": shelf.sold,
            "demand": packs.ceil_div(demand, 100),
            "days_since": shelf.days_since,
            "days_to_next": shelf.days_to_next,
            "factor_percent": rule.factor_percent,
        },
    )
