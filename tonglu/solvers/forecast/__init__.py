"""Sales forecasts: what each customer will buy of each SKU in the coming months or weeks, and within what bounds.

Takes in series of sales with what is known beforehand (promotions, working days); hands on a mean per period,
bounds and the reason. `forecast` answers for single series, `forecast_new` for a SKU without a past from similar
ones, `forecast_grid` for customers × SKUs that add up (`reconcile` does so with given forecasts), `forecast_all` runs over a table of customers, on this
machine or on a cluster. `fit_effects` learns what promotions do.
"""

from __future__ import annotations

from tonglu.solvers.forecast.effects import Effects, Pooling, fit_effects
from tonglu.solvers.forecast.fan_out import forecast_all
from tonglu.solvers.forecast.forecasting import Forecast, forecast
from tonglu.solvers.forecast.grid import Grid, forecast_grid
from tonglu.solvers.forecast.hierarchy import Base, Coherent, reconcile
from tonglu.solvers.forecast.reason import Reason
from tonglu.solvers.forecast.series import Series
from tonglu.solvers.forecast.similar import Launch, forecast_new

__all__ = [
    "Base",
    "Coherent",
    "Effects",
    "Forecast",
    "Grid",
    "Launch",
    "Pooling",
    "Reason",
    "Series",
    "fit_effects",
    "forecast",
    "forecast_all",
    "forecast_grid",
    "forecast_new",
    "reconcile",
]
