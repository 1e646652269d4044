"""A table of customers gives what each customer gives alone."""

from __future__ import annotations

import pandas as pd
import pytest

from tonglu.solvers.errors import BadInput
from tonglu.solvers.forecast import Series, forecast, forecast_all
from tonglu.solvers.forecast.tests.months import rare, seasonal


def table(customers: int = 3, horizon: int = 3) -> pd.DataFrame:
    """A seasonal SKU with working days, a rare one, a new one."""
    rows = []
    for number in range(customers):
        kinds = {"S": seasonal(36, seed=number), "R": rare(30, seed=number), "N": [5.0, 6.0 + number]}
        for sku, values in kinds.items():
            ahead = [None] * horizon if sku == "S" else []
            for period, sales in enumerate([*values, *ahead]):
                days = 20.0 + period % 3 if sku == "S" else None
                rows.append((f"C{number}", sku, period, sales, days, ""))
    return pd.DataFrame(rows, columns=["customer", "sku", "period", "sales", "working_days", "drivers"])


def test_each_series_is_answered_as_alone() -> None:
    got = forecast_all(table(), horizon=3)
    assert got.groupby("sku")["code"].first().to_dict() == {
        "N": "short",
        "R": "intermittent",
        "S": "combination",
    }
    alone = forecast([Series(key="R", values=rare(30, seed=1))], horizon=3)[0]
    own = got[(got["customer"] == "C1") & (got["sku"] == "R")]
    assert own["ahead"].tolist() == [1, 2, 3]
    assert own["mean"].tolist() == alone.mean.tolist()
    assert own["zh"].iloc[0] == alone.reason.zh


def test_the_order_of_the_rows_does_not_matter() -> None:
    assert forecast_all(table().sample(frac=1, random_state=3), horizon=3).equals(
        forecast_all(table(), horizon=3)
    )


def test_a_bad_series_is_named() -> None:
    with pytest.raises(BadInput, match="C0: N: has a period twice or a gap"):
        forecast_all(
            table().drop(index=table().query("sku == 'R' and period == 7").index).replace("R", "N"), horizon=3
        )
    with pytest.raises(BadInput, match="C0: R: has drivers that cannot be read"):
        forecast_all(table().assign(drivers=lambda t: t["sku"].map({"R": "[1", "S": "", "N": ""})), horizon=3)
