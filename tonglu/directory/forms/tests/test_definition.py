"""What makes a definition, and how it says what is wrong with one."""

from __future__ import annotations

import pytest

from tonglu.directory.forms.definition import dump
from tonglu.directory.forms.parsing import InvalidDefinition, parse
from tonglu.directory.forms.tests.test_rules import SHARED


def text(words: str) -> dict[str, str]:
    return {"zh": words, "en": words}


def form(*questions, **more):
    section = {"key": "one", "title": text("One"), "questions": list(questions)}
    return {"key": "f", "title": text("F"), "sections": [section], **more}


def question(key: str, kind: str, **more):
    return {"key": key, "type": kind, "label": text(key), **more}


def faults(*questions, **more) -> list[tuple[str, str]]:
    with pytest.raises(InvalidDefinition) as invalid:
        parse(form(*questions, **more))
    return [("/".join(fault.where), fault.code) for fault in invalid.value.faults]


OPTIONS = [{"value": v, "label": text(v)} for v in "ab"]
YES = question("yes", "yes_no")


@pytest.mark.parametrize("raw", SHARED["definitions"].values(), ids=SHARED["definitions"])
def test_a_definition_survives_being_read_and_written(raw):
    assert dump(parse(dump(parse(raw)))) == dump(parse(raw))
    assert parse(dump(parse(raw))) == parse(raw)


@pytest.mark.parametrize(
    ("bad", "where", "code"),
    [
        (question("a", "choice"), "one/a", "few_options"),
        (question("a", "choice", options=[OPTIONS[0], OPTIONS[0]]), "one/a", "option_twice"),
        (question("a", "choice", options=OPTIONS, weight=1), "one/a", "no_scores"),
        (question("a", "number", weight=1), "one/a", "no_scores"),
        (question("a", "number", min=5, max=1), "one/a", "min_above_max"),
        (question("a", "photo", min=5, many=2), "one/a", "min_above_max"),
        (question("a", "text", options=OPTIONS), "one/a", "misplaced"),
        (question("a", "text", weight=1), "one/a", "misplaced"),
        (question("a", "yes_no", scores={"yes": 1}), "one/a", "score_keys"),
        (question("a", "yes_no", scores={"yes": 2, "no": 0}), "one/a", "score_range"),
        (question("a", "number", scores={"none": 3, "full": 3}), "one/a", "score_range"),
        (question("a", "table"), "one/a", "no_columns"),
        (
            question("a", "table", columns=[question("b", "table", columns=[YES])]),
            "one/a/b",
            "table_in_table",
        ),
        (question("a", "table", columns=[YES, YES]), "one/a/yes", "question_twice"),
        (question("a", "table", columns=[question("b", "text", private=True)]), "one/a/b", "private_column"),
        (question("a", "text", when={"question": "later", "is": "x"}), "one/a", "unknown_condition"),
        (question("a", "text", when={"question": "yes", "is": "x"}), "one/a", "impossible_value"),
        (question("a", "text", when={"question": "yes", "at_least": 1}), "one/a", "not_a_number"),
        (question("a", "text", when={"question": "yes"}), "one/a", "comparisons"),
        (question("a", "guess"), "one/a", "malformed"),
        (question("A b", "text"), "one/A b", "malformed"),
        ({"key": "a", "type": "text"}, "one/a", "missing"),
        (question("a", "text", colour="red"), "one/a", "malformed"),
    ],
)
def test_a_fault_names_its_question(bad, where, code):
    assert (where, code) in faults(YES, bad)


def test_keys_are_unique_over_the_whole_form():
    assert ("yes", "question_twice") in faults(YES, YES)


def test_all_faults_are_told_at_once():
    assert len(faults(question("a", "choice"), question("b", "table"))) == 2


def test_an_empty_form_and_an_empty_section_are_no_form():
    assert ("one", "no_questions") in faults()
    with pytest.raises(InvalidDefinition):
        parse({**form(YES), "sections": []})


def test_true_is_another_spelling_of_yes():
    read = parse(form(YES, question("a", "text", when={"question": "yes", "is": True})))
    assert read.questions[1].when.values == ("yes",)


def test_a_part_of_a_form_asks_nothing_of_the_rest_whatever_was_reckoned_before():
    whole = parse(form(YES, question("secret", "text", private=True), question("shot", "photo")))
    assert set(whole.by_key) == {"yes", "secret", "shot"}
    assert [q.key for q in whole.public.questions] == ["yes", "shot"]
    assert set(whole.public.on_paper.by_key) == {"yes"}


def test_on_paper_nothing_is_asked_that_a_sheet_cannot_hold():
    columns = [question("what", "text"), question("shot", "photo", required=True)]
    asked = parse(
        form(question("t", "table", columns=columns), question("at", "place", required=True))
    ).on_paper
    assert [column.key for column in asked.by_key["t"].columns] == ["what"]
    assert not asked.by_key["at"].required
