"""A form is filled in once, kept as it was, and can be counted."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from conftest import MONDAY, NOW
from tonglu.base.errors import NotYours, Refused
from tonglu.base.journal.models import Entry
from tonglu.directory.forms.filled import Subject
from tonglu.directory.forms.models import Filled, InvalidAnswers
from tonglu.directory.forms.tests.test_rules import SHARED

PHOTO = "a" * 64
GOOD = {"works": "yes", "position": "inside", "clean": 4, "share": 33.3, "photo": [PHOTO]}


def test_what_was_filled_in_is_kept_with_its_score(cast, published, filler):
    customer = cast.customers["sun1"]
    subject = Subject(name=customer.name, customer=customer.pk)
    filled = filler("sun").fill(published(), GOOD, subject=subject)
    assert (filled.answers, filled.score, filled.business_date) == (GOOD, 745, MONDAY)
    assert (filled.subject_name, filled.customer_id) == (customer.name, customer.pk)
    entry = Entry.objects.get(verb="form.fill")
    assert (entry.by, entry.object_id) == (cast.sun.login, str(filled.pk))
    assert entry.facts["score"] == 745


def test_countable_answers_stand_in_rows_of_their_own(published, filler):
    filled = filler("sun").fill(published(), GOOD)
    rows = {i.question: (i.text, i.number, i.worth, i.weight) for i in filled.items.all()}
    assert rows["works"] == ("yes", None, 10_000, 20_000)
    assert rows["position"] == ("inside", None, 5_000, 10_000)
    assert rows["clean"][1:] == (4, 7_500, 10_000)
    assert float(rows["share"][1]) == 33.3
    had = sum(worth * weight for _t, _n, worth, weight in rows.values())
    assert round(had / sum(weight for _t, _n, _w, weight in rows.values()) / 10) == filled.score
    assert [photo.sha256 for photo in filled.photos.all()] == [PHOTO]


def test_a_tables_cells_are_counted_by_row(published, filler):
    answers = {"joint": "yes", "outlets": [{"name": "一店", "greet": 5}, {"name": "二店", "greet": 3}]}
    filled = filler("sun").fill(published("coaching"), answers)
    greeted = filled.items.filter(question="outlets.greet").values_list("row", "number")
    assert [(row, int(number)) for row, number in greeted] == [(0, 5), (1, 3)]


def test_private_answers_are_not_counted(published, filler):
    definition = SHARED["definitions"]["everything"]
    section = definition["sections"][0]
    questions = [{**q, "private": True} if q["key"] in ("day", "sign") else q for q in section["questions"]]
    version = published("everything", sections=[{**section, "questions": questions}])
    filled = filler("sun").fill(version, {"day": "1980-05-01", "sign": "b" * 64, "price": 3})
    assert set(filled.items.values_list("question", flat=True)) == {"price", "bonus"}
    assert filled.photos.get().private


def test_faulty_answers_are_refused_by_question_and_nothing_is_kept(published, filler):
    version = published()
    with pytest.raises(InvalidAnswers, match="制冷正常：此项必填") as invalid:
        filler("sun").fill(version, {"share": 120})
    assert {key: fault.code for key, fault in invalid.value.faults.items()} == {
        "works": "required",
        "share": "max",
    }
    assert not Filled.objects.exists()
    assert not Entry.objects.filter(verb="form.fill").exists()


def test_a_form_is_for_its_roles(published, filler):
    version = published(roles=["supervisor"])
    with pytest.raises(NotYours, match="冰柜检查 不由"):
        filler("sun").fill(version, GOOD)
    assert filler("li").fill(version, GOOD)


def test_a_record_is_never_changed(published, filler):
    filled = filler("sun").fill(published(), GOOD)
    changes = [
        lambda: Filled.objects.update(score=1000),
        lambda: filled.items.update(worth=0),
        lambda: filled.photos.all().delete(),
    ]
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_correction_is_a_new_record_in_place_of_the_old(published, filler):
    version = published()
    first = filler("sun").fill(version, GOOD)
    second = filler("sun").fill(version, GOOD | {"clean": 5}, replaces=first)
    assert list(Filled.objects.standing()) == [second]
    assert first.replaced_by == second
    with pytest.raises(Refused, match="已经更正过"):
        filler("sun").fill(version, GOOD, replaces=first)


def test_only_the_one_who_filled_it_in_or_his_leader_corrects(published, filler):
    version = published()
    first = filler("sun").fill(version, GOOD)
    with pytest.raises(NotYours, match="孙海波"):
        filler("zhou").fill(version, GOOD, replaces=first)
    assert filler("li").fill(version, GOOD, replaces=first)


def test_a_correction_uses_the_same_form(published, filler):
    first = filler("sun").fill(published(), GOOD)
    with pytest.raises(Refused, match="同一张表单"):
        filler("sun").fill(published("everything"), {}, replaces=first)


def test_one_sees_the_records_of_his_own_line(cast, published, filler):
    version = published()
    filled = filler("sun").fill(version, GOOD)
    for who, sees in {
        "sun": True,
        "li": True,
        "wang": True,
        "zhou": False,
        "zhao": False,
        "zheng": False,
    }.items():
        scope = cast.people[who].scope(on=MONDAY)
        assert Filled.objects.visible_to(scope).filter(pk=filled.pk).exists() is sees, who


def test_the_day_is_the_one_on_which_it_was_finished(published, filler):
    late = NOW.replace(hour=23, minute=59)
    assert filler("sun").fill(published(), GOOD, finished_at=late).business_date == MONDAY
