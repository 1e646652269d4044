"""The daily visit report on the desk: read, handed in, commented, signed, printed."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from conftest import MONDAY, NOW
from tonglu.base.journal.models import Entry
from tonglu.results.reports.models import Comment, DayReport

CODES = {"sun": "E008", "zhou": "E009"}


def address(name="report", person="sun", day=MONDAY):
    return reverse(name, args=[CODES[person], day])


@pytest.fixture
def monday(cast, visit_document):
    """Sun made two calls, the second without an order; his report is not handed in."""
    calls = [
        visit_document("sun1", started=NOW - timedelta(minutes=90)),
        visit_document("sun2", started=NOW - timedelta(minutes=50), order=False),
    ]
    cast.device("sun").post("documents", {"sent_at": NOW.isoformat(), "documents": calls})
    return DayReport.objects.get(person=cast.sun)


@pytest.fixture
def filed(cast, monday):
    monday.file(reflection="水缺货", by=cast.sun.login, at=NOW)
    return monday


def shown(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def said(response):
    """The messages that the next page shows."""
    return [str(message) for message in response.context["messages"]]


def test_the_list_puts_first_what_waits_for_a_signature(cast, filed, visit_document):
    cast.device("zhou").post(
        "documents", {"sent_at": NOW.isoformat(), "documents": [visit_document("zhou1")]}
    )
    page = shown(cast.client("li"), reverse("reports"))
    assert page.index("孙海波") < page.index("周敏")
    assert "75.00" in page


def test_the_list_takes_as_many_queries_for_many_reports_as_for_few(
    cast, filed, django_assert_max_num_queries
):
    li = cast.client("li")
    with django_assert_max_num_queries(40) as queries:
        li.get(reverse("reports"))
        before = len(queries)
    for back in range(1, 15):
        DayReport.ensure(person=cast.sun, position=cast.positions["sun"], on=MONDAY - timedelta(days=back))
    with django_assert_max_num_queries(before):
        li.get(reverse("reports"))


def test_the_page_is_the_printed_form(cast, filed):
    page = shown(cast.client("li"), address())
    for word in ("销售日报表", "表 3-1", "sun第1便利店", "抱怨处理", "新开户", "访问准备", "水缺货", "75.00"):
        assert word in page


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("sun", 200),
        ("li", 200),
        ("wang", 200),
        ("chen", 200),
        ("qian", 200),
        ("zhou", 404),
        ("zhao", 404),
        ("he", 403),
    ],
)
def test_who_may_read_it(cast, filed, name, status):
    assert cast.client(name).get(address()).status_code == status
    assert cast.client(name).get(f"{address()}.xlsx").status_code == status


def test_a_day_without_facts_shows_an_empty_form_and_stores_nothing(cast):
    assert "这一天还没有拜访" in shown(cast.client("li"), address(person="zhou"))
    assert not DayReport.objects.exists()


def test_a_day_to_come_or_no_day_is_no_page(cast):
    li = cast.client("li")
    assert li.get(address(day=MONDAY + timedelta(days=1))).status_code == 404
    assert li.get("/reports/E008/2026-02-30").status_code == 404


def test_the_supervisor_signs_and_goes_on_to_the_next(cast, filed, visit_document):
    cast.device("zhou").post(
        "documents", {"sent_at": NOW.isoformat(), "documents": [visit_document("zhou1")]}
    )
    DayReport.objects.get(person=cast.zhou).file(reflection="", by=cast.zhou.login, at=NOW)
    li = cast.client("li")
    assert f'value="{address(person="zhou")}"' in shown(li, address())
    response = li.post(address("report_sign"), {"words": "补水", "next": address(person="zhou")}, follow=True)
    assert response.redirect_chain == [(address(person="zhou"), 302)]
    assert said(response) == ["已批示 孙海波 2026-11-23 的日报，数字已定稿"]
    report = DayReport.objects.get(person=cast.sun)
    assert (report.state, report.signature.words) == ("signed", "补水")
    assert Entry.objects.get(verb="report.sign").by == cast.li.login


def test_today_leads_to_what_waits(cast, filed):
    assert f'href="{address()}"' in shown(cast.client("li"), reverse("today"))


def test_what_is_refused_is_said_and_nothing_changes(cast, monday):
    response = cast.client("li").post(address("report_sign"), {"next": address()}, follow=True)
    assert "还没有提交" in said(response)[0]
    assert DayReport.objects.get().state == DayReport.State.OPEN


@pytest.mark.parametrize("verb", ["report_sign", "report_comment"])
@pytest.mark.parametrize(("name", "status"), [("sun", 403), ("qian", 403), ("zhao", 404)])
def test_nobody_else_signs_or_comments(cast, filed, verb, name, status):
    response = cast.client(name).post(address(verb), {"words": "好"})
    assert response.status_code == status
    assert not Comment.objects.exists()


def test_a_comment_stays_on_the_page(cast, filed):
    li = cast.client("li")
    li.post(address("report_comment"), {"words": "明天我跟线", "next": address()})
    assert "明天我跟线" in shown(li, address())
    assert DayReport.objects.get().state == DayReport.State.FILED


def test_the_rep_hands_in_on_the_desk(cast, monday):
    response = cast.client("sun").post(
        address("report_file"), {"reflection": "反思", "next": address()}, follow=True
    )
    assert said(response) == ["已提交 2026-11-23 的日报，等上级批示"]
    assert DayReport.objects.get().reflection == "反思"


def test_nobody_hands_in_for_another(cast, monday):
    response = cast.client("li").post(
        address("report_file"), {"reflection": "代交", "next": "/"}, follow=True
    )
    assert "本人提交" in said(response)[0]
    assert DayReport.objects.get().state == DayReport.State.OPEN


def test_what_came_after_the_signature_is_noted_beside_it(cast, filed, visit_document):
    filed.sign(words="", by=cast.li.login, at=NOW)
    late = visit_document("sun4", started=NOW - timedelta(minutes=20))
    cast.device("sun").post("documents", {"sent_at": NOW.isoformat(), "documents": [late]})
    page = shown(cast.client("li"), address())
    assert "签后有变化" in page
    assert "迟到的拜访：sun第4便利店（SUN4）" in page
    assert page.count('<td class="left named">') == 2


def cells(client):
    """The workbook as rows of text, numbers as they are."""
    response = client.get(f"{address()}.xlsx")
    assert response["Content-Disposition"].endswith(".xlsx")
    book = CalamineWorkbook.from_filelike(BytesIO(response.content))
    assert book.sheet_names == ["销售日报表"]
    return book.get_sheet_by_index(0).to_python()


def test_the_workbook_is_the_printed_form(cast, filed):
    filed.sign(words="补水", by=cast.li.login, at=NOW)
    rows = cells(cast.client("li"))
    assert rows[0][0] == "销售日报表"
    head = next(row for row in rows if row[0] == "顺序")
    assert head[5:14] == ["金额", "招呼", "说明", "订货", "修理", "抱怨处理", "安装", "收款", "销售额"]
    first = next(row for row in rows if row[0] == 1)
    assert (first[1], first[5], first[6:9], first[13:16]) == (
        "sun第1便利店（SUN1）",
        81,
        ["√", "√", "√"],
        [75, 40, 6],
    )
    assert first[16:19] == ["—", "—", "—"]
    total = next(row for row in rows if str(row[0]).startswith("合计") and row[13])
    assert (total[5], total[13]) == (81, 75)
    talk = next(row for row in rows if row[0] == "洽谈")
    assert talk[20] == sum(n for n in talk[2:20] if n)
    flat = [cell for row in rows for cell in row]
    assert "水缺货" in flat
    assert "李主任 2026-11-23 10:00：补水" in flat
    assert "主管签名" in flat


def test_a_signed_workbook_keeps_the_signed_figures(cast, filed, visit_document):
    filed.sign(words="", by=cast.li.login, at=NOW)
    late = visit_document("sun4", started=NOW - timedelta(minutes=20))
    cast.device("sun").post("documents", {"sent_at": NOW.isoformat(), "documents": [late]})
    assert [row[0] for row in cells(cast.client("li")) if isinstance(row[0], int | float)] == [1, 2]
