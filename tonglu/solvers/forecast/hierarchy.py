"""Customers × SKUs that agree: the figures of a customer's SKUs add up to the customer, all of them to the total.

Each node is forecast by itself; what comes out never adds up. The coherent figures are those nearest to all base
forecasts at once, each distance weighed by how uncertain that forecast is, with no figure below zero: the minimum trace
combination with a diagonal covariance (Wickramasuriya, Athanasopoulos & Hyndman 2019), zero where it would go
below (Wickramasuriya, Turlach & Hyndman 2020).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from tonglu.solvers.errors import BadInput
from tonglu.solvers.forecast.effects import Array
from tonglu.solvers.forecast.forecasting import Forecast

Cell = tuple[str, str]  # customer, SKU


@dataclass(frozen=True, slots=True)
class Base:
    """A node's own forecast: mean per coming period, and the variance of its error (one figure, units²)."""

    mean: Array
    variance: float

    @classmethod
    def of(cls, forecast: Forecast) -> Base:
        """The variance read off the forecast's narrowest bounds: a quarter of their squared width, a unit at least."""
        low, high = forecast.bounds[min(forecast.bounds)]
        return cls(forecast.mean, max(float(np.mean(((high - low) / 2) ** 2)), 1.0))


@dataclass(frozen=True, slots=True)
class Coherent:
    """Means per coming period; every sum is exact to rounding of floats."""

    cells: Mapping[Cell, Array]
    customers: Mapping[str, Array]
    skus: Mapping[str, Array]
    total: Array


def reconcile(
    cells: Mapping[Cell, Base],
    *,
    customers: Mapping[str, Base] | None = None,
    skus: Mapping[str, Base] | None = None,
    total: Base | None = None,
) -> Coherent:
    """Coherent figures from the base forecasts of the cells and of whichever margins there are."""
    keys = list(cells)
    nodes, summing = _summing(keys, cells, customers or {}, skus or {}, total)
    base = np.stack([node.mean for node in nodes])
    weight = 1.0 / np.array([node.variance for node in nodes])
    found = np.column_stack([_nearest(summing, column, weight) for column in base.T])
    return Coherent(
        dict(zip(keys, found, strict=True)),
        _sums(found, [customer for customer, _ in keys]),
        _sums(found, [sku for _, sku in keys]),
        found.sum(axis=0),
    )


def _summing(
    keys: list[Cell],
    cells: Mapping[Cell, Base],
    customers: Mapping[str, Base],
    skus: Mapping[str, Base],
    total: Base | None,
) -> tuple[list[Base], sparse.csr_matrix]:
    """All base forecasts, and the matrix (nodes × cells) that adds cells up to each of them."""
    if not cells:
        raise BadInput("cells", "are empty")
    named: list[tuple[object, Base]] = [*cells.items(), *customers.items(), *skus.items()]
    named += [("total", total)] if total else []
    for name, node in named:
        bad = not np.isfinite(node.mean).all() or not 0 < node.variance < np.inf
        if bad or node.mean.shape != cells[keys[0]].mean.shape:
            raise BadInput(name, "needs a finite mean for each period and a variance above zero")
    rows = [sparse.identity(len(keys), format="csr")]
    for part, margin in ((0, customers), (1, skus)):
        members: dict[str, list[int]] = {name: [] for name in margin}
        for place, key in enumerate(keys):
            if key[part] in members:
                members[key[part]].append(place)
        for name, own in members.items():
            if not own:
                raise BadInput(name, "has a forecast but no cell")
            rows.append(sparse.csr_matrix((np.ones(len(own)), ([0] * len(own), own)), shape=(1, len(keys))))
    if total:
        rows.append(sparse.csr_matrix(np.ones((1, len(keys)))))
    return [node for _, node in named], sparse.vstack(rows, format="csr")


def _nearest(summing: sparse.csr_matrix, base: Array, weight: Array) -> Array:
    """Cells ≥ 0 whose sums lie nearest to `base` in weighted squares; a cell that would fall below zero stays there."""
    free = np.ones(summing.shape[1], bool)
    found = np.zeros(summing.shape[1])
    scaled = sparse.diags(np.sqrt(weight)) @ summing
    target = np.sqrt(weight) * base
    while free.any():
        found[:] = 0.0
        found[free] = sparse.linalg.lsmr(scaled[:, free], target, atol=1e-12, btol=1e-12, maxiter=10_000)[0]
        if (found >= 0).all():
            break
        free &= found > 0
    return np.maximum(found, 0.0)


def _sums(found: Array, names: list[str]) -> dict[str, Array]:
    order = {name: number for number, name in enumerate(dict.fromkeys(names))}
    sums = np.zeros((len(order), found.shape[1]))
    np.add.at(sums, [order[name] for name in names], found)
    return dict(zip(order, sums, strict=True))
