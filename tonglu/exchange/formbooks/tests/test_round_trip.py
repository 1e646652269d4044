"""A form goes out as a workbook and comes back the same; what someone broke is named by its row."""

from __future__ import annotations

import io
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tonglu.base.errors import Refused
from tonglu.directory.forms.definition import Json, Type, dump
from tonglu.directory.forms.loading import read_shipped
from tonglu.directory.forms.parsing import parse
from tonglu.exchange.formbooks.layout import QUESTIONS
from tonglu.exchange.formbooks.read import read_book
from tonglu.exchange.formbooks.write import write_book

SHIPPED = {definition.key: dump(definition) for definition in read_shipped()}
COOLER = SHIPPED["cooler_check"]
KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
WORDS = st.text(alphabet="冰柜通电abc =+-\"'，.1", min_size=1, max_size=12).filter(lambda s: s == s.strip())
LABELS = st.builds(
    lambda zh, en: {"zh": zh, "en": en} if en else {"zh": zh}, WORDS, st.one_of(st.just(""), WORDS)
)
OWN: dict[Type, Json] = {
    Type.NUMBER: {"min": -3, "max": 9.5, "decimals": 1, "weight": 5, "scores": {"none": 0, "full": 8}},
    Type.MONEY: {"min": 0, "weight": 2.5, "scores": {"none": 0, "full": 8.75}},
    Type.YES_NO: {"weight": 5, "scores": {"yes": 0, "no": 1}, "private": True},
    Type.RATING: {"scale": 7, "weight": 1},
    Type.TEXT: {"long": True},
    Type.PHOTO: {"min": 1, "many": 4, "picture": "0" * 64},
}


@st.composite
def definitions(draw: Any) -> Json:
    """A form with questions of any type."""
    keys = iter(draw(st.lists(KEYS, min_size=48, max_size=48, unique=True)))
    kinds = st.lists(st.sampled_from(list(Type)), min_size=1, max_size=4)
    sections = []
    for _n in range(draw(st.integers(1, 3))):
        below = [draw(questions(next(keys), kind, keys)) for kind in draw(kinds)]
        sections.append({"key": next(keys), "title": draw(LABELS), "questions": below})
    return {"key": "form", "title": draw(LABELS), "sections": sections, "roles": ["rep", "head"]}


@st.composite
def questions(draw: Any, key: str, kind: Type, keys: Any) -> Json:
    made: Json = {"key": key, "type": kind.value, "label": draw(LABELS)} | OWN.get(kind, {})
    if draw(st.booleans()):
        made |= {"required": True, "hint": draw(LABELS)}
    if kind in (Type.CHOICE, Type.SEVERAL):
        worth = (("a", 1), ("007", 0.25))
        made["options"] = [{"value": v, "label": draw(LABELS), "score": s} for v, s in worth]
        made["weight"] = draw(st.sampled_from([1, 2.5, 20]))
    if kind is Type.TABLE:
        columns = (Type.TEXT, Type.CHOICE)
        made |= {"many": 9, "columns": [draw(questions(next(keys), column, keys)) for column in columns]}
    return made


def changed(definition: Json, row: int, column: str, value: Any) -> bytes:
    """The workbook with one cell of its questions overwritten; rows as the spreadsheet numbers them."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(write_book(definition)))
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as out:
        for name in book.sheet_names:
            grid = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if name == QUESTIONS:
                grid[row - 1][next(n for n, t in enumerate(grid[0]) if t.startswith(column))] = value
            page = out.add_worksheet(name)
            for r, line in enumerate(grid):
                for c, cell in enumerate(line):
                    if cell != "":
                        page.write(r, c, cell)
    return target.getvalue()


@pytest.mark.parametrize("key", SHIPPED)
def test_every_shipped_form_comes_back_as_it_went(key):
    back = read_book(write_book(SHIPPED[key]))
    assert back.faults == ()
    assert dump(parse(back.definition)) == SHIPPED[key]


@settings(max_examples=30)
@given(definitions())
def test_any_form_comes_back_as_it_went(definition):
    meant = dump(parse(definition))
    back = read_book(write_book(meant))
    assert back.faults == ()
    assert dump(parse(back.definition)) == meant


def test_a_draft_that_is_not_finished_can_go_out_too():
    section = {"key": "a", "title": {"zh": "一"}, "questions": []}
    unfinished = {"key": "new", "title": {"zh": "新"}, "sections": [section]}
    back = read_book(write_book(unfinished))
    assert back.definition == unfinished
    assert [fault.row for fault in back.faults] == [2]


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("权重", "很多", "“很多”不是数字"),
        ("题型", "yesno", "type"),
        ("显示条件", "found is yes", "看不懂"),
        ("显示条件", "missing = yes", "missing"),
        ("题目 Question (中文)", "", "缺少"),
    ],
)
def test_what_someone_broke_is_named_by_its_row(column, value, words):
    back = read_book(changed(COOLER, 9, column, value))
    assert {(fault.sheet, fault.row) for fault in back.faults} == {(QUESTIONS, 9)}
    assert any(words in fault.words for fault in back.faults)


def test_a_type_may_be_written_in_chinese_alone():
    assert read_book(changed(COOLER, 9, "题型", "是或否")).faults == ()


def test_a_file_of_another_kind_is_refused():
    with pytest.raises(Refused, match="Excel"):
        read_book(b"not a workbook")
