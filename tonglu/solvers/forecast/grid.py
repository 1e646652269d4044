"""Every customer × SKU with its margins: forecast one by one, then made to agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tonglu.solvers.errors import BadInput
from tonglu.solvers.forecast.forecasting import Forecast, forecast
from tonglu.solvers.forecast.hierarchy import Base, Cell, Coherent, reconcile
from tonglu.solvers.forecast.series import Series


@dataclass(frozen=True, slots=True)
class Grid:
    """`coherent` figures, and the `cells` as they were forecast by themselves, with bounds and reasons."""

    coherent: Coherent
    cells: Mapping[Cell, Forecast]


def forecast_grid(
    cells: Mapping[Cell, Series], *, horizon: int, progress: Callable[[int, int], None] | None = None
) -> Grid:
    """Forecast the cells, each customer, each SKU and the total; then reconcile.

    Series end in the same period; one that starts later had no sales before. A margin over a cell with drivers is
    only summed, never forecast: its own past does not tell which cells were promoted.
    """
    if not cells:
        raise BadInput("cells", "are empty")
    margins = {name: _sum(": ".join(name), own) for name, own in _margins(cells).items() if _summable(own)}
    # keys that are unique over the grid, whatever the caller's series are called
    inner = [replace(each, key=" × ".join(key)) for key, each in cells.items()]
    got = forecast([*inner, *margins.values()], horizon=horizon, progress=progress)
    outer = dict(zip(margins, (Base.of(each) for each in got[len(inner) :]), strict=True))
    alone = dict(zip(cells, got[: len(inner)], strict=True))
    coherent = reconcile(
        {key: Base.of(each) for key, each in alone.items()},
        customers={name: base for (kind, name), base in outer.items() if kind == "customer"},
        skus={name: base for (kind, name), base in outer.items() if kind == "sku"},
        total=outer.get(("total", "")),
    )
    return Grid(coherent, alone)


def _margins(cells: Mapping[Cell, Series]) -> dict[tuple[str, str], list[Series]]:
    found: dict[tuple[str, str], list[Series]] = {}
    for (customer, sku), each in cells.items():
        for margin in (("customer", customer), ("sku", sku), ("total", "")):
            found.setdefault(margin, []).append(each)
    return found


def _summable(own: Sequence[Series]) -> bool:
    return not any(each.drivers for each in own)


def _sum(key: str, own: Sequence[Series]) -> Series:
    """The longest series tells season and working days; shorter ones are joined at the end."""
    longest = max(own, key=lambda each: len(each.values))
    total = np.zeros(len(longest.values))
    for each in own:
        total[len(total) - len(each.values) :] += each.past
    return Series(
        key=key, values=total.tolist(), season=longest.season, group=key, working_days=longest.working_days
    )
