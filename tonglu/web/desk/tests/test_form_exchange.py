"""A form goes out as a workbook or JSON Schema, and what comes in is shown before it becomes a draft."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tonglu.directory.forms.definition import dump
from tonglu.directory.forms.loading import read_shipped
from tonglu.directory.forms.models import Form, FormDraft
from tonglu.exchange.formbooks.write import write_book

COOLER = next(dump(definition) for definition in read_shipped() if definition.key == "cooler_check")


pytestmark = pytest.mark.usefixtures("shipped")


@pytest.fixture
def desk(cast):
    return cast.client("he")


def bring(desk, content: bytes, name: str = "form.xlsx"):
    return desk.post("/forms/import", {"file": SimpleUploadedFile(name, content)})


def test_a_workbook_that_was_taken_out_comes_in_as_a_draft(desk):
    taken = desk.get("/forms/cooler_check.xlsx").content
    page = bring(desk, taken)
    assert page.context["faults"] == []
    assert "两版完全一样" in page.content.decode()
    page = {"definition": page.context["definition"], "seen": page.context["seen"]}
    assert desk.post("/forms/take", page).url == "/forms/cooler_check/edit"
    assert FormDraft.objects.get().form.key == "cooler_check"
    # the page was read before the draft was kept, so that a second time it would undo what came since
    refused = desk.post("/forms/take", page, follow=True).content.decode()
    assert "改过这张表单" in refused
    assert Form.objects.get(key="cooler_check").edits == page["seen"] + 1


def test_what_would_change_is_shown_first(desk):
    renamed = json.loads(json.dumps(COOLER).replace(json.dumps("灯亮")[1:-1], json.dumps("柜灯亮")[1:-1]))
    page = bring(desk, write_book(renamed)).content.decode()
    assert "柜灯亮" in page
    assert not FormDraft.objects.exists()


def test_a_schema_of_ours_comes_back_and_a_strangers_becomes_a_new_form(desk):
    ours = desk.get("/forms/cooler_check.json").content
    assert bring(desk, ours, "f.json").context["changes"] == []
    theirs = {
        "title": "门店卫生",
        "$id": "https://example.com/hygiene.json",
        "properties": {"clean": {"type": "boolean"}},
    }
    page = bring(desk, json.dumps(theirs).encode(), "t.json")
    assert page.context["key"] == "hygiene"
    desk.post("/forms/take", {"definition": page.context["definition"]})
    assert (
        Form.objects.get(key="hygiene").drafted.definition["sections"][0]["questions"][0]["type"] == "yes_no"
    )


def test_rows_with_faults_are_listed_and_may_be_mended_in_the_editor(desk):
    broken = json.loads(json.dumps(COOLER))
    broken["sections"][1]["questions"][0]["type"] = "guess"
    page = bring(desk, write_book(broken))
    assert "第 6 行" in page.content.decode()
    assert page.context["usable"]


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"PK\x03\x04 no zip", b"[1]", b"\xff\xfe", b"[" * 100_000]
)
def test_a_file_of_another_kind_is_refused_in_words(desk, content):
    page = bring(desk, content)
    assert page.status_code == 200
    assert 'data-test="take"' not in page.content.decode()


def test_a_form_that_is_too_large_is_refused(desk):
    assert "太大" in bring(desk, b"x" * 2_000_002).content.decode()
