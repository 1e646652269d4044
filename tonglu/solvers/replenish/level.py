"""What an outlet sells in a day without promotions, learned call by call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tonglu.solvers.replenish import demand as law
from tonglu.solvers.replenish.demand import Numbers


@dataclass(frozen=True, slots=True)
class Level:
    """`daily` units at lift 1, after `seen` intervals; `most` is the largest daily demand met, lift included.

    Numbers for one outlet or arrays over a panel; NaN in `daily` where nothing was seen yet.
    """

    daily: Numbers
    seen: Numbers
    most: Numbers

    @classmethod
    def unknown(cls, shape: tuple[int, ...] = ()) -> Level:
        return cls(np.full(shape, np.nan), np.zeros(shape), np.zeros(shape))

    def mean(self, *, days: Any, lift: Any) -> Numbers:
        return np.asarray(self.daily * days * lift)

    def wanted(self, *, sold: Any, days: Any, lift: Any, ran_out: Any, dispersion: Any) -> Numbers:
        """Demand behind the sales: the sales themselves, or more where the shelf ran out and a level is known."""
        sold = np.asarray(sold, float)
        hidden = np.asarray(ran_out, bool) & ~np.isnan(self.daily) & ~np.isnan(sold)
        if not hidden.any():
            return np.asarray(sold)
        mean = np.where(hidden, self.mean(days=days, lift=lift), 1.0)
        raised = law.wanted(sold=np.where(hidden, sold, 0.0), mean=mean, dispersion=dispersion)
        return np.where(hidden, raised, sold)

    def after(self, *, wanted: Any, days: Any, lift: Any, dispersion: Any, gain: float) -> Level:
        """The level one interval later. A plain mean at first, then `gain` of each surprise; NaN demand changes nothing."""
        wanted = np.asarray(wanted, float)
        fresh = np.isnan(self.daily)
        mean = np.where(fresh, wanted, self.mean(days=days, lift=lift))
        usual = law.usual(demand=wanted, mean=mean, dispersion=dispersion)
        step = np.maximum(gain, 1.0 / (self.seen + 1.0)) * (usual - mean) / (np.asarray(days) * lift)
        daily = np.where(fresh, wanted / (np.asarray(days) * lift), self.daily + step)
        known = ~np.isnan(wanted)
        return Level(
            np.where(known, np.maximum(daily, 0.0), self.daily),
            self.seen + known,
            np.where(known, np.maximum(self.most, wanted / days), self.most),
        )
