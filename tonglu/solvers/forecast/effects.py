"""What promotions, prices and working days do to sales: log-linear effects, each series drawn towards its group.

log(sales) = the series' own level + drivers · effects. A single outlet has seen two or three promotions; its group
(the same SKU elsewhere) has seen hundreds. The group's effects come from all its series at once, within each series
(levels taken out); a series then keeps as much of its own view as it has rows to show for it. This is ridge
regression towards the group instead of towards zero (Hoerl & Kennard 1970; Efron & Morris 1975 for why it helps).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tonglu.solvers.errors import BadInput

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooling:
    """How many rows of its own a series needs before they weigh as much as its group (`series`), and the group
    before it weighs as much as "no effect" (`group`)."""

    series: float = 30.0
    group: float = 20.0

    def __post_init__(self) -> None:
        if self.series <= 0 or self.group <= 0:
            raise BadInput("pooling", "both weights are above zero")


@dataclass(frozen=True, slots=True)
class Effects:
    """`coefficients`: series × drivers, in log units per unit of driver."""

    coefficients: Array

    def lift(self, drivers: Array) -> Array:
        """How many times the level is to be expected: series × periods, from series × periods × drivers."""
        return np.asarray(np.exp(np.einsum("ntk,nk->nt", drivers, self.coefficients)))


def fit_effects(
    sales: Array,
    *,
    drivers: Array,
    groups: NDArray[np.int64],
    weights: Array | None = None,
    pooling: Pooling | None = None,
) -> Effects:
    """Effects from `sales` (series × periods, NaN where unknown), `drivers` (series × periods × drivers).

    `groups` numbers each series' group; `weights` (series × periods) are 1 for a plain observation, less for one
    that is old or was estimated. Zero sales count as half a unit, so that the logarithm exists.
    """
    _check(sales, drivers, groups)
    pooling = pooling or Pooling()
    gram, moment, rows = _within(sales, drivers, np.ones_like(sales) if weights is None else weights)
    found = np.zeros((len(sales), drivers.shape[2]))
    for group in np.unique(groups):
        own = groups == group
        # a driver that never moved in the group keeps a tiny scale, and its effect stays zero
        scale = np.diag(np.diag(gram[own].sum(0)) / max(rows[own].sum(), 1e-9) + 1e-6)
        shared = np.linalg.solve(gram[own].sum(0) + pooling.group * scale, moment[own].sum(0))
        left = moment[own] - gram[own] @ shared
        found[own] = shared + np.linalg.solve(gram[own] + pooling.series * scale, left[..., None])[..., 0]
    return Effects(found)


def _within(sales: Array, drivers: Array, weights: Array) -> tuple[Array, Array, Array]:
    """Gram matrices, moments and weights of rows per series, each series' means taken out."""
    known = ~np.isnan(sales)
    weight = np.where(known, weights, 0.0)
    rows = weight.sum(1)
    log = np.where(known, np.log(np.maximum(np.where(known, sales, 1.0), 0.5)), 0.0)
    safe = np.maximum(rows, 1e-9)[:, None]
    x = drivers - (np.einsum("nt,ntk->nk", weight, drivers) / safe)[:, None]
    y = np.where(known, log - (weight * log).sum(1, keepdims=True) / safe, 0.0)
    gram = np.einsum("ntk,nt,ntl->nkl", x, weight, x, optimize=True)
    return gram, np.einsum("ntk,nt->nk", x, weight * y), rows


def _check(sales: Array, drivers: Array, groups: NDArray[np.int64]) -> None:
    if sales.ndim != 2 or drivers.shape[:2] != sales.shape or groups.shape != sales.shape[:1]:
        raise BadInput("drivers", f"of shape {drivers.shape} do not fit sales of shape {sales.shape}")
    if (bad := np.argwhere(sales < 0)).size:
        raise BadInput(f"series {bad[0][0]}", f"has negative sales in period {bad[0][1]}")
    if (bad := np.argwhere(~np.isfinite(drivers))).size:
        raise BadInput(f"series {bad[0][0]}", f"has no driver {bad[0][2]} in period {bad[0][1]}")
