"""Sun's Monday: he starts at eight, sells at one outlet, is told no at another, finds the third shut, ends at ten."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from conftest import MONDAY, NOW
from tonglu.base.ids import new_id
from tonglu.fieldwork.dayplans.models import DayPlan
from tonglu.results.reports.models import DayReport

EIGHT = NOW - timedelta(hours=2)


@pytest.fixture
def sun_phone(cast):
    """Sends documents from Sun's phone; every one must be accepted."""
    phone = cast.device("sun")

    def send(*documents, at: datetime = NOW):
        response = phone.post("documents", {"sent_at": at.isoformat(), "documents": documents})
        answers = response.json()["answers"]
        assert {answer["outcome"] for answer in answers} == {"accepted"}, answers

    return send


def mark(kind: str, at: datetime) -> dict:
    made = {"id": str(new_id()), "kind": kind, "schema_version": 1, "made_at": at.isoformat()}
    return {**made, "body": {"at": at.isoformat()}}


@pytest.fixture
def monday(cast, visit_document, sun_phone):
    """The day's report before it is handed in, and what makes a call that comes late."""
    DayPlan.open(person=cast.sun, on=MONDAY, by=None, at=EIGHT)
    told_no = visit_document("sun2", started=EIGHT + timedelta(minutes=60), order=False)
    told_no["body"] |= {"no_order_reason": "enough", "note": "老板下月换人"}
    shut = visit_document("sun3", started=EIGHT + timedelta(minutes=90), minutes=5, order=False)
    shut["body"] |= {"outcome": "shut", "steps": [], "stock": [], "proposals": [], "competitors": []}
    sun_phone(
        mark("day_start", EIGHT),
        visit_document("sun1", started=EIGHT + timedelta(minutes=30)),
        told_no,
        shut,
        mark("day_end", NOW),
    )
    late = visit_document("sun4", started=EIGHT + timedelta(minutes=100))
    report = DayReport.objects.get(person=cast.sun, day=MONDAY)
    return SimpleNamespace(report=report, send_late=lambda: sun_phone(late))


@pytest.fixture
def filed(cast, monday):
    monday.report.file(reflection="明天先去换人的那家", by=cast.sun.login, at=NOW)
    return monday
