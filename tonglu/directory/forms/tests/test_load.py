"""The forms that ship are loaded once, and a company's own version stays."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from conftest import MONDAY, NOW
from tonglu.base.journal.models import Entry
from tonglu.directory.forms.loading import load_shipped, read_shipped
from tonglu.directory.forms.models import Form
from tonglu.directory.forms.tests.test_rules import SHARED

COOLER = SHARED["definitions"]["cooler"]


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "shipped"
    path.mkdir()
    (path / "cooler.json").write_text(json.dumps(COOLER), encoding="utf-8")
    return path


def test_a_second_run_changes_nothing(cast, folder):
    assert load_shipped(at=NOW, folder=folder) == ["cooler_check"]
    assert load_shipped(at=NOW, folder=folder) == []
    version = Form.objects.get().versions.get()
    assert (version.number, version.shipped, version.start) == (1, True, MONDAY)
    assert Entry.objects.filter(verb="form.publish").count() == 1


def test_a_newer_shipped_one_becomes_the_next_version(cast, folder):
    load_shipped(at=NOW, folder=folder)
    newer = {**COOLER, "title": {"zh": "冰柜检查（新）"}}
    (folder / "cooler.json").write_text(json.dumps(newer), encoding="utf-8")
    assert load_shipped(at=NOW + timedelta(days=1), folder=folder) == ["cooler_check"]
    assert [v.number for v in Form.objects.get().versions.all()] == [2, 1]


def test_the_companys_own_version_is_left_alone(cast, folder):
    load_shipped(at=NOW, folder=folder)
    form = Form.objects.get()
    form.draft(
        definition={**COOLER, "title": {"zh": "我们的冰柜检查"}}, seen=form.edits, by=cast.qian.login, at=NOW
    )
    form.publish(start=MONDAY, by=cast.qian.login, at=NOW)
    (folder / "cooler.json").write_text(json.dumps({**COOLER, "title": {"zh": "新"}}), encoding="utf-8")
    assert load_shipped(at=NOW, folder=folder) == []
    assert Form.objects.get().title_zh == "我们的冰柜检查"


def test_what_ships_can_be_used():
    keys = [definition.key for definition in read_shipped()]
    assert len(keys) == len(set(keys))
