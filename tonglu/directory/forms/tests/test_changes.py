"""What changed between two versions is said question by question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonglu.directory.forms.changes import Change, changes, incompatible
from tonglu.directory.forms.definition import Definition, dump
from tonglu.directory.forms.editing import add_question, delete, move, put
from tonglu.directory.forms.loading import read_shipped

SHIPPED = {definition.key: definition for definition in read_shipped()}
COOLER = dump(SHIPPED["cooler_check"])


def against(definition: dict) -> tuple[Change, ...]:
    return changes(SHIPPED["cooler_check"], Definition.model_validate(definition))


def test_nothing_changed():
    assert against(COOLER) == ()


def test_a_question_that_came_went_moved_or_changed():
    light = COOLER["sections"][1]["questions"][2]
    assert against(delete(COOLER, path=(1, 2)).definition) == (
        Change("removed", ("state", "light"), before=light["label"]),
    )
    label = {"zh": "门封", "en": "Door seal"}
    added = add_question(COOLER, after=(1, 2), kind="yes_no", label=label).definition
    assert against(added) == (Change("added", ("state", "question"), after=label),)
    put_first = move(move(COOLER, path=(1, 2), by=-1).definition, path=(1, 1), by=-1).definition
    assert against(put_first) == (
        Change("moved", ("state", "light"), before=light["label"], after=light["label"]),
    )
    heavier = put(COOLER, path=(1, 2), values={"weight": 10}).definition
    assert against(heavier) == (Change("changed", ("state", "light"), "weight", 5, 10),)


def test_a_question_in_another_section_was_moved():
    moved = against(move(COOLER, path=(1, 6), by=1).definition)
    assert [(one.kind, one.where) for one in moved] == [("moved", ("content", "fault"))]


def test_the_forms_own_title_and_roles():
    retitled = put(COOLER, path=(), values={"title": {"zh": "冰箱检查", "en": "Fridge check"}}).definition
    assert [(one.where, one.field) for one in against(retitled)] == [((), "title")]


def test_answers_cannot_be_counted_together_after_another_type_or_without_an_option():
    fewer = COOLER["sections"][0]["questions"][1]["options"][:2]
    without = put(COOLER, path=(0, 1), values={"options": fewer}).definition
    retyped = put(without, path=(1, 2), values={"type": "rating"}).definition
    new = Definition.model_validate(retyped)
    assert incompatible(SHIPPED["cooler_check"], new) == ("found", "light")


@pytest.mark.parametrize("key", SHIPPED)
def test_a_form_against_itself(key):
    assert changes(SHIPPED[key], SHIPPED[key]) == ()


@given(st.data())
def test_every_step_shows(data):
    """Whatever is taken away is told as removed, and the way back as added."""
    definition = dump(SHIPPED[data.draw(st.sampled_from(sorted(SHIPPED)))])
    section = data.draw(st.integers(0, len(definition["sections"]) - 1))
    n = data.draw(st.integers(0, len(definition["sections"][section]["questions"]) - 1))
    old = Definition.model_validate(definition)
    new = Definition.model_validate(delete(definition, path=(section, n)).definition)
    assert [one.kind for one in changes(old, new)] == ["removed"]
    assert [one.kind for one in changes(new, old)] == ["added"]
