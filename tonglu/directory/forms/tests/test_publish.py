"""A form is drawn up, published from a day on, and from then never changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from conftest import MONDAY, NOW
from tonglu.base.errors import Refused
from tonglu.base.journal.models import Entry
from tonglu.directory.forms.models import Form, FormDraft, FormVersion
from tonglu.directory.forms.tests.test_rules import SHARED
from tonglu.directory.forms.versions import is_hint

COOLER = SHARED["definitions"]["cooler"]
TUESDAY = MONDAY + timedelta(days=1)


def verbs() -> list[str]:
    return list(Entry.objects.filter(verb__startswith="form.").order_by("id").values_list("verb", flat=True))


def test_a_form_begins_as_a_draft(cast):
    form = Form.create(definition=COOLER, by=cast.qian.login, at=NOW)
    assert form.drafted.definition == COOLER | {"sections": form.drafted.definition["sections"]}
    assert form.version(on=MONDAY) is None
    assert (form.title_zh, form.subject, form.used_for) == ("冰柜检查", "customer", "check")
    assert verbs() == ["form.create"]


def test_a_key_is_taken_once(cast, published):
    published()
    with pytest.raises(Refused, match="cooler_check"):
        Form.create(definition=COOLER, by=cast.qian.login, at=NOW)


def test_a_published_version_is_in_force_from_its_day(cast, published):
    first = published()
    form = first.form
    form.draft(
        definition={**COOLER, "title": {"zh": "冰箱检查"}}, seen=form.edits, by=cast.qian.login, at=NOW
    )
    second = form.publish(start=TUESDAY, by=cast.qian.login, at=NOW)
    assert (form.version(on=MONDAY), form.version(on=TUESDAY)) == (first, second)
    assert (second.number, form.title_zh) == (2, "冰箱检查")
    assert not FormDraft.objects.exists()
    assert verbs() == ["form.create", "form.publish", "form.draft", "form.publish"]


def test_a_published_version_never_changes(published):
    version = published()
    with pytest.raises(IntegrityError), transaction.atomic():
        FormVersion.objects.filter(pk=version.pk).update(start=TUESDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        FormVersion.objects.filter(pk=version.pk).delete()


def test_a_draft_may_be_unfinished_but_is_not_published_so(cast, published):
    form = published().form
    form.draft(definition={**COOLER, "sections": []}, seen=form.edits, by=cast.qian.login, at=NOW)
    with pytest.raises(Refused, match="还没有分段"):
        form.publish(start=MONDAY, by=cast.qian.login, at=NOW)
    assert form.versions.count() == 1
    assert FormDraft.objects.exists()


def test_a_draft_keeps_the_key_of_its_form(cast, published):
    form = published().form
    with pytest.raises(Refused, match="cooler_check"):
        form.draft(definition={**COOLER, "key": "other"}, seen=form.edits, by=cast.qian.login, at=NOW)


def test_a_draft_made_from_an_older_state_is_refused_with_who_and_when(cast, published):
    form = published().form
    seen = form.edits
    form.draft(definition=COOLER, seen=seen, by=cast.qian.login, at=NOW)
    with pytest.raises(Refused, match=f"{cast.qian.name} 在 11-23 10:00") as refused:
        form.draft(definition={**COOLER, "sections": []}, seen=seen, by=cast.chen.login, at=NOW)
    assert refused.value.code == "form_moved"
    form.refresh_from_db()
    assert (FormDraft.objects.get().by, form.edits) == (cast.qian.login, seen + 1)
    assert verbs() == ["form.create", "form.publish", "form.draft"]


def test_a_state_is_never_numbered_twice(cast, published):
    """A draft after a publication is another than the one before it."""
    form = published().form
    first = form.draft(definition=COOLER, seen=form.edits, by=cast.qian.login, at=NOW).form.edits
    form.publish(start=MONDAY, by=cast.qian.login, at=NOW)
    form.draft(definition=COOLER, seen=form.edits, by=cast.qian.login, at=NOW)
    assert form.edits == first + 2


def test_a_version_names_the_pictures_that_it_shows(cast, published):
    section = COOLER["sections"][0]
    asked = [{**section["questions"][0], "picture": "a" * 64}, *section["questions"][1:]]
    shown = published(sections=[{**section, "questions": asked}, *COOLER["sections"][1:]])
    assert [picture.sha256 for picture in shown.pictures.all()] == ["a" * 64]
    assert is_hint("a" * 64)
    assert not is_hint("b" * 64)
    # of a later version that shows none, the earlier is still filled in and looked at
    shown.form.draft(definition=COOLER, seen=shown.form.edits, by=cast.qian.login, at=NOW)
    assert not shown.form.publish(start=MONDAY, by=cast.qian.login, at=NOW).pictures.exists()
    assert is_hint("a" * 64)


def test_nothing_is_published_into_the_past_or_without_a_draft(cast, published):
    form = published().form
    with pytest.raises(Refused, match="没有草稿"):
        form.publish(start=MONDAY, by=cast.qian.login, at=NOW)
    form.draft(definition=COOLER, seen=form.edits, by=cast.qian.login, at=NOW)
    with pytest.raises(Refused, match="不能早于今天"):
        form.publish(start=MONDAY - timedelta(days=1), by=cast.qian.login, at=NOW)


def test_a_role_that_does_not_exist_is_named(cast):
    with pytest.raises(Refused, match="astronaut"):
        Form.create(definition={**COOLER, "roles": ["astronaut"]}, by=cast.qian.login, at=NOW)


def test_a_rep_sees_the_forms_of_his_role_until_they_retire(cast, published):
    mine, theirs = published("cooler", roles=["rep"]).form, published("coaching", roles=["supervisor"]).form
    rep, clerk = (cast.people[who].scope(on=MONDAY) for who in ("sun", "qian"))
    assert set(Form.objects.visible_to(rep)) == {mine}
    assert set(Form.objects.visible_to(clerk)) == {mine, theirs}
    mine.retire(on=MONDAY, by=cast.qian.login, at=NOW)
    assert not Form.objects.visible_to(rep).exists()
    assert set(Form.objects.visible_to(clerk)) == {mine, theirs}
    assert verbs()[-1] == "form.retire"
