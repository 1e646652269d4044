"""The replay loses what was not on the shelf, and hides it from the policy."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.orange_juice import Panel
from benchmarks.order_policies import LastOrder, Mean4, Rule15, ServiceLevel
from benchmarks.replay import Past, replay

ALL = slice(10, 40)


def panel(weeks: int = 40, outlets: int = 6) -> Panel:
    rng = np.random.default_rng(5)
    sales = rng.poisson(rng.gamma(4.0, 5.0, (outlets, weeks))).astype(float)
    sales[0, 20] = np.nan
    nothing = np.zeros((outlets, weeks), bool)
    return Panel(sales, np.zeros((outlets, weeks, 2)), nothing, np.arange(outlets) % 2)


class Nothing:
    def order(self, _week: int, *, stock: np.ndarray, **_known: Past) -> np.ndarray:
        return np.zeros_like(stock)


def test_without_orders_all_but_the_first_stock_is_lost() -> None:
    demand = panel().sales
    first = np.round(np.nan_to_num(demand[:, 2:10]).mean(axis=1)).sum()
    got = replay(Nothing(), demand=demand, start=10)
    assert got.demand[ALL].sum() - got.lost[ALL].sum() == first


def test_a_policy_sees_its_sales_and_not_the_demand() -> None:
    demand = panel().sales
    seen: list[Past] = []

    class Watching(Nothing):
        def order(self, week: int, *, stock: np.ndarray, known: Past) -> np.ndarray:
            seen.append(known)
            return super().order(week, stock=stock, known=known)

    replay(Watching(), demand=demand, start=10)
    assert np.nansum(seen[-1].sold[:, 15:]) == 0
    assert seen[-1].ran_out[1, 15:].all()


@pytest.mark.parametrize("make", [Rule15, LastOrder, Mean4])
def test_more_stock_loses_less(make: type) -> None:
    demand = panel().sales
    lean, rich = (replay(make(factor), demand=demand, start=10) for factor in (1.0, 2.5))
    assert rich.lost_share(ALL) < lean.lost_share(ALL)
    assert rich.mean_stock(ALL) > lean.mean_stock(ALL)


def test_a_service_level_is_roughly_kept() -> None:
    data = panel(weeks=120)
    got = replay(ServiceLevel(0.9, panel=data), demand=data.sales, start=20)
    assert got.lost_share(slice(20, 120)) < 0.06
