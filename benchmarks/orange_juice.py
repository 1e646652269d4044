"""Store × brand × week sales of orange juice as arrays, for the replay of order policies.

Reads `store_brand_week.csv[.gz]`: log of ounces sold, the price of every brand, deal, feature. Units are bottles.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

OUNCES = {2: 96, 6: 96, 11: 128}  # every other brand comes in 64 ounces


@dataclass(frozen=True, slots=True)
class Panel:
    """`sales`: series × weeks in bottles, NaN where the store reported none; `drivers`: series × weeks × drivers,
    known before the week; `promoted`: series × weeks; `brand`: per series."""

    sales: Array
    drivers: Array
    promoted: Flags
    brand: NDArray[np.int64]


def load(path: Path) -> Panel:
    rows = pd.read_csv(path)
    ounces = rows["brand"].map(OUNCES).fillna(64)
    prices = rows[[f"price{brand}" for brand in range(1, 12)]].to_numpy()
    rows["bottles"] = np.rint(np.exp(rows["logmove"]) / ounces)
    rows["price"] = np.log(prices[np.arange(len(rows)), rows["brand"] - 1])
    wide = rows.set_index(["store", "brand", "week"]).unstack("week").sort_index()
    drivers, promoted = _drivers(
        wide["price"].to_numpy(),
        feature=np.nan_to_num(wide["feat"].to_numpy()),
        deal=np.nan_to_num(wide["deal"].to_numpy()),
    )
    brand = wide.index.get_level_values("brand").to_numpy()
    return Panel(wide["bottles"].to_numpy(), drivers, promoted, brand)


def _drivers(price: Array, *, feature: Array, deal: Array) -> tuple[Array, Flags]:
    """The promotion plan: discount against the dearest of the last eight weeks, feature, deal, and their echoes."""
    known = pd.DataFrame(price).T.ffill().bfill().T.to_numpy()
    regular = pd.DataFrame(known).T.rolling(9, min_periods=1).max().T.to_numpy()
    discount = regular - known
    drivers = [discount, feature, deal, _week_before(discount), _week_before(feature), feature * discount]
    return np.stack(drivers, axis=-1), (feature > 0.5) | (discount > 0.05)


def _week_before(values: Array) -> Array:
    return np.concatenate([np.zeros((len(values), 1)), values[:, :-1]], axis=1)
