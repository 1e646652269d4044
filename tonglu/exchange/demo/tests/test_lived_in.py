"""What people left behind in a demo company that is lived in: three offices, five reps, ten days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import transaction
from PIL import Image

from tonglu.directory.files.models import StoredFile
from tonglu.exchange.demo.drawing import SIZE
from tonglu.exchange.demo.load import load
from tonglu.exchange.demo.size import Size
from tonglu.fieldwork.visits.models import VisitPhoto
from tonglu.results.reports.models import DayReport

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
VILLAGE = Size(((2, 1), (1,), (1,)), 60, (66, 24, 10), days=10)
LARGEST = 15 * 1024


@pytest.fixture(scope="module", autouse=True)
def _village(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Path]:
    """Loaded once for the module, and taken back; gives the folder of its files."""
    folder: Path = tmp_path_factory.mktemp("files")
    kept, settings.FILES_DIR = settings.FILES_DIR, folder
    with django_db_blocker.unblock(), transaction.atomic():
        load(size=VILLAGE, seed=7, at=NOW)
        yield folder
        transaction.set_rollback(True)
    settings.FILES_DIR = kept


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
