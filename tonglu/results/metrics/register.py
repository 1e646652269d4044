"""The register: what each number is, once. Source: the indicator system of the field (R1), see `docs/glossary.md`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tonglu.results.metrics.facts import FACTS, Table
from tonglu.results.metrics.language import given

Unit = Literal["money", "count", "units", "percent", "points", "minutes"]
# stored whole numbers per unit shown
MONEY = 10_000
COST_COLUMNS = frozenset({"profit", "costed_net"})


@dataclass(frozen=True, slots=True)
class Measure:
    """A column of a fact, summed or counted distinct. `elapsed` keeps only days up to the day of asking."""

    fact: str
    column: str
    how: Literal["sum", "distinct"] = "sum"
    elapsed: bool = False

    @property
    def of_cost(self) -> bool:
        """Whether it tells what goods cost us, and so is not for everyone who sees the rows."""
        return self.column in COST_COLUMNS

    def rows(self) -> Table:
        rows = FACTS[self.fact].build()
        return rows.filter(rows.day <= given("as_of", "date")) if self.elapsed else rows

    def total(self, rows: Table) -> Any:
        column = rows[self.column]
        return column.nunique() if self.how == "distinct" else column.sum().cast("int64")


@dataclass(frozen=True, slots=True)
class Metric:
    """`value = factor × (top − less) / bottom`; without a `bottom`, `factor × (top − less)`.

    A ratio is always a sum over a sum, never a mean of ratios; a bottom of zero gives no value.
    `standard` is what is expected, where the field has a figure for it.
    """

    key: str
    name: Promise
    unit: Unit
    formula: Promise
    top: Measure
    bottom: Measure | None = None
    less: Measure | None = None
    factor: tuple[int, int] = (1, 1)
    standard: int | None = None

    @property
    def measures(self) -> tuple[Measure, ...]:
        return tuple(m for m in (self.top, self.less, self.bottom) if m)

    @property
    def of_cost(self) -> bool:
        return any(measure.of_cost for measure in self.measures)

    @property
    def dimensions(self) -> frozenset[str]:
        """What every one of its facts can be cut by, beside rep, unit and time."""
        return frozenset.intersection(*(FACTS[m.fact].dimensions for m in self.measures))


_NET = Measure("sales", "net_amount")
# seen on a past day, a target is set against what was sold up to that day
_NET_SO_FAR = Measure("sales", "net_amount", elapsed=True)
_CALLS = Measure("calls", "one")
_TARGET = Measure("targets", "amount")
_MONEY = (1, MONEY)
_PERCENT = (100, 1)

REGISTER: Mapping[str, Metric] = {
    metric.key: metric
    for metric in (
        Metric("sales_amount", _("销售额"), "money", _("Σ 已送达订单明细净额"), _NET, factor=_MONEY),
        Metric(
            "sales_quantity",
            _("销售量"),
            "units",
            _("Σ 已送达订单明细数量（基本单位）"),
            Measure("sales", "quantity"),
        ),
        Metric(
            "discount_amount",
            _("折扣额"),
            "money",
            _("Σ 标准金额 − Σ 净额"),
            Measure("sales", "discount"),
            factor=_MONEY,
        ),
        Metric(
            "gross_profit",
            _("毛利"),
            "money",
            _("Σ（净额 − 成本）"),
            Measure("sales", "profit"),
            factor=_MONEY,
        ),
        Metric(
            "gross_margin",
            _("毛利率"),
            "percent",
            _("毛利 ÷ 净额（有成本的明细）"),
            Measure("sales", "profit"),
            Measure("sales", "costed_net"),
            factor=_PERCENT,
        ),
        Metric(
            "target_achievement",
            _("目标达成率"),
            "percent",
            _("实际 ÷ 目标"),
            _NET_SO_FAR,
            _TARGET,
            factor=_PERCENT,
        ),
        Metric(
            "time_pace",
            _("时间进度差"),
            "points",
            _("达成率 − 已过工作日的目标占比"),
            _NET_SO_FAR,
            _TARGET,
            less=Measure("targets", "amount", elapsed=True),
            factor=_PERCENT,
            standard=0,
        ),
        Metric("visits", _("拜访数"), "count", _("完成的拜访"), _CALLS),
        Metric("planned_visits", _("计划拜访数"), "count", _("计划拜访的客户"), Measure("stops", "one")),
        Metric(
            "plan_visit_rate",
            _("计划拜访完成率"),
            "percent",
            _("完成的计划拜访 ÷ 计划拜访（到今天）"),
            # tomorrow's stops cannot have been made yet
            Measure("stops", "done", elapsed=True),
            Measure("stops", "one", elapsed=True),
            factor=_PERCENT,
            standard=100,
        ),
        Metric(
            "successful_call_rate",
            _("拜访成功率"),
            "percent",
            _("有订单的拜访 ÷ 完成的拜访"),
            Measure("calls", "with_order"),
            _CALLS,
            factor=_PERCENT,
            standard=85,
        ),
        Metric(
            "minutes_per_visit",
            _("每次访问所用时间"),
            "minutes",
            _("Σ 在店分钟 ÷ 完成的拜访"),
            Measure("calls", "seconds"),
            _CALLS,
            factor=(1, 60),
        ),
        Metric(
            "orders_per_100_visits",
            _("每百次访问订单数"),
            "count",
            _("100 × 订单数 ÷ 完成的拜访"),
            Measure("orders", "one"),
            _CALLS,
            factor=(100, 1),
        ),
        Metric(
            "active_customers",
            _("成交客户数"),
            "count",
            _("期内有订单的客户"),
            Measure("orders", "customer_id", how="distinct"),
        ),
        Metric(
            "must_stock_compliance",
            _("必备SKU达成率"),
            "percent",
            _("在店的必备SKU ÷ 应有的必备SKU"),
            Measure("must_stock", "there"),
            Measure("must_stock", "one"),
            factor=_PERCENT,
            standard=100,
        ),
    )
}
