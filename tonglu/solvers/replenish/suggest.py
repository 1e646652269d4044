"""The suggested order of one SKU in one outlet: a service level where history carries it, the 1.5 rule elsewhere."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from tonglu.solvers.replenish import demand
from tonglu.solvers.replenish.history import Interval, Outlook
from tonglu.solvers.replenish.level import Level
from tonglu.solvers.replenish.ordering import order_up_to, recount
from tonglu.solvers.replenish.policy import Policy
from tonglu.solvers.replenish.rule15 import rule15
from tonglu.solvers.replenish.shelf import Shelf
from tonglu.solvers.replenish.suggestion import Suggestion


def suggest(
    shelf: Shelf,
    *,
    history: Sequence[Interval] = (),
    outlook: Outlook | None = None,
    policy: Policy | None = None,
) -> Suggestion:
    """What to order at this call.

    `history` is oldest first and ends with the interval that this call closes. The stock must last until the order
    of the next call is delivered: `days_to_next + lead_days`.
    """
    outlook, policy = outlook or Outlook(), policy or Policy()
    if shelf.last_count is not None and shelf.sold < 0:
        return recount(shelf)
    if len(history) < policy.least_calls or not any(interval.sold for interval in history):
        return rule15(shelf, rule=policy.rule)
    level, dispersion = learn(history, policy=policy)
    days = shelf.days_to_next + outlook.lead_days
    expected = float(level.mean(days=days, lift=outlook.lift))
    target = float(demand.quantile(mean=expected, dispersion=dispersion, service=policy.service))
    target = min(target, max(expected, policy.most * float(level.most) * days))
    life = shelf.shelf_life_days
    return order_up_to(
        shelf,
        target=math.ceil(target),
        sellable=None if life is None else math.floor(float(level.daily) * life),
        code="service",
        numbers={
            "calls": len(history),
            "days": days,
            "expected": round(expected),
            "lift_percent": round(100 * outlook.lift),
            "service_percent": round(100 * policy.service),
        },
    )


def learn(history: Sequence[Interval], *, policy: Policy) -> tuple[Level, float]:
    """The outlet's level after its history, and its dispersion drawn towards that of similar outlets."""
    level = Level.unknown()
    extra = policy.dispersion * policy.dispersion_calls
    calls = policy.dispersion_calls
    for interval in history:
        facts = {"days": interval.days, "lift": interval.lift, "dispersion": policy.dispersion}
        wanted = level.wanted(sold=interval.sold, ran_out=interval.ran_out, **facts)
        if not np.isnan(level.daily) and level.daily > 0:
            mean = level.mean(days=interval.days, lift=interval.lift)
            extra += float(demand.extra_variance(demand=wanted, mean=mean))
            calls += 1
        level = level.after(wanted=wanted, gain=policy.gain, **facts)
    return level, max(0.0, extra / max(calls, 1))
