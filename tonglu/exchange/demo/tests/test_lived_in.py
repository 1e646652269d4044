"""What people left behind in a demo company that is lived in: three offices, four reps, eight days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db.models import Avg, Count
from django_tasks_db.models import DBTaskResult
from PIL import Image

from tonglu.base.jobs.models import Job
from tonglu.base.journal.models import Seal, Verification
from tonglu.directory.approvals.models import Answer, Approval, RuleBook, Seat
from tonglu.directory.calendar.models import LeaveAsk
from tonglu.directory.files.models import StoredFile
from tonglu.directory.forms.models import Filled, FilledPhoto
from tonglu.directory.notices.models import Notice, Robot
from tonglu.directory.webhooks.models import Push, Subscription
from tonglu.exchange.demo.drawing import SIZE
from tonglu.exchange.demo.load import load
from tonglu.exchange.demo.size import Size
from tonglu.exchange.imports.models import Import
from tonglu.fieldwork.visits.models import OrderProposal, Visit, VisitPhoto
from tonglu.results.reports.models import DayReport

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
VILLAGE = Size(((2,), (1,), (1,)), 80, (66, 24, 10), days=8)
LARGEST = 15 * 1024

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module", autouse=True)
def _village(standing) -> Iterator[Path]:
    """Loaded once for the module, and taken back; gives the folder of its files."""
    with standing(lambda: load(size=VILLAGE, seed=7, at=NOW)):
        yield settings.FILES_DIR


@pytest.fixture(autouse=True)
def _its_files(_monday_morning, _village, monkeypatch) -> None:
    monkeypatch.setattr(settings, "FILES_DIR", _village)


def test_photos_are_pictures_of_calls_and_small():
    photos = VisitPhoto.objects.select_related("visit")
    assert photos
    for photo in photos:
        file = StoredFile.objects.get(pk=photo.sha256)
        assert file.size <= LARGEST
        with Image.open(file.path) as picture:
            assert picture.size == SIZE
        assert photo.visit.started_at <= photo.taken_at <= photo.visit.ended_at


def test_signed_reports_carry_the_figures_that_signing_freezes():
    signed = DayReport.objects.filter(frozen__isnull=False)
    assert set(signed.values_list("state", flat=True)) == {DayReport.State.SIGNED}
    assert {report.day for report in signed} >= {date(2026, 11, 19)}
    for report in signed.filter(day=date(2026, 11, 19)):
        assert report.frozen == report.live().as_json()


def test_approvals_stand_at_every_point_of_their_way():
    ended = Approval.objects.filter(outcome__isnull=False)
    assert set(ended.values_list("outcome__result", flat=True)) == {"approved", "refused", "returned"}
    waiting = Seat.objects.waiting()
    assert {"supervisor", "head", "director"} <= set(waiting.values_list("position__role", flat=True))
    assert waiting.filter(level__gt=0).exists()
    assert Answer.objects.filter(behalf__isnull=False).exists()
    assert Approval.objects.open().filter(kind="rule_change", seats__answer__isnull=False).exists()
    assert RuleBook.objects.get(number=2).simulated


def test_nothing_of_it_is_to_be_sent():
    assert not Push.objects.filter(state=Push.State.WAITING).exists()
    assert set(Push.objects.values_list("state", flat=True)) == {"taken", "given_up"}
    assert not Subscription.objects.running().exists()
    assert not Robot.objects.filter(is_on=True).exists()
    assert not Job.objects.filter(state=Job.State.WAITING).exists()
    assert not DBTaskResult.objects.exists()


def test_the_chain_holds_and_what_was_asked_is_known():
    assert Seal.first_broken() is None
    assert Verification.objects.count() > 1
    assert set(LeaveAsk.objects.values_list("state", flat=True)) == set(LeaveAsk.State.values)
    assert Notice.objects.unread().exists()
    assert Notice.objects.exclude(read_at=None).exists()


def test_a_list_waits_with_bad_rows_and_doubles():
    waiting = next(one for one in Import.objects.all() if one.done is None)
    assert waiting.trial.counts["bad"] >= 3
    assert waiting.trial.counts["duplicates"] >= 3


def test_forms_of_every_kind_were_filled_in_and_an_office_is_worse_than_the_other():
    kinds = set(Filled.objects.values_list("version__form__key", flat=True))
    assert {
        "market_patrol",
        "cooler_check",
        "mackay66",
        "coaching",
        "complaint_report",
        "work_diary",
    } <= kinds
    coolers = Filled.objects.filter(version__form__key="cooler_check").values("position__unit__path")
    scores = {row["position__unit__path"]: row["mean"] for row in coolers.annotate(mean=Avg("score"))}
    assert min(scores.values()) < max(scores.values()) - 50


def test_photos_of_forms_are_there():
    taken = set(FilledPhoto.objects.values_list("sha256", flat=True))
    assert taken
    assert taken <= set(StoredFile.objects.values_list("pk", flat=True))


def test_the_rep_who_slips_sells_less_often_and_an_article_cannot_be_had():
    made = Visit.objects.filter(outcome="completed").values("person__account__username")
    counted = made.annotate(calls=Count("pk"), deals=Count("order"))
    rates = {row["person__account__username"]: row["deals"] / row["calls"] for row in counted}
    assert rates["rep02"] == min(rates.values())
    wanted = OrderProposal.objects.filter(sku__name="茶山小令冰红茶 500ml", suggested__gt=0)
    assert wanted.exists()
    assert not wanted.filter(agreed__gt=0).exists()
