"""An English reader sees Chinese only where the company's own data is Chinese: on pages, in workbooks, in refusals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from decimal import Decimal
from html import unescape
from io import BytesIO

import pytest
from django.apps import apps
from django.db.models import CharField, JSONField, TextField
from django.test import Client
from python_calamine import CalamineWorkbook

import tonglu.web.urls  # noqa: F401  # fills RULES, whichever test comes first
from conftest import MONDAY, NOW
from tonglu.base.periods import parse
from tonglu.directory.org.models import Role
from tonglu.planning.targets.models import TargetPlan, Wanted
from tonglu.results.reports.models import DayReport
from tonglu.web.access import RULES
from tonglu.web.desk.tests.test_open_pages import ONE_OF_EACH, PAGES

pytestmark = pytest.mark.walk

# Chinese writing and the full-width punctuation that goes with it
HAN = r"[\u3000-\u9fff\uff00-\uffef]"
CHINESE = re.compile(f"{HAN}+")
# a language is offered under its own name; the calendar's marks are values of the API
AS_THEY_ARE = ("简体中文", "班", "休")
LISTS = [
    "plans",
    "targets",
    "visits",
    "reports",
    "customers",
    "orders",
    "skus",
    "people",
    "devices",
    "journal",
]
REPORT = f"/reports/E008/{MONDAY}"
ALL = {**PAGES, "target": "/targets/{target}", "reports": "/reports", "report": REPORT}
ACTED_ON = {"today", "plan", "order", "report", "customers", "orders"}


@pytest.fixture
def everything(cast, worked, low_order, visit_document):
    """Sun's Monday with all that a page can hold: plan signed, order held, report signed and since outdated."""
    worked.plan.decide(approve=True, words="可以", by=cast.li.login, at=NOW)
    cells = [Wanted(cast.sun, parse("2026-11"), Decimal(1000), Decimal(900))]
    plan = TargetPlan.objects.create(metric="sales_amount", year=2026)
    worked.target = plan.draft(cells=cells, reason="年初", by=cast.wang.login, at=NOW)
    worked.target.approve(by=cast.chen.login, at=NOW)
    report = DayReport.objects.get(person=cast.sun)
    report.file(reflection="水缺货", by=cast.sun.login, at=NOW)
    report.sign(words="补货", by=cast.li.login, at=NOW)
    late = visit_document("sun3", started=NOW - timedelta(hours=2), order=False)
    cast.device("sun").post(
        "documents", {"sent_at": NOW.isoformat(), "documents": [late, {**late, "kind": "?"}]}
    )
    for person in cast.people.values():
        person.login.speak("en")
    return worked


def data() -> list[str]:
    """Every Chinese text in the database, the longest first."""
    texts = {
        text
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField | JSONField)
        for value in model.objects.values_list(field.name, flat=True)
        for text in leaves(value)
        if CHINESE.search(text)
    }
    return sorted(texts, key=len, reverse=True)


def leaves(value: object) -> Iterator[str]:
    """The texts of a JSON value."""
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from leaves(one)
    elif isinstance(value, str):
        yield value


def left(text: str, known: list[str]) -> list[str]:
    """The Chinese of a text that is nobody's data; a single character is a unit of measure and stands alone."""
    for word in [*AS_THEY_ARE, *known]:
        text = text.replace(word, "") if len(word) > 1 else re.sub(rf"(?<!{HAN}){word}(?!{HAN})", "", text)
    return CHINESE.findall(text)


def book(answer) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(BytesIO(b"".join(answer)))


def words(workbook: CalamineWorkbook) -> str:
    rows = [row for name in workbook.sheet_names for row in workbook.get_sheet_by_name(name).to_python()]
    return "\n".join([*workbook.sheet_names, *(str(cell) for row in rows for cell in row)])


def chinese_on(client: Client, urls: Iterable[str], known: list[str]) -> dict[str, list[str]]:
    """What is left over on each page that has something left over."""
    pages = {url: unescape(client.get(url).content.decode()) for url in urls}
    return {url: found for url, page in pages.items() if (found := left(page, known))}


def test_pages_are_english(cast, everything):
    known = data()
    keys = {key: thing.pk for key, thing in vars(everything).items()}
    for who, role in ONE_OF_EACH.items():
        # a director and an administrator open everything; the others' pages differ where they may act
        names = [name for name in ALL if role in RULES[name] and (who in ("chen", "he") or name in ACTED_ON)]
        assert chinese_on(cast.client(who), [ALL[name].format(**keys) for name in names], known) == {}


def test_pages_with_nothing_on_them_are_english(cast):
    known = data()
    for who, role in ONE_OF_EACH.items():
        cast.people[who].login.speak("en")
        lists = [f"/{name}?period=2026-01" for name in LISTS if who in ("chen", "he") and role in RULES[name]]
        assert chinese_on(cast.client(who), ["/", "/search?q=zzz", "/nowhere", *lists], known) == {}


def test_workbooks_are_english(cast, everything):
    known, director, administrator = data(), cast.client("chen"), cast.client("he")
    for name in LISTS:
        client = director if Role.DIRECTOR in RULES[name] else administrator
        assert (name, left(words(book(client.get(f"/{name}?export=xlsx"))), known)) == (name, [])
    paper = book(director.get(f"{REPORT}.xlsx"))
    assert (paper.sheet_names, left(words(paper), known)) == (["Daily visit report"], [])


def test_a_stranger_reads_the_language_that_he_chose(db):
    client = Client()
    client.post("/language", {"language": "en"})
    assert chinese_on(client, ["/login", "/nowhere"], []) == {}
    refused = client.post("/login", {"login": "x", "password": "y"})
    assert "Log in to the office" in refused.content.decode()
    assert left(unescape(refused.content.decode()), []) == []


def test_a_refusal_is_english(cast, everything):
    client = cast.client("qian")
    answer = client.post(f"/orders/{everything.order.pk}/cancel", {"reason": ""}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "Give a reason for cancelling the order"
    ]
