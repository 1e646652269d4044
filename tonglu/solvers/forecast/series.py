"""One series to forecast."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tonglu.solvers.errors import BadInput
from tonglu.solvers.forecast.effects import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Sales per period, oldest first, without gaps: a month without sales is a zero.

    `season` is the number of periods in a year: 12, 52, or 1 for none. `drivers` are what was and will be known
    beforehand (promotion, feature, discount …): one row per period, past and future, one number per driver.
    `working_days` likewise: per period, past and future. `group` names the series whose effects are alike, usually
    the SKU.
    """

    key: str
    values: Sequence[float]
    season: int = 12
    group: str = ""
    drivers: Sequence[Sequence[float]] = ()
    working_days: Sequence[float] = ()

    def __post_init__(self) -> None:
        if not self.values:
            raise BadInput(self.key, "has no sales", "a new SKU is forecast from similar ones: forecast_new")
        for period, value in enumerate(self.values):
            if not math.isfinite(value) or value < 0:
                raise BadInput(self.key, f"period {period} is {value}; sales are zero or more")
        if self.season < 1:
            raise BadInput(self.key, f"season is {self.season}; it is one period or more")
        if any(not math.isfinite(days) or days <= 0 for days in self.working_days):
            raise BadInput(self.key, "has a period without working days")
        if any(not math.isfinite(number) for row in self.drivers for number in row):
            raise BadInput(self.key, "has a driver that is not a number")

    @property
    def past(self) -> Array:
        return np.asarray(self.values, float)

    def check_ahead(self, horizon: int) -> None:
        """Drivers and working days must reach as far as the forecast."""
        for name, rows in (("drivers", self.drivers), ("working_days", self.working_days)):
            if rows and len(rows) != len(self.values) + horizon:
                raise BadInput(
                    self.key,
                    f"has {len(rows)} {name} for {len(self.values)} periods and {horizon} ahead",
                    "give one for each period, past and future",
                )
