"""Suggested orders against the rules of thumb, replayed over store × brand × week sales of orange juice.

    python -m benchmarks.replenish --data store_brand_week.csv.gz

The last 40 weeks are held out. The service level is the one that, over all the weeks replayed before, held the same
mean stock as the 1.5 rule. The other rivals have a knob of their own; each is given, in hindsight, the setting that
holds the same mean stock as the suggestion in the hold-out, so that lost sales alone are compared. The suggestion
knows the promotion plan (own price, feature, deal of the coming week); the table shows it without the plan as well,
and what every policy loses at other stocks.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks import bench_line
from benchmarks.orange_juice import Panel, load
from benchmarks.order_policies import LastOrder, Mean4, Rule15, ServiceLevel
from benchmarks.replay import Outcome, Policy, replay

HELD_OUT = 40
WARM_UP = 24  # weeks of history that every policy is given
STEPS = 9  # of bisection: the knob to one part in 500


@dataclass(frozen=True, slots=True)
class Contender:
    """A policy whose `knob`, between `low` and `high`, buys fewer lost sales with more stock."""

    name: str
    make: Callable[[float], Policy]
    low: float
    high: float
    panel: Panel

    def run(self, knob: float) -> Outcome:
        return replay(self.make(knob), demand=self.panel.sales, start=WARM_UP)

    def matched(self, stock: float, weeks: slice) -> tuple[float, Outcome]:
        """The knob, and what comes of it, at which the mean stock over `weeks` is `stock`."""
        low, high = self.low, self.high
        for _ in range(STEPS):
            middle = (low + high) / 2
            low, high = (middle, high) if self.run(middle).mean_stock(weeks) < stock else (low, middle)
        return (low + high) / 2, self.run((low + high) / 2)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.replenish")
    parser.add_argument("--data", type=Path, required=True, help="store_brand_week.csv or .csv.gz")
    panel = load(parser.parse_args().data)
    weeks = panel.sales.shape[1]
    before, after = slice(WARM_UP, weeks - HELD_OUT), slice(weeks - HELD_OUT, weeks)
    table = Table(replay(Rule15(), demand=panel.sales, start=WARM_UP), after)
    print(f"{len(panel.brand)} series, the last {HELD_OUT} of {weeks} weeks held out")
    print(f"{'policy':26}{'knob':>8}{'lost':>8}{'stock':>8}{'of rule':>9}")
    table.show("1.5 rule", Rule15().factor, table.rule)
    suggestions, rivals = contenders(panel)
    ours, _unplanned = (table.matched(each, table.rule.mean_stock(before), before) for each in suggestions)
    rule, last, mean4 = (table.matched(each, ours.mean_stock(after), after) for each in rivals)
    print("\nlost sales at other stocks, hold-out")
    for each in (*suggestions, *rivals):
        for step in range(1, 6):
            knob = each.low + (each.high - each.low) * step / 6
            table.show(each.name, knob, each.run(knob))
    print(
        f"\nat the very same stock as the 1.5 rule with its factor moved: {table.fewer(ours, rule):+.1f} % lost sales"
    )
    print(
        bench_line(
            "replenish",
            lost_vs_rule15_pct=table.fewer(ours, table.rule),
            lost_vs_last_order_pct=table.fewer(ours, last),
            lost_vs_mean4_pct=table.fewer(ours, mean4),
            mean_stock_ratio=ours.mean_stock(after) / table.rule.mean_stock(after),
        )
    )


def contenders(panel: Panel) -> tuple[tuple[Contender, ...], tuple[Contender, ...]]:
    """The suggestion with and without the promotion plan; the rules of thumb."""

    def unplanned(knob: float) -> Policy:
        return ServiceLevel(knob, panel=panel, plan=False)

    return (
        Contender("service level, plan", partial(ServiceLevel, panel=panel), 0.5, 0.99, panel),
        Contender("service level, no plan", unplanned, 0.5, 0.99, panel),
    ), (
        Contender("1.5 rule, own factor", Rule15, 1.0, 2.0, panel),
        Contender("last order", LastOrder, 0.5, 4.0, panel),
        Contender("four-week mean", Mean4, 1.0, 4.0, panel),
    )


@dataclass(frozen=True, slots=True)
class Table:
    """Rows against the 1.5 rule over `weeks`."""

    rule: Outcome
    weeks: slice

    def matched(self, contender: Contender, stock: float, weeks: slice) -> Outcome:
        knob, got = contender.matched(stock, weeks)
        self.show(contender.name, knob, got)
        return got

    def show(self, name: str, knob: float, got: Outcome) -> None:
        stock = got.mean_stock(self.weeks)
        ratio = stock / self.rule.mean_stock(self.weeks)
        print(f"{name:26}{knob:8.3f}{got.lost_share(self.weeks):8.1%}{stock:8.1f}{ratio:9.3f}")

    def fewer(self, ours: Outcome, rival: Outcome) -> float:
        """Percent of the rival's lost sales; negative is fewer."""
        return 100 * (ours.lost_share(self.weeks) / rival.lost_share(self.weeks) - 1)


if __name__ == "__main__":
    main()
