"""A phone is answered in the language that it was set to, else in its person's own."""

from __future__ import annotations

from django.test import Client
from django.utils import translation

from conftest import NOW
from tonglu.fieldwork.visits.models import CallStep

ENGLISH = {"accept-language": "en-GB,en;q=0.9,zh;q=0.5"}
LOGIN = "/phone/api/login"


def test_a_wrong_password_is_told_in_the_browsers_language(cast):
    for headers, told in (({}, "账号或密码不对"), (ENGLISH, "Account or password is wrong")):
        answer = Client(headers=headers).post(
            LOGIN, {"username": "sun", "password": "x", "device": ""}, content_type="application/json"
        )
        assert (answer.status_code, answer.json()["detail"]) == (401, told)


def test_an_unknown_phone_is_told_in_the_browsers_language(db):
    answer = Client(headers={**ENGLISH, "authorization": "Bearer x"}).get("/phone/api/team")
    assert answer.json() == {"code": "unknown_device", "detail": "Please log in again"}


def test_a_refused_document_is_answered_in_the_persons_language(cast, visit_document):
    cast.sun.login.speak("en")
    document = visit_document("wu1")
    answer = cast.device("sun").post("documents", {"sent_at": NOW.isoformat(), "documents": [document]})
    assert answer.json()["answers"][0]["reason"] == (
        "wu第1便利店 (WU1) is not on your line on 2026-11-23; "
        "ask your supervisor for a handover or plan it, then send again"
    )


def test_the_bundle_names_steps_and_reasons_in_the_persons_language(cast):
    CallStep.objects.filter(key="look").update(name="看店")
    cast.sun.login.speak("en")
    bundle = cast.device("sun").post("pull", {"have": {}}).json()
    assert [step["name"] for step in bundle["step_sets"][0]["steps"] if step["key"] == "look"] == [
        "Look round"
    ]
    assert {"key": "cash", "name": "Short of cash"} in bundle["refusal_reasons"]


def test_the_next_request_speaks_its_own_language(cast):
    cast.sun.login.speak("en")
    cast.device("sun").post("pull", {"have": {}})
    assert translation.get_language() == "zh-hans"
    assert cast.device("zhou").post("pull", {"have": {}}).json()["refusal_reasons"][0]["name"] == "嫌价高"


def test_a_phone_that_was_set_to_a_language_is_answered_in_it(cast):
    phone = cast.device("sun")
    for asked, named in (("en", "Too dear"), ("zh-CN", "嫌价高"), ("xx", "嫌价高")):
        answer = phone.client.post(
            "/phone/api/pull",
            {"have": {}},
            content_type="application/json",
            headers={"accept-language": asked},
        )
        assert answer.json()["refusal_reasons"][0]["name"] == named
