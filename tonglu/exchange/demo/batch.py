"""Rows waiting to be written together: ninety days are half a million of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Model

from tonglu.fieldwork.dayplans.models import DayMark, DayPlan, Decision, PlannedStop
from tonglu.fieldwork.visits.models import (
    CompetitorSeen,
    MustStockCheck,
    OrderProposal,
    StepDone,
    StockCount,
    Visit,
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
    DayReport,
    Comment,
)


class Batch:
    """Collects rows of any of those models and writes them in that order."""

    def __init__(self) -> None:
        self._rows: dict[type[Model], list[Model]] = defaultdict(list)

    def add(self, *rows: Model) -> None:
        for row in rows:
            self._rows[type(row)].append(row)

    def extend(self, rows: Iterable[Model]) -> None:
        self.add(*rows)

    def write(self) -> dict[str, int]:
        """Writes and forgets them; returns how many of each model."""
        written = {}
        for model in ORDER:
            if rows := self._rows.pop(model, []):
                model._default_manager.bulk_create(rows)
                written[model._meta.model_name or ""] = len(rows)
        return written
