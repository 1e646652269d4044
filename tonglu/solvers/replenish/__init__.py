"""Suggested orders: how much of one SKU an outlet should order at this call, and the sentence that says why.

Takes in what was counted on the shelf, delivered and sold, the days to the next call and the delivery, the pack
size and, where there is one, the history of calls; hands on a `Suggestion`: whole packs, a structured reason and
its sentence in Chinese and English. `suggest` answers for a service level; `rule15` is the rule of thumb that needs
one earlier call only, that `suggest` falls back to and that the phone repeats without signal. `suggest_all` runs
over a table of customers, on this machine or on a cluster.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tonglu.solvers.on_demand import on_demand
from tonglu.solvers.replenish.history import Interval, Outlook
from tonglu.solvers.replenish.policy import Policy
from tonglu.solvers.replenish.rule15 import Rule, rule15
from tonglu.solvers.replenish.shelf import Shelf
from tonglu.solvers.replenish.suggestion import Reason, Suggestion

if TYPE_CHECKING:
    from tonglu.solvers.replenish.fan_out import suggest_all
    from tonglu.solvers.replenish.suggest import suggest
else:
    __getattr__ = on_demand(__name__, {"suggest": "suggest", "suggest_all": "fan_out"})

__all__ = [
    "Interval",
    "Outlook",
    "Policy",
    "Reason",
    "Rule",
    "Shelf",
    "Suggestion",
    "rule15",
    "suggest",
    "suggest_all",
]
