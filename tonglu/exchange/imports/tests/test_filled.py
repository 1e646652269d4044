"""Filled-in forms of the past: a sheet for each form, by the form's own rules, each record once."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import MONDAY, NOW
from tonglu.base.errors import Refused
from tonglu.base.journal.models import Entry
from tonglu.directory.forms.filled import Filled
from tonglu.directory.forms.loading import load_shipped
from tonglu.directory.forms.models import Form
from tonglu.directory.forms.parsing import parse
from tonglu.directory.notices.models import Notice
from tonglu.exchange.imports.context import Context
from tonglu.exchange.imports.models import ImportRun, version_of
from tonglu.exchange.imports.nouns.filled import FilledForms, id_of
from tonglu.exchange.imports.tests.conftest import back, counts
from tonglu.exchange.sheets.mapping import propose
from tonglu.exchange.sheets.sheet import plain_header


def label(zh: str) -> dict[str, str]:
    return {"zh": zh}


def option(value: str, zh: str, score: float | None = None) -> dict:
    return {"value": value, "label": label(zh)} | ({} if score is None else {"score": score})


QUESTIONS = [
    {"key": "clean", "type": "yes_no", "label": label("整洁"), "required": True, "weight": 2},
    {"key": "why", "type": "text", "label": label("原因"), "when": {"question": "clean", "is": "no"}},
    {
        "key": "place",
        "type": "choice",
        "label": label("位置"),
        "options": [option("a", "门口"), option("b", "里面")],
    },
    {
        "key": "seen",
        "type": "several",
        "label": label("看见"),
        "options": [option("x", "海报"), option("y", "冰柜")],
    },
    {"key": "facings", "type": "number", "label": label("排面"), "decimals": 1},
    {"key": "stars", "type": "rating", "label": label("打分")},
    {"key": "day", "type": "date", "label": label("日期")},
    {"key": "goods", "type": "skus", "label": label("缺货产品")},
    {"key": "photo", "type": "photo", "label": label("照片"), "required": True},
    {"key": "secret", "type": "text", "label": label("私事"), "private": True},
    {
        "key": "tags",
        "type": "table",
        "label": label("错价签"),
        "columns": [
            {"key": "what", "type": "text", "label": label("产品")},
            {"key": "price", "type": "money", "label": label("价格")},
        ],
    },
]
SECTION = {"key": "one", "title": label("一"), "questions": QUESTIONS}
HEAD = [
    "编号",
    "填写日期",
    "填写人",
    "客户",
    "整洁",
    "原因",
    "位置",
    "看见",
    "排面",
    "错价签：产品",
    "错价签：价格",
]
ROW = ["JC-1", "2026-11-20", "孙海波", "SUN1", "否", "没人扫", "里面", "海报、冰柜", "2.5", "红茶", "3.00"]


@pytest.fixture
def form(cast) -> Form:
    definition = {
        "key": "shelf",
        "title": label("货架检查"),
        "roles": ["rep"],
        "urgent": True,
        "sections": [SECTION],
    }
    Form.load(definition=parse(definition), at=NOW)
    return Form.objects.get(key="shelf")


def test_a_record_is_filled_in_by_the_forms_rules(cast, send, form):
    more = [*ROW[:4], *[""] * 5, "纯净水", "1"]
    brought = send("filled_forms", HEAD, ROW, more, by="qian", form="shelf")

    filled = Filled.objects.get()
    assert filled.answers == {
        "clean": "no",
        "why": "没人扫",
        "place": "b",
        "seen": ["x", "y"],
        "facings": 2.5,
        "tags": [{"what": "红茶", "price": 3}, {"what": "纯净水", "price": 1}],
    }
    assert (filled.person, filled.position, filled.business_date, filled.customer_id, filled.score) == (
        cast.sun,
        cast.positions["sun"],
        date(2026, 11, 20),
        cast.customers["sun1"].pk,
        0,
    )
    entry = Entry.objects.get(verb="form.fill")
    assert (entry.by, entry.facts["imported"]) == (cast.qian.login, "list.csv")
    assert (back(brought), str(brought)) == ({}, "填写记录：货架检查 list.csv")
    # an urgent one of the past alarms nobody
    assert not Notice.objects.exists()


def test_the_same_sheet_again_changes_nothing_and_another_is_not_written_over_it(cast, send, form):
    yes = ["JC-2", *ROW[1:4], "是", "不适用的原因", *ROW[6:]]
    send("filled_forms", HEAD, ROW, yes, form="shelf")
    assert counts(send("filled_forms", HEAD, ROW, yes, form="shelf")) == {"rows": 2, "same": 2}
    assert Filled.objects.filter(answers__has_key="why").count() == 1

    other = [*ROW[:4], "是", *ROW[5:]]
    assert "已有 孙海波 2026-11-20 的货架检查" in back(send("filled_forms", HEAD, other, form="shelf"))[2]
    refused = send("filled_forms", HEAD, other, form="shelf", existing="update")
    assert "表格不改写记下的事" in back(refused)[2]
    added = [*ROW[:9], "橙汁", "5"]
    assert 2 in back(send("filled_forms", HEAD, added, form="shelf"))
    assert Filled.objects.count() == 2


@pytest.mark.parametrize(
    ("place", "cell", "told"),
    [
        (4, "", "整洁"),
        (4, "也许", "请写“是”或“否”"),
        (6, "天上", "不在可选项里：门口、里面"),
        (8, "2.55", "排面"),
        (2, "李主任", "货架检查 不由 李主任 的岗位填写"),
        (3, "没有", "没有客户 '没有'"),
        (1, "2026-11-24", "还没有到"),
        (1, "2025-11-24", "孙海波 2025-11-24 没有岗位"),
    ],
)
def test_a_record_that_cannot_be_is_refused_by_name(cast, send, form, place, cell, told):
    row = [*ROW[:place], cell, *ROW[place + 1 :]]
    assert told in back(send("filled_forms", HEAD, row, form="shelf"))[2]
    assert not Filled.objects.exists()


def test_private_questions_have_a_column_only_for_those_who_see_them(cast, send, form):
    brought = send("filled_forms", [*HEAD, "私事"], [*ROW, "秘密"], by="qian", form="shelf")

    assert brought.run.unused == ["私事"]
    assert "secret" not in Filled.objects.get().answers
    whole = FilledForms(Context(at=NOW, on=MONDAY, form=version_of("shelf", on=MONDAY)))
    assert "q.secret" in {column.name for column in whole.columns()}
    assert whole.erasable == {"q.secret"}


def test_a_form_must_be_named(cast, send, form):
    with pytest.raises(Refused, match="没有表单"):
        send("filled_forms", HEAD, ROW)


def test_a_record_about_a_person_stays_in_the_own_line(cast, send):
    asks = {
        "key": "one",
        "title": label("一"),
        "questions": [{"key": "note", "type": "text", "label": label("话")}],
    }
    coaching = {"key": "coach", "title": label("辅导"), "subject": "person", "roles": ["supervisor"]}
    Form.load(definition=parse(coaching | {"sections": [asks]}), at=NOW)
    head = ["编号", "日期", "填写人", "关于谁", "话"]
    rows = [["1", "2026-11-20", "李主任", "孙海波", "好"], ["2", "2026-11-20", "李主任", "冯雪", "好"]]
    brought = send("filled_forms", head, *rows, by="qian", form="coach")

    assert Filled.objects.get().about == cast.sun
    assert "不在您的管辖范围内" in back(brought)[3]


KEYS = ("clean", "place", "seen", "facings", "stars", "day", "goods")
ANSWERS = st.fixed_dictionaries(
    {"clean": st.sampled_from(["yes", "no"])},
    optional={
        "place": st.sampled_from(["a", "b"]),
        "seen": st.lists(st.sampled_from(["x", "y"]), min_size=1, unique=True),
        "facings": st.integers(-99, 999).map(lambda n: n / 10),
        "stars": st.integers(1, 5),
        "day": st.dates(date(2000, 1, 1), date(2099, 1, 1)).map(date.isoformat),
        "goods": st.lists(st.sampled_from(["S001", "S002", "S003"]), min_size=1, unique=True),
    },
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ANSWERS, min_size=1, max_size=6))
def test_what_is_written_into_the_empty_sheet_comes_out_as_it_was_meant(cast, send, form, records):
    run = ImportRun.objects.count()
    noun = FilledForms(Context(at=NOW, on=MONDAY, form=version_of("shelf", on=MONDAY)))
    titles = {column.name: column.title for column in noun.columns()}
    names = ["number", "date", "person", "customer", *(f"q.{key}" for key in KEYS)]
    rows = []
    for n, answers in enumerate(records):
        said = noun.shown({f"q.{key}": answer for key, answer in answers.items()})
        said |= {"number": f"{run}-{n}", "date": "2026-11-20", "person": "孙海波", "customer": "SUN1"}
        rows.append([said.get(name, "") for name in names])
    head = [titles[name] for name in names]

    assert back(send("filled_forms", head, *rows, form="shelf")) == {}
    ids = [id_of(form="shelf", number=f"{run}-{n}") for n in range(len(records))]
    assert [Filled.objects.get(pk=id).answers for id in ids] == records
    assert counts(send("filled_forms", head, *rows, form="shelf")) == {"rows": len(rows), "same": len(rows)}


def test_every_shipped_form_has_a_sheet_whose_columns_are_its_own(cast):
    load_shipped(at=NOW)
    for form in Form.objects.all():
        columns = FilledForms(Context(at=NOW, on=MONDAY, form=version_of(form.key, on=MONDAY))).columns()
        names = [
            plain_header(name)
            for c in columns
            for name in {*map(plain_header, c.headers), plain_header(c.name)}
        ]
        assert sorted({name for name in names if names.count(name) > 1}) == [], form.key
        mapped = propose([column.title for column in columns], columns)
        assert (mapped.unused, mapped.missing, mapped.twice) == ([], [], []), form.key
