"""Forecasts for a table of customers × SKUs, spread over the workers of an engine."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any

import pandas as pd

from tonglu.solvers.errors import BadInput
from tonglu.solvers.fan_out import Row, per_customer
from tonglu.solvers.forecast.forecasting import Forecast, forecast
from tonglu.solvers.forecast.series import Series

LEVEL = 0.8
INPUT = "customer:str,sku:str,period:long,sales:double,working_days:double,drivers:str"
OUTPUT = (
    "customer:str,sku:str,ahead:long,mean:double,low:double,high:double,code:str,numbers:str,zh:str,en:str"
)


def forecast_all(frame: pd.DataFrame, *, horizon: int, season: int = 12, engine: Any = None) -> pd.DataFrame:
    """A row per customer, SKU and period ahead (1 …), in that order, with bounds at 80 %.

    `frame` has a row per customer, SKU and `period` (whole numbers without gaps) with `sales`; `working_days` and
    `drivers` (a JSON list of numbers) may be empty, but where a SKU has them, also for `horizon` further periods
    whose `sales` are empty. Effects are learned from the SKUs of a customer together. `engine` as for Fugue; the
    answer does not depend on it. Raises `BadInput` naming customer and SKU.
    """
    return per_customer(
        frame,
        answer=partial(_answer, horizon=horizon, season=season),
        input_schema=INPUT,
        output_schema=OUTPUT,
        keys=("customer", "sku", "ahead"),
        engine=engine,
    )


def _answer(rows: Sequence[Row], *, horizon: int, season: int) -> Iterable[Row]:
    # a cluster hands rows over in any order, and the last digits of a sum depend on it
    ordered = sorted(rows, key=itemgetter("sku", "period"))
    series = [_series(sku, list(own), season) for sku, own in groupby(ordered, key=itemgetter("sku"))]
    for got in forecast(series, horizon=horizon, levels=(LEVEL,)):
        yield from _rows(rows[0]["customer"], got)


def _rows(customer: str, got: Forecast) -> Iterable[Row]:
    low, high = got.bounds[LEVEL]
    why = {
        "code": got.reason.code,
        "numbers": json.dumps(got.reason.numbers),
        "zh": got.reason.zh,
        "en": got.reason.en,
    }
    for step in range(len(got.mean)):
        figures = {"mean": float(got.mean[step]), "low": float(low[step]), "high": float(high[step])}
        yield {"customer": customer, "sku": got.key, "ahead": step + 1, **figures, **why}


def _series(sku: str, rows: list[Row], season: int) -> Series:
    periods = [row["period"] for row in rows]
    if periods != list(range(periods[0], periods[0] + len(periods))):
        raise BadInput(sku, "has a period twice or a gap between periods", "a period without sales is a zero")
    past = [row["sales"] for row in rows if not pd.isna(row["sales"])]
    if any(not pd.isna(row["sales"]) for row in rows[len(past) :]):
        raise BadInput(sku, "has an empty sale between others", "a period without sales is a zero")
    try:
        drivers = [json.loads(row["drivers"]) for row in rows if row["drivers"]]
    except json.JSONDecodeError as wrong:
        raise BadInput(sku, f"has drivers that cannot be read: {wrong}") from wrong
    days = [row["working_days"] for row in rows if not pd.isna(row["working_days"])]
    return Series(key=sku, values=past, season=season, drivers=drivers, working_days=days)
