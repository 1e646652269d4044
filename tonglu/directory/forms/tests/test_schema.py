"""A definition goes out as JSON Schema and comes back the same; the schema accepts what the rules accept."""

from __future__ import annotations

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from tonglu.directory.forms.definition import Type
from tonglu.directory.forms.parsing import InvalidDefinition
from tonglu.directory.forms.rules import check, clean
from tonglu.directory.forms.schema import to_json_schema
from tonglu.directory.forms.schema_read import from_json_schema
from tonglu.directory.forms.tests.test_rules import ANSWERS, COOLER, FORMS, SHARED

SCHEMAS = {name: to_json_schema(form) for name, form in FORMS.items()}
# rules without a word in JSON Schema: decimals, and what a row asks of the questions around its table
BEYOND = {"decimals"}


def valid(name: str, answers: dict) -> bool:
    checker = Draft202012Validator.FORMAT_CHECKER
    return Draft202012Validator(SCHEMAS[name], format_checker=checker).is_valid(answers)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_comes_back_as_it_went_out(name):
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert from_json_schema(SCHEMAS[name]) == FORMS[name]
    assert from_json_schema(to_json_schema(FORMS[name], "en")) == FORMS[name]


@pytest.mark.parametrize("case", SHARED["cases"], ids=lambda case: case["name"])
def test_the_schema_accepts_what_the_rules_accept(case):
    codes = set(case["faults"].values())
    answers = clean(FORMS[case["form"]], case["answers"])
    unknown = {key: value for key, value in case["answers"].items() if key not in FORMS[case["form"]].by_key}
    if not codes & BEYOND:
        assert valid(case["form"], answers | unknown) == (not codes)


@given(ANSWERS)
def test_they_agree_on_whatever_is_answered(answers):
    kept = clean(COOLER, answers)
    faults = {fault.code for fault in check(COOLER, kept).values()}
    if not faults & BEYOND:
        assert valid("cooler", kept) == (not faults)


def test_titles_are_in_the_language_asked_for():
    schema = to_json_schema(FORMS["cooler"], "en")
    assert schema["title"] == "Cooler check"
    assert schema["properties"]["position"]["oneOf"][0]["title"] == "At the door"


def test_a_schema_from_elsewhere_becomes_a_form():
    form = from_json_schema(
        {
            "$id": "https://example.com/schemas/store-survey.json",
            "title": "Store survey",
            "type": "object",
            "required": ["open"],
            "properties": {
                "open": {"type": "boolean", "title": "Open?"},
                "size": {"type": "integer", "minimum": 1, "description": "Square metres"},
                "kind": {"enum": ["shop", "kiosk"]},
                "sells": {"type": "array", "items": {"enum": ["tea", "water"]}},
                "since": {"type": "string", "format": "date"},
                "word": {"type": "string", "maxLength": 2000},
                "rivals": {
                    "type": "array",
                    "items": {"type": "object", "properties": {"brand": {"type": "string"}}},
                },
            },
        }
    )
    assert form.key == "store_survey"
    kinds = {question.key: question.type for question in form.questions}
    assert kinds == {
        "open": Type.YES_NO,
        "size": Type.NUMBER,
        "kind": Type.CHOICE,
        "sells": Type.SEVERAL,
        "since": Type.DATE,
        "word": Type.TEXT,
        "rivals": Type.TABLE,
    }
    assert form.by_key["open"].required
    assert form.by_key["size"].min == 1


@pytest.mark.parametrize(
    "bad", [None, [], {}, {"properties": {"a": 1}}, {"properties": {"A b": {"type": "string"}}}]
)
def test_what_is_no_schema_of_an_object_is_refused(bad):
    with pytest.raises(InvalidDefinition):
        from_json_schema(bad)
