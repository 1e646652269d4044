"""A condition becomes lines to pick and back, and means the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonglu.directory.forms.condition_rows import Row, Rows, condition_of, earlier, rows_of
from tonglu.directory.forms.definition import dump
from tonglu.directory.forms.editing import questions
from tonglu.directory.forms.loading import read_shipped

SHIPPED = {definition.key: dump(definition) for definition in read_shipped()}
VALUES = st.lists(st.sampled_from(["yes", "no", "a"]), min_size=1, max_size=3, unique=True).map(tuple)
KEYS = st.sampled_from(["one", "two"])
ROW = st.one_of(
    st.builds(Row, KEYS, st.sampled_from(["is", "not"]), VALUES),
    st.builds(Row, KEYS, st.sampled_from(["at_least", "at_most"]), st.tuples(st.integers(0, 9))),
    st.builds(Row, KEYS, st.sampled_from(["answered", "blank"])),
)
ROWS = st.builds(Rows, st.sampled_from(["all", "any"]), st.lists(ROW, min_size=2, max_size=4).map(tuple))


@given(ROWS)
def test_lines_come_back_as_they_were(rows):
    assert rows_of(condition_of(rows)) == rows


def test_one_line_needs_no_all_around_it():
    assert condition_of(Rows("any", (Row("cold", "is", ("yes",)),))) == {"question": "cold", "is": "yes"}
    assert rows_of(None) == Rows()


def test_a_line_that_is_not_finished_is_no_condition():
    assert condition_of(Rows("all", (Row("", "is", ("yes",)), Row("cold", "is")))) is None


def test_what_is_nested_deeper_has_no_lines():
    assert rows_of({"any": [{"question": "a", "is": "x"}, {"all": [{"question": "b", "is": "y"}]}]}) is None
    assert rows_of({"not": {"question": "a", "answered": True}}) is None


@pytest.mark.parametrize("key", SHIPPED)
def test_the_conditions_that_ship_mean_the_same_as_their_lines(key):
    for _path, question in questions(SHIPPED[key]):
        rows = rows_of(question.get("when"))
        assert rows is None or condition_of(rows) == question.get("when")


def test_a_question_asks_what_stands_before_it_and_a_column_its_row_too():
    form = SHIPPED["handover"]
    table = form["sections"][1]["questions"][0]
    assert [q["key"] for q in earlier(form, (0, 2))] == ["from_rep", "to_rep"]
    assert [q["key"] for q in earlier(form, (1, 0, 2))][-2:] == [c["key"] for c in table["columns"][:2]]
