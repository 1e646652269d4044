"""The reps' quarterly quotas as approved sales targets, a plan a year."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from tonglu.exchange.adventureworks.people import Organisation
from tonglu.exchange.adventureworks.source import Source
from tonglu.planning.targets.models import TargetPlan, Wanted

QUOTAS = "SalesPersonQuotaHistory.csv"


def write_targets(source: Source, organisation: Organisation, *, at: datetime) -> None:
    """A quota is both goal and commitment: the file knows one figure."""
    years: dict[int, list[Wanted]] = defaultdict(list)
    for quota in source.quotas:
        person = organisation.people[quota.seller]
        years[quota.quarter.start.year].append(Wanted(person, quota.quarter, quota.amount, quota.amount))
    for year, cells in sorted(years.items()):
        plan = TargetPlan.objects.create(metric="sales_amount", year=year)
        version = plan.draft(cells=cells, reason=QUOTAS, by=None, at=at)
        version.approve(by=None, at=at)
