"""Replay of an order policy over weeks of sales taken as demand: what is not on the shelf is lost.

One call a week, before the week's sales; the order comes the same day, in whole packs. A policy sees what it sold,
never what it lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from benchmarks.orange_juice import Array, Flags

PACK = 6


class Policy(Protocol):
    def order(self, week: int, /, *, stock: Array, known: Past) -> Array:
        """Units to order per series; rounded up to whole packs by the replay."""
        ...


@dataclass(frozen=True, slots=True)
class Past:
    """Series × weeks before the one at hand: units sold (NaN where the store did not report), shelf found empty."""

    sold: Array
    ran_out: Flags

    def latest(self) -> tuple[Array, Flags]:
        """The last reported week of each series: units sold (0 where none), shelf found empty."""
        weeks = np.arange(self.sold.shape[1])
        at = np.where(np.isnan(self.sold), -1, weeks).max(axis=1)
        series = np.arange(len(at))
        return np.nan_to_num(self.sold[series, at]), self.ran_out[series, at] & (at >= 0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Per week: units demanded and lost, the sum over series of the week's mean stock, the series that reported."""

    demand: Array
    lost: Array
    stock: Array
    series: Array

    def lost_share(self, weeks: slice) -> float:
        return float(self.lost[weeks].sum() / self.demand[weeks].sum())

    def mean_stock(self, weeks: slice) -> float:
        """Units per series, the mean of a week's first and last stock."""
        return float(self.stock[weeks].sum() / self.series[weeks].sum())


def replay(policy: Policy, *, demand: Array, start: int) -> Outcome:
    """Weeks before `start` are given as history; the first stock is the mean week of the eight before."""
    sold, ran_out = demand.copy(), np.zeros(demand.shape, bool)
    stock = np.round(np.nan_to_num(demand[:, start - 8 : start]).mean(axis=1))
    figures = np.zeros((4, demand.shape[1]))
    for week in range(start, demand.shape[1]):
        reported = ~np.isnan(demand[:, week])
        wanted = np.where(reported, demand[:, week], 0.0)
        order = policy.order(week, stock=stock, known=Past(sold[:, :week], ran_out[:, :week]))
        ready = stock + np.where(reported, np.ceil(np.maximum(order, 0) / PACK) * PACK, 0.0)
        gone = np.minimum(ready, wanted)
        stock = ready - gone
        sold[:, week] = np.where(reported, gone, np.nan)
        ran_out[:, week] = reported & (stock == 0)
        mean = np.where(reported, (ready + stock) / 2, 0.0)
        figures[:, week] = wanted.sum(), (wanted - gone).sum(), mean.sum(), reported.sum()
    return Outcome(*figures)
