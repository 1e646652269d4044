"""One computation for every customer, on this machine or on a cluster, with the same answer.

Fugue carries the rows of one customer together to a worker. A worker never raises for bad input: it hands the
offender back as a row, so that here and on a cluster the same `BadInput` reaches the caller.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pandas as pd
from fugue.dataframe.dataframe import as_fugue_df
from fugue.workflow.api import transform

from tonglu.solvers.errors import BadInput

Row = dict[str, Any]


def per_customer(
    frame: pd.DataFrame,
    *,
    answer: Callable[[Sequence[Row]], Iterable[Row]],
    input_schema: str,
    output_schema: str,
    keys: Sequence[str],
    engine: Any = None,
) -> pd.DataFrame:
    """`answer` for the rows of each customer; the result ordered by `keys`, whatever the order of the workers.

    Schemas are Fugue's (`customer:str,…`); `frame` must have the columns of `input_schema`, more are left behind.
    `engine` is None for this machine, else what Fugue takes: a SparkSession, "spark", "dask" …
    """
    wanted = [part.split(":")[0] for part in input_schema.split(",")]
    missing = [name for name in wanted if name not in frame.columns]
    if missing or frame.empty:
        raise BadInput("table", f"lacks the columns {missing}" if missing else "has no rows")

    def work(rows: list[dict[str, Any]]) -> Iterable[dict[str, Any]]:
        try:
            yield from ({**row, "problem": None} for row in list(answer(rows)))
        except BadInput as bad:
            empty = dict.fromkeys(part.split(":")[0] for part in output_schema.split(","))
            yield {**empty, "customer": str(rows[0]["customer"]), "problem": f"{bad.offender}: {bad.problem}"}

    table = as_fugue_df(frame[wanted], schema=input_schema)
    done = transform(
        table,
        using=_typed(work),
        schema=f"{output_schema},problem:str",
        partition={"by": "customer"},
        engine=engine,
        as_local=True,
        as_fugue=True,
    ).as_pandas()
    wrong = done[done["problem"].notna()].sort_values("customer")
    if len(wrong):
        raise BadInput(wrong["customer"].iloc[0], wrong["problem"].iloc[0])
    return done.drop(columns="problem").sort_values(list(keys), ignore_index=True)


def _typed(work: Callable[..., Any]) -> Callable[..., Any]:
    """Fugue reads the types themselves off the function, not the strings that postponed annotations leave."""
    work.__annotations__ = {
        "rows": list[dict[str, Any]],
        "return": Iterable[dict[str, Any]],
    }
    return work
