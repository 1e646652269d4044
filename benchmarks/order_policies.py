"""The order policies that the replay compares, each with one knob that buys fewer lost sales with more stock."""

from __future__ import annotations

import numpy as np

from benchmarks.orange_juice import Array, Flags, Panel
from benchmarks.replay import Past
from tonglu.solvers.forecast.effects import fit_effects
from tonglu.solvers.replenish import demand as law
from tonglu.solvers.replenish.level import Level
from tonglu.solvers.replenish.rule15 import Rule


class Rule15:
    """The rule of thumb as `rule15` has it, over a panel; `factor` is 1.5 unless the frontier asks."""

    def __init__(self, factor: float = Rule().factor_percent / 100) -> None:
        self.factor = factor

    def order(self, _week: int, *, stock: Array, known: Past) -> Array:
        sold, ran_out = known.latest()
        raised = sold * np.where(ran_out, Rule().censored_percent / 100, 1.0)
        return np.ceil(self.factor * raised) - stock


class LastOrder:
    """The same order again, unless the shelf still holds as much: a fixed quantity, `factor` mean weeks at first."""

    def __init__(self, factor: float) -> None:
        self.factor = factor
        self.last: Array | None = None

    def order(self, _week: int, *, stock: Array, known: Past) -> Array:
        if self.last is None:
            self.last = self.factor * np.nan_to_num(known.sold).mean(axis=1)
        return np.where(stock >= self.last, 0.0, self.last)


class Mean4:
    """Fill up to `factor` times the mean of the last four reported weeks."""

    def __init__(self, factor: float) -> None:
        self.factor = factor

    def order(self, _week: int, *, stock: Array, known: Past) -> Array:
        recent = known.sold[:, -8:]
        late = np.cumsum(~np.isnan(recent)[:, ::-1], axis=1)[:, ::-1] <= 4
        rows = np.maximum((late & ~np.isnan(recent)).sum(axis=1), 1)
        mean: Array = np.where(late, np.nan_to_num(recent), 0.0).sum(axis=1) / rows
        return self.factor * mean - stock


class ServiceLevel:
    """`suggest` over a panel: the level of each series, effects and dispersion pooled by brand, one service level.

    `plan=False` hides the promotion plan. Effects and dispersions are learned anew every four weeks from what the
    policy itself has seen; a week that ran out counts for half.
    """

    GAIN, EVERY, MOST, CALLS, FADE = 0.15, 4, 1.0, 15, 0.99

    def __init__(self, service: float, *, panel: Panel, plan: bool = True) -> None:
        self.service = service
        self.brand = panel.brand
        self.drivers = panel.drivers if plan else np.zeros_like(panel.drivers)
        self.promoted = panel.promoted if plan else np.zeros_like(panel.promoted)
        self.wanted = np.empty((len(panel.brand), 0))
        self.level = Level.unknown(panel.brand.shape)
        self.due = 0

    def order(self, week: int, *, stock: Array, known: Past) -> Array:
        if week < self.due:
            self._see(known.sold[:, -1], ran_out=known.ran_out[:, -1])
        else:
            self._learn(known)
            self.due = week + self.EVERY
        mean = np.nan_to_num(self.level.mean(days=7, lift=self.lift[:, week]))
        spread = self._spread(week)
        target = law.quantile(mean=mean, dispersion=spread, service=self.service)
        return np.minimum(target, np.maximum(mean, self.MOST * 7 * self.level.most)) - stock

    def _see(self, sold: Array, *, ran_out: Flags) -> None:
        """One week later: the level moves, effects and dispersions stay."""
        week = self.wanted.shape[1]
        facts = {"days": 7, "lift": self.lift[:, week], "dispersion": self._spread(week)}
        wanted = self.level.wanted(sold=sold, ran_out=ran_out, **facts)
        self.level = self.level.after(wanted=wanted, gain=self.GAIN, **facts)
        self.wanted = np.column_stack([self.wanted, wanted])

    def _learn(self, known: Past) -> None:
        """Effects, dispersions and levels from all weeks seen, run-outs raised as they were when they were met."""
        fresh = known.sold[:, self.wanted.shape[1] :]
        if self.wanted.shape[1] == 0:
            self.wanted = fresh
        else:
            self._see(fresh[:, 0], ran_out=known.ran_out[:, -1])
        weeks = self.wanted.shape[1]
        age = np.power(self.FADE, np.arange(weeks - 1, -1, -1, dtype=float))
        self.lift = fit_effects(
            self.wanted,
            drivers=self.drivers[:, :weeks],
            groups=self.brand,
            weights=np.where(known.ran_out, 0.5 * age, age),
        ).lift(self.drivers)
        self.dispersion = np.full((len(self.brand), 2), 0.5)
        surprise = self._track()
        for kind, mask in enumerate((~self.promoted[:, :weeks], self.promoted[:, :weeks])):
            self.dispersion[:, kind] = self._pooled(np.where(mask, surprise, np.nan))

    def _track(self) -> Array:
        """Run the level through all weeks; the extra variance of each week's surprise, NaN in a series' first eight."""
        self.level = Level.unknown(self.brand.shape)
        surprise = np.full(self.wanted.shape, np.nan)
        for week, wanted in enumerate(self.wanted.T):
            facts = {"days": 7, "lift": self.lift[:, week], "dispersion": self._spread(week)}
            extra = law.extra_variance(demand=wanted, mean=self.level.mean(days=7, lift=self.lift[:, week]))
            surprise[:, week] = np.where(self.level.seen >= 8, extra, np.nan)
            self.level = self.level.after(wanted=wanted, gain=self.GAIN, **facts)
        return surprise

    def _pooled(self, surprise: Array) -> Array:
        """Dispersion per series, drawn towards its brand's as `CALLS` weeks would draw it."""
        weeks, total = (~np.isnan(surprise)).sum(axis=1), np.nansum(surprise, axis=1)
        found = np.zeros(len(self.brand))
        for brand in np.unique(self.brand):
            own = self.brand == brand
            shared = total[own].sum() / max(weeks[own].sum(), 1)
            found[own] = (total[own] + self.CALLS * shared) / (weeks[own] + self.CALLS)
        return np.clip(found, law.LEAST_DISPERSION, law.MOST_DISPERSION)

    def _spread(self, week: int) -> Array:
        return np.where(self.promoted[:, week], self.dispersion[:, 1], self.dispersion[:, 0])
