"""A form reaches the phone of those who fill it in, and comes back once."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from conftest import MONDAY, NOW
from tonglu.base.ids import new_id
from tonglu.base.journal.models import Entry
from tonglu.directory.files.models import store
from tonglu.directory.forms.models import Filled, Form
from tonglu.directory.forms.tests.test_rules import SHARED

GOOD = {"works": "yes", "position": "inside", "clean": 4, "share": 60}


@pytest.fixture
def cooler(cast):
    return publish(cast, SHARED["definitions"]["cooler"])


def publish(cast, definition):
    form = Form.objects.filter(key=definition["key"]).first()
    if form:
        form.draft(definition=definition, seen=form.edits, by=cast.qian.login, at=NOW)
    else:
        form = Form.create(definition=definition, by=cast.qian.login, at=NOW)
    return form.publish(start=MONDAY, by=cast.qian.login, at=NOW)


def filled_in(version, answers, **more):
    body = {"version": version.pk, "answers": answers, "finished_at": NOW.isoformat(), **more}
    return {
        "id": str(new_id()),
        "kind": "form",
        "schema_version": 1,
        "made_at": NOW.isoformat(),
        "body": body,
    }


def send(phone, *documents):
    answers = phone.post("documents", {"sent_at": NOW.isoformat(), "documents": documents}).json()["answers"]
    return [(answer["outcome"], answer["code"]) for answer in answers]


def pulled(cast, who):
    return {form["key"]: form for form in cast.device(who).post("pull", {"have": {}}).json()["forms"]}


def test_a_form_is_taken_in_once(cast, cooler):
    phone, customer = cast.device("sun"), cast.customers["sun1"]
    document = filled_in(cooler, GOOD, customer=customer.pk)
    assert send(phone, document) == [("accepted", "")]
    assert send(phone, document) == [("duplicate", "")]
    filled = Filled.objects.get()
    assert str(filled.pk) == document["id"]
    assert (filled.customer_id, filled.person, filled.score) == (customer.pk, cast.sun, 783)
    assert Entry.objects.filter(verb="form.fill").count() == 1


def test_one_filled_in_by_an_older_version_is_still_taken(cast, cooler):
    newer = publish(cast, {**SHARED["definitions"]["cooler"], "title": {"zh": "新"}})
    assert newer.number == 2
    document = filled_in(cooler, GOOD, customer=cast.customers["sun1"].pk)
    assert send(cast.device("sun"), document) == [("accepted", "")]
    assert Filled.objects.get().version == cooler


def test_what_does_not_fit_is_given_back_with_the_reason(cast, cooler):
    mine, theirs = cast.customers["sun1"].pk, cast.customers["feng1"].pk
    assert send(
        cast.device("sun"),
        filled_in(cooler, {}, customer=mine),
        filled_in(cooler, GOOD),
        filled_in(cooler, GOOD, customer=theirs),
        filled_in(cooler, {**GOOD, "colour": "red"}, customer=mine),
        {**filled_in(cooler, GOOD, customer=mine), "body": {"version": cooler.pk}},
        {
            **filled_in(cooler, GOOD, customer=mine),
            "body": {"version": 999, "answers": {}, "finished_at": NOW.isoformat()},
        },
    ) == [
        ("refused", "bad_answers"),
        ("refused", "no_subject"),
        ("refused", "not_yours"),
        ("refused", "bad_answers"),
        ("refused", "bad_document"),
        ("refused", "unknown_form"),
    ]
    assert not Filled.objects.exists()


def test_a_correction_names_the_one_it_replaces(cast, cooler):
    phone, customer = cast.device("sun"), cast.customers["sun1"].pk
    first = filled_in(cooler, GOOD, customer=customer)
    second = filled_in(cooler, {**GOOD, "clean": 5}, customer=customer, replaces=first["id"])
    assert send(phone, first, second) == [("accepted", ""), ("accepted", "")]
    assert str(Filled.objects.standing().get().pk) == second["id"]


def test_a_phone_holds_the_forms_of_its_persons_role(cast, cooler):
    publish(cast, {**SHARED["definitions"]["coaching"], "roles": ["supervisor"]})
    assert set(pulled(cast, "sun")) == {"cooler_check"}
    assert set(pulled(cast, "li")) == {"cooler_check", "coaching"}
    assert pulled(cast, "sun")["cooler_check"]["definition"]["title"]["zh"] == "冰柜检查"


def test_a_version_is_on_the_phone_from_its_day_and_gone_when_the_form_retires(cast, cooler):
    form = cooler.form
    form.draft(
        definition={**SHARED["definitions"]["cooler"], "title": {"zh": "明天"}},
        seen=form.edits,
        by=cast.qian.login,
        at=NOW,
    )
    form.publish(start=MONDAY + timedelta(days=1), by=cast.qian.login, at=NOW)
    assert pulled(cast, "sun")["cooler_check"]["number"] == 1
    form.retire(on=MONDAY, by=cast.qian.login, at=NOW)
    assert pulled(cast, "sun") == {}


def test_a_form_for_channels_says_which(cast):
    publish(cast, {**SHARED["definitions"]["cooler"], "channels": ["C1", "NOSUCH"]})
    form = pulled(cast, "sun")["cooler_check"]
    assert (form["channels"], form["everywhere"]) == ([cast.channel.pk], False)


def test_a_phone_gets_the_pictures_that_forms_show_and_no_others(cast):
    content = b"\xff\xd8 a model cooler"
    model, other = (hashlib.sha256(c).hexdigest() for c in (content, b"\xff\xd8 a shelf"))
    store(sha256=model, content=content, content_type="image/jpeg", by=cast.qian.login, at=NOW)
    store(sha256=other, content=b"\xff\xd8 a shelf", content_type="image/jpeg", by=cast.qian.login, at=NOW)
    section = SHARED["definitions"]["cooler"]["sections"][0]
    first, *rest = section["questions"]
    publish(
        cast,
        {
            **SHARED["definitions"]["cooler"],
            "sections": [{**section, "questions": [{**first, "picture": model}, *rest]}],
        },
    )
    phone = cast.device("sun").client
    assert phone.get(f"/phone/api/hints/{model}").content == content
    assert phone.get(f"/phone/api/hints/{other}").status_code == 404
    assert phone.get("/phone/api/hints/x").status_code == 404


def test_private_questions_stay_away_from_a_phone_without_the_right(cast, monkeypatch):
    definition = SHARED["definitions"]["everything"]
    section = definition["sections"][0]
    questions = [
        {**q, "private": q["key"] == "note", "required": q["key"] == "note"} for q in section["questions"]
    ]
    version = publish(
        cast, {**definition, "subject": "day", "sections": [{**section, "questions": questions}]}
    )
    assert "note" in str(pulled(cast, "sun")["everything"])
    monkeypatch.setattr("tonglu.web.forms.sees_private", lambda scope: False)
    monkeypatch.setattr("tonglu.web.phone.forms.sees_private", lambda scope: False)
    assert "note" not in str(pulled(cast, "sun")["everything"])
    phone = cast.device("sun")
    assert send(phone, filled_in(version, {"price": 3})) == [("accepted", "")]
    assert send(phone, filled_in(version, {"note": "x"})) == [("refused", "bad_answers")]
