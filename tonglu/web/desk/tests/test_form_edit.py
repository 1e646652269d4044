"""A form is drawn up on the desk: step by step, saved as a draft, published from a day on, compared."""

from __future__ import annotations

import json
import re

import pytest

from conftest import MONDAY
from tonglu.base.journal.models import Entry
from tonglu.directory.forms.definition import dump
from tonglu.directory.forms.loading import read_shipped
from tonglu.directory.forms.models import Form, FormDraft

COOLER = next(dump(definition) for definition in read_shipped() if definition.key == "cooler_check")
EDIT = "/forms/cooler_check/edit"


pytestmark = pytest.mark.usefixtures("shipped")


@pytest.fixture
def desk(cast):
    """The director, with the forms that ship."""
    return cast.client("chen")


def page_of(definition, **values):
    """What the page posts that was opened just now."""
    edits = Form.objects.get(key="cooler_check").edits
    return {"definition": json.dumps(definition), "seen": edits, **values}


def take_step(desk, definition=COOLER, **values):
    answer = desk.post(f"{EDIT}/step", page_of(definition) | values)
    assert answer.status_code == 200
    return answer.content.decode()


def held(page: str) -> dict:
    """The definition that the page holds after a step."""
    text = re.search(r'<textarea name="definition">(.*?)</textarea>', page, re.S)[1]
    return json.loads(text.replace("&quot;", '"').replace("&#x27;", "'").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))  # fmt: skip


def verbs() -> list[str]:
    rows = Entry.objects.filter(verb__startswith="form.", by__isnull=False).order_by("id")
    return list(rows.values_list("verb", flat=True))


def test_the_editor_shows_outline_panel_and_preview(desk):
    page = desk.get(f"{EDIT}?at=1.0").content.decode()
    assert "摆放位置" in page
    assert 'name="label.zh" value="摆放位置"' in page
    assert 'name="label.en" value="Position"' in page
    assert "“是否在店”是 在店" in page
    assert 'data-question="position"' in page
    assert "权重合计" in page


def test_every_shipped_form_opens_in_the_editor(cast):
    desk = cast.client("chen")
    for n, form in enumerate(Form.objects.all()):
        at = ("", "0", "0.0", "1.1", "1.0.0")[n % 5]
        assert desk.get(f"/forms/{form.key}/edit?at={at}").status_code == 200


@pytest.mark.parametrize("who", ["sun", "li", "qian"])
def test_only_those_who_keep_forms_edit_them(cast, who):
    assert cast.client(who).get(EDIT).status_code == 403


def test_what_the_panel_holds_is_taken_in_with_the_next_step(desk):
    typed = {
        "of": "1.2",
        "has": ["label", "weight"],
        "label.zh": "柜灯亮",
        "label.en": "Lamp",
        "weight": "7.5",
    }
    definition = held(take_step(desk, do="down", path="1.2", **typed))
    question = definition["sections"][1]["questions"][3]
    assert (question["label"], question["weight"]) == ({"zh": "柜灯亮", "en": "Lamp"}, 7.5)
    assert not FormDraft.objects.exists()


def test_a_question_of_each_type_is_added(desk):
    for kind in ("yes_no", "choice", "several", "number", "table", "signature"):
        definition = held(take_step(desk, do="question", kind=kind, path="1.2"))
        assert definition["sections"][1]["questions"][3]["type"] == kind


def test_a_condition_is_picked_from_the_questions_before(desk):
    line = {"of": "1.5", "has": "when", "when.lines": "1", "when.0.question": "powered"}
    definition = held(take_step(desk, do="asks", n="0", structural="1", path="1.5", **line))
    assert definition["sections"][1]["questions"][5]["when"] == {"question": "powered", "is": "yes"}
    more = {"when.0.how": "not", "when.0.value": ["yes", "no"]}
    definition = held(take_step(desk, do="put", path="1.5", **line, **more))
    assert definition["sections"][1]["questions"][5]["when"] == {
        "not": {"question": "powered", "in": ["yes", "no"]}
    }


def test_a_condition_on_a_number_compares_it(desk):
    line = {"of": "2.1", "has": "when", "when.lines": "1", "when.0.question": "must_packs"}
    definition = held(take_step(desk, do="asks", n="0", path="2.1", **line))
    assert definition["sections"][2]["questions"][1]["when"] == {"question": "must_packs", "at_least": 1}


def test_options_are_added_and_taken_away(desk):
    definition = held(take_step(desk, do="option", path="0.1"))
    assert [o["value"] for o in definition["sections"][0]["questions"][1]["options"]][-1] == "option_1"
    definition = held(take_step(desk, definition, do="option_gone", n="0", path="0.1"))
    assert len(definition["sections"][0]["questions"][1]["options"]) == 3


def test_what_is_wrong_is_named_at_its_question(desk):
    page = take_step(
        desk, do="put", path="1.2", of="1.2", has=["label", "weight"], **{"label.zh": "", "weight": "重"}
    )
    assert "中文不能空着" in page
    assert "2 处要改" in page
    assert 'data-test="publish"' in page
    assert "disabled" in page


def test_while_someone_types_the_panel_is_left_alone(desk):
    typed = {"of": "1.2", "has": "label", "label.zh": "灯"}
    assert 'id="fe-panel"' not in take_step(desk, do="put", path="1.2", **typed)
    assert 'id="fe-panel"' in take_step(desk, do="put", structural="1", path="1.2", **typed)


def test_undoing_brings_back_a_definition_without_the_panels_words(desk):
    typed = {"of": "1.2", "has": "label", "label.zh": "别的"}
    assert held(take_step(desk, do="restore", path="1.2", **typed)) == COOLER


