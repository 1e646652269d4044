"""Rows waiting to be written together: ninety days are half a million of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Model

from tonglu.base.bulk import insert
from tonglu.fieldwork.dayplans.models import DayMark, DayPlan, Decision, PlannedStop
from tonglu.fieldwork.visits.models import (
    CompetitorSeen,
    MustStockCheck,
    OrderProposal,
    StepDone,
    StockCount,
    Visit,
    VisitPhoto,
)
from tonglu.results.reports.models import Comment, DayReport
from tonglu.trade.deliveries.models import Delivery
from tonglu.trade.orders.models import Cancellation, Hold, Order, OrderLine, Release

# what others point to comes first
ORDER: tuple[type[Model], ...] = (
    DayPlan,
    PlannedStop,
    Decision,
    DayMark,
    Order,
    OrderLine,
    Hold,
    Release,
    Cancellation,
    Delivery,
    Visit,
    StepDone,
    StockCount,
    MustStockCheck,
    OrderProposal,
    CompetitorSeen,
    VisitPhoto,
    DayReport,
    Comment,
)

# the many: written from plain values, in these columns
FACTS: Mapping[type[Model], tuple[str, ...]] = {
    OrderLine: ("order", "sku", "quantity", "list_amount", "net_amount", "cost_amount"),
    StepDone: ("visit", "key", "seconds"),
    StockCount: ("visit", "sku", "shelf", "back"),
    MustStockCheck: ("visit", "sku", "present"),
    OrderProposal: ("visit", "sku", "suggested", "agreed", "reason", "refusal"),
}


class Batch:
    """Collects rows of any of those models and writes them in that order."""

    def __init__(self) -> None:
        self._rows: dict[type[Model], list[Any]] = defaultdict(list)

    def add(self, *rows: Model) -> None:
        for row in rows:
            self._rows[type(row)].append(row)

    def extend(self, rows: Iterable[Model]) -> None:
        self.add(*rows)

    def facts(self, model: type[Model], rows: Iterable[Sequence[Any]]) -> None:
        """Rows of one of `FACTS`, as the values of its columns."""
        self._rows[model].extend(rows)

    def write(self) -> dict[str, int]:
        """Writes and forgets them; returns how many of each model."""
        written = {}
        for model in ORDER:
            if rows := self._rows.pop(model, []):
                if model in FACTS:
                    insert(model, FACTS[model], rows)
                else:
                    model._default_manager.bulk_create(rows)
                written[model._meta.model_name or ""] = len(rows)
        return written
