"""The facts that metrics are computed from, as Ibis expressions over the tables.

Every fact has the columns `day`, `position_id`, `person_id`, and where it has them `customer_id` and `sku_id`; `show`
names what a drill-down lists of it. Amounts stay the stored whole numbers, so that sums are exact on every engine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Field, Model

from tonglu.directory.org.models import Company
from tonglu.fieldwork.dayplans.models import DayPlan, PlannedStop
from tonglu.fieldwork.visits.models import MustStockCheck, Visit
from tonglu.planning.targets.models import TargetCell, TargetDay, TargetPlan, TargetVersion
from tonglu.results.metrics.language import ibis
from tonglu.trade.deliveries.models import Delivery
from tonglu.trade.orders.models import Cancellation, Order, OrderLine

Table = Any  # an Ibis table; the library ships no usable types

_TYPES = {
    "DateField": "date",
    "DateTimeField": "timestamp",
    "BooleanField": "boolean",
    "CharField": "string",
    "UUIDField": "string",
    "FloatField": "float64",
}


def _type(field: Field[Any, Any]) -> str:
    if field.is_relation:
        field = field.target_field  # type: ignore[attr-defined]  # every relation here is a foreign key
    return _TYPES.get(field.get_internal_type(), "int64")


@cache
def table(model: type[Model]) -> Table:
    """A model's table as an unbound Ibis table: it compiles without a connection."""
    return ibis().table(
        {field.column: _type(field) for field in model._meta.concrete_fields}, name=model._meta.db_table
    )


@dataclass(frozen=True, slots=True)
class Fact:
    """A kind of row to count or sum. `dimensions` beyond rep, unit and time; `show`: columns of its drill-down."""

    key: str
    build: Callable[[], Table]
    dimensions: frozenset[str]
    show: tuple[str, ...]


def _standing_orders() -> Table:
    return table(Order).anti_join(table(Cancellation), table(Order).id == table(Cancellation).order_id)


def _sales() -> Table:
    """Order lines, on the day on which the company counts a sale: delivered, or ordered."""
    lines, orders = table(OrderLine), _standing_orders()
    joined = lines.join(orders, lines.order_id == orders.id)
    day = joined.business_date
    if Company.current().sales_basis == Company.Basis.DELIVERED:
        deliveries = table(Delivery).select("order_id", delivered_on="business_date")
        joined = joined.join(deliveries, joined.order_id == deliveries.order_id)
        day = joined.delivered_on
    known = joined.cost_amount.notnull()
    return joined.select(
        "order_id",
        "number",
        "customer_id",
        "sku_id",
        "position_id",
        "person_id",
        "quantity",
        "list_amount",
        "net_amount",
        "cost_amount",
        day=day,
        discount=joined.list_amount - joined.net_amount,
        profit=known.ifelse(joined.net_amount - joined.cost_amount, 0),
        costed_net=known.ifelse(joined.net_amount, 0),
    )


def _orders() -> Table:
    orders = _standing_orders()
    return orders.select(
        "number",
        "customer_id",
        "position_id",
        "person_id",
        order_id=orders.id,
        day=orders.business_date,
        one=1,
    )


def _calls() -> Table:
    """Calls completed; a shut shop or a refusal is none."""
    visits = table(Visit)
    visits = visits.filter(visits.outcome == "completed")
    return visits.select(
        "customer_id",
        "position_id",
        "person_id",
        "seconds",
        visit_id=visits.id,
        day=visits.business_date,
        one=1,
        with_order=visits.order_id.notnull().ifelse(1, 0),
    )


def _stops() -> Table:
    """Planned stops, each done when its person completed a call at its customer on its day."""
    stops, plans, visits = table(PlannedStop), table(DayPlan), table(Visit)
    made = visits.filter(visits.outcome == "completed")
    made = made.select(by="person_id", at="customer_id", on="business_date").distinct()
    planned = stops.join(plans, stops.plan_id == plans.id)
    planned = planned.select("customer_id", "position_id", "person_id", "purpose", "day")
    met = planned.left_join(
        made, [planned.person_id == made.by, planned.customer_id == made.at, planned.day == made.on]
    )
    return met.select(
        "customer_id", "position_id", "person_id", "day", one=1, done=met.by.notnull().ifelse(1, 0)
    )


def _must_stock() -> Table:
    """SKUs that the standard required at calls, each present or not."""
    checks, visits = table(MustStockCheck), table(Visit)
    joined = checks.join(visits, checks.visit_id == visits.id)
    return joined.select(
        "customer_id",
        "sku_id",
        "position_id",
        "person_id",
        "visit_id",
        day=joined.business_date,
        one=1,
        there=joined.present.ifelse(1, 0),
    )


def _sales_targets() -> Table:
    """Each day's share of the sales targets in force; no position means not yet appointed."""
    days, cells, versions, plans = (
        table(TargetDay),
        table(TargetCell),
        table(TargetVersion),
        table(TargetPlan),
    )
    plan_versions = versions.join(plans, versions.plan_id == plans.id)
    plan_versions = plan_versions.filter(
        plan_versions.state == "approved", plan_versions.metric == "sales_amount"
    )
    plan_versions = plan_versions.select(version_key=versions.id)
    of_cells = cells.join(plan_versions, cells.version_id == plan_versions.version_key)
    of_cells = of_cells.select("person_id", "period", cell_key=cells.id)
    joined = days.join(of_cells, days.cell_id == of_cells.cell_key)
    return joined.select("person_id", "position_id", "period", "amount", "must", day=joined.business_date)


FACTS: Mapping[str, Fact] = {
    fact.key: fact
    for fact in (
        Fact(
            "sales",
            _sales,
            frozenset({"customer", "sku"}),
            ("day", "rep", "customer", "number", "sku", "quantity", "list_amount", "net_amount"),
        ),
        Fact("orders", _orders, frozenset({"customer"}), ("day", "rep", "customer", "number")),
        Fact(
            "calls",
            _calls,
            frozenset({"customer"}),
            ("day", "rep", "customer", "visit_id", "seconds", "with_order"),
        ),
        Fact("stops", _stops, frozenset({"customer"}), ("day", "rep", "customer", "done")),
        Fact(
            "must_stock",
            _must_stock,
            frozenset({"customer", "sku"}),
            ("day", "rep", "customer", "sku", "there"),
        ),
        Fact("targets", _sales_targets, frozenset(), ("day", "rep", "period", "amount")),
    )
}
