"""A definition is changed step by step, and each step leaves what it was given alone."""

from __future__ import annotations

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonglu.directory.forms.definition import Definition, Json, Type
from tonglu.directory.forms.editing import (
    Edited,
    Path,
    add_column,
    add_question,
    add_section,
    delete,
    duplicate,
    move,
    part,
    put,
    put_before,
    questions,
    weights,
)
from tonglu.directory.forms.parsing import faults_of, parse

NEW = {"zh": "新题目", "en": "New question"}


def question(key: str, kind: str = "yes_no", **more: object) -> Json:
    return {"key": key, "type": kind, "label": {"zh": key, "en": key}, **more}


@pytest.fixture
def form() -> Json:
    return {
        "key": "cooler",
        "title": {"zh": "冰柜", "en": "Cooler"},
        "sections": [
            {
                "key": "state",
                "title": {"zh": "状态", "en": "State"},
                "questions": [
                    question("powered", weight=60),
                    question("cold", when={"question": "powered", "is": "yes"}, weight=20),
                ],
            },
            {
                "key": "goods",
                "title": {"zh": "产品", "en": "Goods"},
                "questions": [
                    question("clean", weight=20),
                    question(
                        "packs",
                        "table",
                        columns=[
                            question("sku", "text"),
                            question("missing", when={"question": "powered", "is": "no"}),
                        ],
                    ),
                ],
            },
        ],
    }


def keys(edited: Edited | Json) -> list[list[str]]:
    definition = edited.definition if isinstance(edited, Edited) else edited
    return [[of["key"] for of in section["questions"]] for section in definition["sections"]]


@pytest.mark.parametrize("kind", list(Type))
def test_a_new_question_of_every_type_can_be_used_at_once(form, kind):
    made = add_question(form, after=(0, 0), kind=kind, label=NEW)
    assert made.at == (0, 1)
    assert part(made.definition, made.at)["key"] == "question"
    assert parse(made.definition).questions[1].type is kind


def test_a_question_goes_to_the_end_of_a_section_and_a_section_behind_another(form):
    assert add_question(form, after=(0,), kind="text", label=NEW).at == (0, 2)
    made = add_section(form, after=(0, 1), title={"zh": "新", "en": "New"})
    assert [s["key"] for s in made.definition["sections"]] == ["state", "section", "goods"]
    assert add_question(made.definition, after=(1,), kind="text", label=NEW).at == (1, 0)


def test_a_column_is_added_to_a_table_alone(form):
    made = add_column(form, to=(1, 1, 0), label=NEW)
    assert made.at == (1, 1, 2)
    assert add_column(form, to=(1, 0), label=NEW).definition == form


def test_a_question_moves_over_the_edge_of_its_section(form):
    down = move(form, path=(0, 1), by=1)
    assert (keys(down), down.at) == ([["powered"], ["cold", "clean", "packs"]], (1, 0))
    assert move(down.definition, path=down.at, by=-1).definition == form
    assert move(form, path=(0, 0), by=-1) == Edited(form, (0, 0))
    assert keys(move(form, path=(1,), by=-1)) == [["clean", "packs"], ["powered", "cold"]]


def test_a_question_is_dragged_onto_another_or_onto_a_section(form):
    assert keys(put_before(form, path=(1, 0), target=(0, 0))) == [["clean", "powered", "cold"], ["packs"]]
    assert keys(put_before(form, path=(0, 0), target=(1,))) == [["cold"], ["clean", "packs", "powered"]]


def test_a_copy_has_keys_of_its_own_and_asks_its_own_questions(form):
    made = duplicate(form, path=(0,)).definition
    assert keys(made) == [["powered", "cold"], ["powered_2", "cold_2"], ["clean", "packs"]]
    assert made["sections"][1]["questions"][1]["when"] == {"question": "powered_2", "is": "yes"}
    assert faults_of(Definition.model_validate(made)) == ()
    assert keys(duplicate(form, path=(0, 0)))[0] == ["powered", "powered_2", "cold"]


def test_what_is_deleted_leaves_the_eye_on_its_neighbour(form):
    assert delete(form, path=(0, 1)).at == (0, 0)
    assert delete(delete(form, path=(0, 1)).definition, path=(0, 0)).at == (0,)


def test_conditions_follow_a_new_key(form):
    made = put(form, path=(0, 0), values={"key": "plugged_in"}).definition
    asked = [of["when"]["question"] for _path, of in questions(made) if "when" in of]
    assert asked == ["plugged_in", "plugged_in"]


def test_a_new_type_drops_what_does_not_fit_it(form):
    number = put(form, path=(0, 0), values={"type": "number", "unit": {"zh": "℃"}, "max": 50}).definition
    text = put(number, path=(0, 0), values={"type": "text"}).definition
    assert part(text, (0, 0)) == question("powered", "text")
    chosen = put(text, path=(0, 0), values={"type": "choice"}).definition
    assert len(part(chosen, (0, 0))["options"]) == 2


def test_a_property_is_taken_away_with_none(form):
    assert "when" not in part(put(form, path=(0, 1), values={"when": None}).definition, (0, 1))
    assert put(form, path=(), values={"urgent": True}).definition["urgent"] is True


def test_weights_are_added_by_section_and_in_all(form):
    assert weights(form) == {(): 100, (0,): 80, (1,): 20}


PATHS: st.SearchStrategy[Path] = st.lists(st.integers(0, 3), min_size=1, max_size=3).map(tuple)
STEPS = st.one_of(
    st.tuples(st.just("add"), PATHS, st.sampled_from(list(Type))),
    st.tuples(st.sampled_from(["up", "down", "copy", "delete", "section", "column"]), PATHS, st.none()),
    st.tuples(st.just("drag"), PATHS, PATHS),
)


def step(form: Json, how: str, path: Path, more: object) -> Edited:
    if part(form, path) is None:
        return Edited(form, path)
    match how:
        case "add":
            return add_question(form, after=path, kind=str(more), label=NEW)
        case "section":
            return add_section(form, after=path, title=NEW)
        case "column":
            return add_column(form, to=path, label=NEW)
        case "up" | "down":
            return move(form, path=path, by=-1 if how == "up" else 1)
        case "drag":
            return put_before(form, path=path, target=more)  # type: ignore[arg-type]
        case "copy":
            return duplicate(form, path=path)
    return delete(form, path=path)


@given(st.lists(STEPS, max_size=12))
def test_any_steps_leave_a_definition_that_can_be_read_and_can_be_undone(steps):
    here: Json = {
        "key": "f",
        "title": NEW,
        "sections": [{"key": "s", "title": NEW, "questions": [question("q")]}],
    }
    for how, path, more in steps:
        before = deepcopy(here)
        made = step(here, how, path, more)
        assert here == before
        assert made.at == () or part(made.definition, made.at) is not None or part(here, path) is None
        here = made.definition
    Definition.model_validate(here)
    for level in (1, 2):
        names = [of["key"] for at, of in questions(here) if len(at) == 2] if level == 2 else []
        names = names or [section["key"] for section in here["sections"]]
        assert len(names) == len(set(names))
