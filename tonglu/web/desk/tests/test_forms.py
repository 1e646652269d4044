"""A form is filled in on the desk, checked beside its questions, and read as it would be signed."""

from __future__ import annotations

import hashlib
import re

import pytest
from django.urls import reverse

from conftest import MONDAY, NOW
from tonglu.base.ids import new_id
from tonglu.base.journal.models import Entry
from tonglu.directory.files.models import StoredFile, store
from tonglu.directory.forms.filled import Subject
from tonglu.directory.forms.models import Filled, Form
from tonglu.directory.forms.tests.test_rules import SHARED

PNG = b"\x89PNG a shelf"
SHA = hashlib.sha256(PNG).hexdigest()


@pytest.fixture
def publish(cast):
    def make(name, **more):
        form = Form.create(definition={**SHARED["definitions"][name], **more}, by=cast.qian.login, at=NOW)
        return form.publish(start=MONDAY, by=cast.qian.login, at=NOW)

    return make


@pytest.fixture
def filled(cast, publish):
    """Sun checked the cooler at his first outlet."""
    return filled_by(cast, "sun", publish("cooler"))


def filled_by(cast, who, version, **answers):
    customer = cast.customers[f"{who}1"]
    return Filled.fill(
        id=new_id(),
        version=version,
        answers={"works": "yes", "position": "inside", "share": 30, "photo": [SHA], **answers},
        person=cast.people[who],
        position=cast.positions[who],
        finished_at=NOW,
        at=NOW,
        subject=Subject(customer.name, customer.pk),
    )


def page(client, key):
    return client.get(reverse("form_fill", args=[key]))


def send(client, version, **data):
    named = {f"q.{key}": value for key, value in data.pop("answers").items()}
    return client.post(
        reverse("form_fill", args=[version.form.key]), {"version": version.pk, **named, **data}
    )


def test_what_is_typed_becomes_a_record(cast, publish):
    version, client = publish("cooler"), cast.client("sun")
    customer = cast.customers["sun1"]
    answers = {"works": "yes", "position": "inside", "clean": "4", "share": "33.3", "photo": [SHA]}
    response = send(client, version, answers=answers, customer=f"{customer.code} {customer.name}")
    filled = Filled.objects.get()
    assert response.url == reverse("filled_form", args=[filled.pk])
    assert filled.answers == {"works": "yes", "position": "inside", "clean": 4, "share": 33.3, "photo": [SHA]}
    assert (filled.score, filled.customer_id, filled.person) == (745, customer.pk, cast.sun)
    assert Entry.objects.get(verb="form.fill").by == cast.sun.login


def test_a_fault_stands_beside_its_question_and_nothing_is_lost(cast, publish):
    version, client = publish("cooler"), cast.client("sun")
    answers = {"works": "no", "position": "door", "share": "12O", "foreign": ["rival", "food"]}
    response = send(client, version, answers=answers, customer="SUN1")
    text = response.content.decode()
    assert not Filled.objects.exists()
    assert "有 2 处要改，还没有保存" in text
    for key, fault in {"why_not": "此项必填", "share": "请填数字"}.items():
        assert re.search(rf'data-question="{key}".*?class="fault"[^>]*>{fault}', text, re.S), key
    assert 'value="12O"' in text
    assert re.search(r'name="q.position" value="door" checked', text)
    assert len(re.findall(r'name="q.foreign" value="\w+" checked', text)) == 2
    assert 'value="SUN1"' in text


def test_a_form_needs_to_know_whom_it_is_about(cast, publish):
    version, client = publish("cooler"), cast.client("sun")
    assert "请选择客户" in send(client, version, answers={"works": "yes"}).content.decode()
    other = send(client, version, answers={"works": "yes"}, customer="FENG1")
    assert "不在您的管辖范围" in other.content.decode()
    assert not Filled.objects.exists()


def test_rows_of_a_table_close_their_gaps(cast, publish):
    version = publish("coaching", subject="day")
    answers = {"joint": "yes", "agreed": "b"}
    answers |= {
        "outlets.0.name": "一店",
        "outlets.0.greet": "5",
        "outlets.1003.name": "二店",
        "outlets.1003.greet": "3",
    }
    send(cast.client("sun"), version, answers=answers)
    assert [row["name"] for row in Filled.objects.get().answers["outlets"]] == ["一店", "二店"]


def test_a_fault_in_a_cell_is_told_in_its_row(cast, publish):
    version = publish("coaching", subject="day")
    answers = {"joint": "yes", "outlets.1001.name": "一店", "outlets.1002.greet": "9"}
    text = send(cast.client("sun"), version, answers=answers).content.decode()
    assert re.search(r'data-question="outlets.0.greet".*?此项必填', text, re.S)
    assert re.search(r'data-question="outlets.1.greet".*?请打 1 到 5 分', text, re.S)


