"""Weights of periods and of cells, from what was sold before."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tonglu.solvers.allocate.cube import Floats
from tonglu.solvers.errors import BadInput


def season(
    *, history: NDArray[np.floating], worked: NDArray[np.integer], coming: NDArray[np.integer]
) -> Floats:
    """Each coming period's share of a year, summing to 1.

    `history` (years, periods) in any unit; `worked` (years, periods) the working days then; `coming` (periods)
    those of the year to plan. A period's strength is its sales per working day against its year's, averaged over
    the years, so neither growth nor a holiday that moved (Spring Festival) passes for season; strength times the
    coming days is the weight. Raises `BadInput` for sales that are negative or not numbers, for sales on no
    working day, a year or all years without sales, or days below zero.
    """
    sold = np.asarray(history, np.float64)
    if sold.ndim != 2 or sold.shape != worked.shape or sold.shape[1:] != coming.shape:
        raise BadInput("history", f"shapes {sold.shape}, {worked.shape}, {coming.shape} do not fit together")
    _refuse("history", ~(np.isfinite(sold) & (sold >= 0)), "sales that are no number from zero up")
    _refuse(
        "worked", (worked < 0) | ((worked == 0) & (sold > 0)), "no working day, yet sales, or days below zero"
    )
    _refuse("coming", coming < 0, "days below zero")
    _refuse("history", sold.sum(axis=1) == 0, "a year without sales")
    daily = np.divide(sold, worked, out=np.zeros_like(sold), where=worked > 0)
    strength = daily / (sold.sum(axis=1) / worked.sum(axis=1))[:, None]
    years = (worked > 0).sum(axis=0)  # a period that was closed in a year says nothing about its strength
    mean = np.divide(strength.sum(axis=0), years, out=np.zeros(len(years)), where=years > 0)
    weight = mean * coming
    if weight.sum() == 0:
        raise BadInput("coming", "no working day in a period that ever sold")
    return np.asarray(weight / weight.sum())


def blend(*, history: NDArray[np.floating], potential: NDArray[np.floating], trust: float) -> Floats:
    """Weights that are `trust` parts history and the rest market potential, each first made to sum to 1.

    So a customer or product without history still gets a share. Both have the shape of the cube. Raises
    `BadInput` for a trust outside 0..1, or a side that is needed and holds nothing or a negative number.
    """
    if not 0 <= trust <= 1:
        raise BadInput("trust", f"{trust} is not between 0 and 1")
    if history.shape != potential.shape:
        raise BadInput("potential", f"shape {potential.shape}, history has {history.shape}")
    sides = [("history", history, trust), ("potential", potential, 1 - trust)]
    return np.asarray(sum(part * _shares(name, side) for name, side, part in sides if part > 0))


def _shares(name: str, side: NDArray[np.floating]) -> Floats:
    _refuse(name, ~(np.isfinite(side) & (side >= 0)), "a weight that is no number from zero up")
    if side.sum() == 0:
        raise BadInput(name, "nothing above zero")
    return np.asarray(side / side.sum())


def _refuse(name: str, bad: NDArray[np.bool_], problem: str) -> None:
    for at in np.argwhere(bad)[:1]:
        raise BadInput((name, *(int(position) for position in at)), problem)