def test_a_draft_is_saved_even_unfinished_and_shown_again(desk, cast):
    definition = {**COOLER, "sections": [{**COOLER["sections"][0], "questions": []}]}
    assert "草稿已保存" in take_step(desk, definition, do="save")
    draft = FormDraft.objects.get()
    assert (draft.definition, draft.by) == (definition, cast.chen.login)
    assert verbs() == ["form.draft"]
    assert "这一段还没有题目" in desk.get(EDIT).content.decode()


def test_publishing_makes_the_next_version_from_its_day(desk):
    lamp = held(take_step(desk, do="put", path="1.2", of="1.2", has="label", **{"label.zh": "柜灯亮"}))
    answer = desk.post(f"{EDIT}/step", page_of(lamp, do="publish", start=MONDAY.isoformat()))
    assert answer["HX-Redirect"] == "/forms/cooler_check"
    version = Form.objects.get(key="cooler_check").versions.first()
    assert (version.number, version.start, version.shipped) == (2, MONDAY, False)
    assert verbs() == ["form.draft", "form.publish"]
    compared = desk.get("/forms/cooler_check/versions").content.decode()
    assert "柜灯亮" in compared
    assert "灯亮" in compared


def test_nothing_is_published_that_cannot_be_used(desk):
    broken = {**COOLER, "sections": []}
    page = desk.post(f"{EDIT}/step", page_of(broken, do="publish", start="2026-11-23"))
    assert "还没有分段" in page.content.decode()
    assert Form.objects.get(key="cooler_check").versions.count() == 1
    assert verbs() == []


@pytest.mark.parametrize("text", ["", "[]", "null", '{"sections": 3}', "{"])
def test_a_page_that_sends_nonsense_is_refused(desk, text):
    assert desk.post(f"{EDIT}/step", {"definition": text, "do": "up", "path": "0"}).status_code == 422


@pytest.mark.parametrize("path", ["x", "9.9", "1.2.3.4", "-1", "1.²"])
def test_a_path_that_leads_nowhere_changes_nothing(desk, path):
    for do in ("up", "delete", "copy", "drag", "question", "column", "option"):
        take_step(desk, do=do, path=path, target=path)


def test_a_new_form_begins_empty_or_as_a_copy(desk):
    made = {"title.zh": "门店卫生", "title.en": "Hygiene", "key": "hygiene"}
    assert desk.post("/forms/new", made).url == "/forms/hygiene/edit"
    desk.post("/forms/new", made | {"key": "cooler_two", "copy": "cooler_check"})
    copy = Form.objects.get(key="cooler_two").drafted.definition
    assert copy["sections"] == COOLER["sections"]
    assert verbs() == ["form.create", "form.create"]
    assert "留作他用" in desk.post("/forms/new", made | {"key": "import"}).content.decode()


def test_of_two_editors_the_second_is_told_whose_draft_came_before(desk, cast):
    mine = held(take_step(desk, do="put", path="1.2", of="1.2", has="label", **{"label.zh": "我的灯"}))
    page, other = page_of(mine, do="save"), cast.client("he")
    other.post(f"{EDIT}/step", page_of({**COOLER, "title": {"zh": "冰箱检查"}}, do="save"))
    refused = desk.post(f"{EDIT}/step", page).content.decode()
    assert f"{cast.people['he'].name} 在" in refused
    assert "改过这张表单" in refused
    assert "我的灯" in refused
    assert "冰箱检查" in refused
    assert held(refused) == mine
    assert FormDraft.objects.get().definition["title"]["zh"] == "冰箱检查"
    assert verbs() == ["form.draft"]


def test_one_who_is_behind_goes_on_from_the_newer_draft(desk, cast):
    page, other = page_of(COOLER), cast.client("he")
    newer = {**COOLER, "title": {"zh": "冰箱检查"}}
    other.post(f"{EDIT}/step", page_of(newer, do="save"))
    assert "改过这张表单" in desk.post(f"{EDIT}/step", page | {"do": "up", "path": "1.2"}).content.decode()
    theirs = desk.post(f"{EDIT}/step", page | {"do": "theirs"})
    assert held(theirs.content.decode()) == newer
    assert "改过这张表单" not in theirs.content.decode()
    saved = desk.post(f"{EDIT}/step", page | {"seen": theirs.context["seen"], "do": "save"})
    assert "草稿已保存" in saved.content.decode()
    assert verbs() == ["form.draft", "form.draft"]


def test_one_who_is_behind_may_put_his_own_over_it_knowingly(desk, cast):
    page, other = page_of(COOLER, do="save"), cast.client("he")
    other.post(f"{EDIT}/step", page_of({**COOLER, "title": {"zh": "冰箱检查"}}, do="save"))
    newest = desk.post(f"{EDIT}/step", page).context["newest_edit"]
    assert "草稿已保存" in desk.post(f"{EDIT}/step", page | {"seen": newest, "over": "1"}).content.decode()
    assert FormDraft.objects.get().definition == COOLER
    last = Entry.objects.filter(verb="form.draft").latest("id")
    assert last.facts["over"] == cast.people["he"].name


def test_nothing_is_published_over_what_was_not_seen(desk, cast):
    page = page_of({**COOLER, "title": {"zh": "我的"}}, do="publish", start=MONDAY.isoformat())
    other = cast.client("he")
    other.post(f"{EDIT}/step", page_of(COOLER, do="publish", start=MONDAY.isoformat()))
    assert "改过这张表单" in desk.post(f"{EDIT}/step", page).content.decode()
    assert Form.objects.get(key="cooler_check").versions.count() == 2
    assert verbs() == ["form.draft", "form.publish"]
