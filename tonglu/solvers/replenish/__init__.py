"""Suggested orders: how much of one SKU an outlet should order at this call, and the sentence that says why.

Takes in what was counted on the shelf, delivered and sold, the days to the next call, the pack size; hands on a
`Suggestion`: whole packs, a structured reason and its sentence in Chinese and English. `rule15` is the rule of
thumb that needs one earlier call only and that the phone repeats without signal.
"""

from __future__ import annotations

from tonglu.solvers.replenish.rule15 import Rule, rule15
from tonglu.solvers.replenish.shelf import Shelf
from tonglu.solvers.replenish.suggestion import Reason, Suggestion

__all__ = ["Reason", "Rule", "Shelf", "Suggestion", "rule15"]
