"""A table of customers gives what each row gives alone."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from tonglu.solvers.errors import BadInput
from tonglu.solvers.replenish import Interval, Outlook, Shelf, suggest, suggest_all


def table(customers: int = 3) -> pd.DataFrame:
    """Three SKUs each: with a history, without one, and at its first call."""
    shelf = {
        "count": 3,
        "delivered": 12,
        "returned": 0,
        "days_since": 7,
        "days_to_next": 7,
        "on_the_way": 0,
        "pack": 6,
        "opening_order": 12,
        "shelf_empty": False,
        "lead_days": 1,
        "lift": 1.0,
    }
    return pd.DataFrame(
        [
            {
                "customer": f"C{c}",
                "sku": f"S{s}",
                **shelf,
                "last_count": 10 + c if s else None,
                "shelf_life_days": 30 if s == 2 else None,
                "history": json.dumps(
                    [[7, 10 + (c * 7 + i * 5) % 9, i == 3, 1.0] for i in range(6 * (s == 2))]
                ),
            }
            for c in range(customers)
            for s in range(3)
        ]
    )


def test_each_row_is_answered_as_alone() -> None:
    got = suggest_all(table())
    assert got["code"].tolist() == ["opening", "rule15", "service"] * 3
    history = [Interval(days=7, sold=10 + (7 + i * 5) % 9, ran_out=i == 3) for i in range(6)]
    alone = suggest(
        Shelf(last_count=11, count=3, delivered=12, days_since=7, days_to_next=7, pack=6, shelf_life_days=30),
        history=history,
        outlook=Outlook(lead_days=1),
    )
    row = got.iloc[5]
    assert (row["customer"], row["quantity"], row["zh"]) == ("C1", alone.quantity, alone.reason.zh)
    assert json.loads(row["numbers"]) == dict(alone.reason.numbers)


def test_the_order_of_the_rows_does_not_matter() -> None:
    assert suggest_all(table().sample(frac=1, random_state=3)).equals(suggest_all(table()))


def test_a_bad_row_is_named() -> None:
    with pytest.raises(BadInput, match="C0: S0: count is -1"):
        suggest_all(table().assign(count=-1))
    with pytest.raises(BadInput, match="C0: S0: cannot be read"):
        suggest_all(table().assign(history="[[7]]"))


def test_a_table_without_its_columns_is_refused() -> None:
    with pytest.raises(BadInput, match="pack"):
        suggest_all(table().drop(columns="pack"))
    with pytest.raises(BadInput, match="no rows"):
        suggest_all(table().iloc[:0])
