"""The latest signed day reports: frozen as signing freezes them, and told to their reps."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import partial

from tonglu.base.journal.models import record
from tonglu.exchange.demo.life.scene import Scene
from tonglu.results.reports.models import Comment, DayReport
from tonglu.results.reports.queries import day_sheets

BEFORE = time(19)  # nobody has signed yet
DAYS = 5  # working days: a sheet takes a while to compute, and earlier reports show the same from the facts


def reports(scene: Scene) -> None:
    for day in scene.days[:DAYS]:
        scene.agenda.put(datetime.combine(day, BEFORE, scene.world.zone), partial(_of_day, scene, day))


def _of_day(scene: Scene, day: date, _at: datetime) -> None:
    """Freezes what its signed reports say, and signs each in the journal when it was signed."""
    signed = DayReport.objects.filter(day=day, state=DayReport.State.SIGNED)
    each = list(signed.select_related("person", "position__unit").order_by("pk"))
    sheets = day_sheets(of=[(report.person, report.position) for report in each], on=day)
    for report, sheet in zip(each, sheets, strict=True):
        report.frozen = sheet.as_json()
        report.save(update_fields=["frozen"])
    comments = Comment.objects.filter(report__in=each, signs=True).select_related("report__person", "by")
    for comment in comments.order_by("at", "pk"):
        scene.agenda.put(comment.at, partial(_told, comment))


def _told(comment: Comment, at: datetime) -> None:
    report = comment.report
    assert report.frozen is not None
    facts = {"date": report.day, "words": comment.words, "version": report.frozen["version"]}
    record(verb="report.sign", obj=report, by=comment.by, at=at, facts=facts)
