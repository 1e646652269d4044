"""Suggested orders for a table of customers × SKUs, spread over the workers of an engine."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import pandas as pd

from tonglu.solvers.errors import BadInput
from tonglu.solvers.fan_out import Row, per_customer
from tonglu.solvers.replenish.history import Interval, Outlook
from tonglu.solvers.replenish.policy import Policy
from tonglu.solvers.replenish.shelf import Shelf
from tonglu.solvers.replenish.suggest import suggest

SHELF = {
    "last_count": "long",
    "count": "long",
    "delivered": "long",
    "returned": "long",
    "days_since": "long",
    "days_to_next": "long",
    "on_the_way": "long",
    "pack": "long",
    "opening_order": "long",
    "shelf_empty": "bool",
    "shelf_life_days": "long",
}
KEYS = ("customer", "sku")
INPUT = ",".join(
    f"{name}:{kind}"
    for name, kind in {
        "customer": "str",
        "sku": "str",
        **SHELF,
        "lead_days": "long",
        "lift": "double",
        "history": "str",
    }.items()
)
OUTPUT = "customer:str,sku:str,quantity:long,code:str,numbers:str,zh:str,en:str"


def suggest_all(frame: pd.DataFrame, *, policy: Policy | None = None, engine: Any = None) -> pd.DataFrame:
    """A suggestion per row, ordered by customer and SKU.

    `frame` has one row per customer and SKU: the fields of `Shelf` (`last_count` and `shelf_life_days` may be
    empty), `lead_days` and `lift` of the outlook, and `history`, a JSON list of `[days, sold, ran_out, lift]`, oldest
    first. The result has quantity, code, numbers (JSON) and the two sentences. `engine` as for Fugue; the answer
    does not depend on it. Raises `BadInput` naming the customer and SKU.
    """
    return per_customer(
        frame,
        answer=partial(_answer, policy=policy or Policy()),
        input_schema=INPUT,
        output_schema=OUTPUT,
        keys=KEYS,
        engine=engine,
    )


def _answer(rows: Sequence[Row], *, policy: Policy) -> Iterable[Row]:
    for row in rows:
        facts: dict[str, Any] = {name: None if pd.isna(row[name]) else int(row[name]) for name in SHELF}
        try:
            got = suggest(
                Shelf(sku=row["sku"], **facts),
                history=_history(row["history"]),
                outlook=Outlook(lead_days=int(row["lead_days"]), lift=float(row["lift"])),
                policy=policy,
            )
        except (TypeError, ValueError) as wrong:
            if isinstance(wrong, BadInput):
                raise BadInput(row["sku"], wrong.problem) from wrong
            raise BadInput(row["sku"], f"cannot be read: {wrong}") from wrong
        yield {
            "customer": row["customer"],
            "sku": row["sku"],
            "quantity": got.quantity,
            "code": got.reason.code,
            "numbers": json.dumps(got.reason.numbers),
            "zh": got.reason.zh,
            "en": got.reason.en,
        }


def _history(text: str) -> tuple[Interval, ...]:
    return tuple(
        Interval(days=days, sold=sold, ran_out=ran_out, lift=lift)
        for days, sold, ran_out, lift in json.loads(text or "[]")
    )