def test_every_type_is_asked_and_read(cast, publish):
    version = publish("everything", subject="day")
    store(sha256=SHA, content=PNG, content_type="image/png", by=cast.sun.login, at=NOW)
    answers = {"price": "1,234.50", "note": "好", "day": "2026-11-20", "sign": SHA, "code": "6901234567892"}
    answers |= {
        "place": '{"lng": 123.4, "lat": 41.8, "accuracy": 12}',
        "skus": ["S001", "S002"],
        "has_tea": "有",
    }
    client = cast.client("sun")
    response = send(client, version, answers=answers)
    text = client.get(response.url).content.decode()
    for shown in ("¥1,234.50", "好", "11月20日", "123.40000, 41.80000 ±12 m", "冰红茶", "6901234567892", SHA):
        assert shown in text, shown


def test_a_correction_starts_from_what_is_there_and_takes_its_place(cast, filled):
    client = cast.client("sun")
    url = reverse("form_fill", args=["cooler_check"]) + f"?replaces={filled.pk}"
    assert re.search(r'name="q.position" value="inside" checked', client.get(url).content.decode())
    data = {"q.works": "yes", "q.clean": "5", "version": filled.version_id, "replaces": filled.pk}
    client.post(url, data)
    standing = Filled.objects.standing().get()
    assert (standing.replaces, standing.customer_id) == (filled, filled.customer_id)
    assert "已被更正" in client.get(reverse("filled_form", args=[filled.pk])).content.decode()


def test_the_list_narrows_by_form_score_and_customer(cast, publish, filled):
    better = filled_by(cast, "sun", filled.version, share=80, clean=5, photo=[])
    client = cast.client("li")

    def shown(**query):
        return {row.pk for row in client.get(reverse("filled_forms"), query).context["list"].rows}

    assert shown() == {filled.pk, better.pk}
    assert shown(score="good") == {better.pk}
    assert shown(customer=str(filled.customer_id)) == {filled.pk, better.pk}
    assert shown(customer="999999") == set()
    assert shown(form="cooler_check", q="孙海波") == {filled.pk, better.pk}
    assert shown(corrected="replaced") == set()


def test_a_photo_is_kept_before_the_form_is_sent(cast):
    client = cast.client("sun")
    told = client.post(reverse("form_photo"), PNG, content_type="image/png").json()
    assert told == {"sha256": SHA}
    assert StoredFile.objects.get().size == len(PNG)
    assert client.post(reverse("form_photo"), b"MZ", content_type="application/exe").status_code == 422
    assert client.get(reverse("form_picture", args=[SHA])).content == PNG
    assert cast.client("zhou").get(reverse("form_picture", args=[SHA])).status_code == 404


def test_private_questions_are_not_shown_without_the_right(cast, publish, monkeypatch):
    definition = SHARED["definitions"]["everything"]["sections"][0]
    questions = [{**q, "private": q["key"] in ("note", "sign")} for q in definition["questions"]]
    version = publish("everything", subject="day", sections=[{**definition, "questions": questions}])
    store(sha256=SHA, content=PNG, content_type="image/png", by=cast.wang.login, at=NOW)
    send(cast.client("sun"), version, answers={"note": "信佛", "sign": SHA, "price": "3"})
    secret = Filled.objects.get(version=version)
    url = reverse("filled_form", args=[secret.pk])
    assert "信佛" in cast.client("li").get(url).content.decode()
    assert cast.client("li").get(reverse("form_picture", args=[SHA])).status_code == 200
    monkeypatch.setattr("tonglu.web.forms.sees_private", lambda scope: False)
    monkeypatch.setattr("tonglu.web.desk.files.sees_private", lambda scope: False)
    assert cast.client("li").get(reverse("form_picture", args=[SHA])).status_code == 404
    text = cast.client("li").get(url).content.decode()
    assert "信佛" not in text
    assert "¥3.00" in text


def test_the_page_of_a_form_shows_an_older_version_too(cast, publish):
    form = publish("cooler").form
    form.draft(
        definition={**SHARED["definitions"]["cooler"], "title": {"zh": "新"}},
        seen=form.edits,
        by=cast.qian.login,
        at=NOW,
    )
    form.publish(start=MONDAY, by=cast.qian.login, at=NOW)
    client = cast.client("qian")
    assert client.get(reverse("form", args=[form.key])).context["shown"].number == 2
    assert client.get(reverse("form", args=[form.key]), {"version": "1"}).context["shown"].number == 1
