"""The figures that stand in the latest signed day reports, as signing freezes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from tonglu.results.reports.models import DayReport
from tonglu.results.reports.queries import day_sheets


def freeze(*, days: Iterable[date]) -> int:
    """Freezes the figures of those days as the facts stand; returns in how many reports.

    A sheet takes a while to compute, and the reports of earlier days show the same from the facts.
    """
    signed = DayReport.objects.filter(day__in=list(days), state=DayReport.State.SIGNED)
    of_day: dict[date, list[DayReport]] = defaultdict(list)
    for report in signed.select_related("person", "position__unit").order_by("day", "pk"):
        of_day[report.day].append(report)
    for day, reports in of_day.items():
        sheets = day_sheets(of=[(report.person, report.position) for report in reports], on=day)
        for report, sheet in zip(reports, sheets, strict=True):
            report.frozen = sheet.as_json()
            report.save(update_fields=["frozen"])
    return sum(map(len, of_day.values()))
