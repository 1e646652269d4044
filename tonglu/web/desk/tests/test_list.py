"""Lists: search, filters, sort, paging, columns, export as seen, and no more queries for more rows."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from tonglu.customers.cards.models import Customer, Ownership


@pytest.fixture
def crowd(cast) -> None:
    """Sixty more outlets of Sun's, so that the list has two pages."""
    for n in range(60):
        customer = Customer.objects.create(
            code=f"M{n:03d}",
            name=f"铁西万顺德食品批发零售商行第{n}分店",
            channel=cast.channel,
            customer_class=cast.classes["C"],
            unit=cast.units["one"],
            search=f"万顺德 wsd m{n:03d}",
        )
        Ownership.objects.create(customer=customer, position=cast.positions["sun"], start="2026-01-01")


def rows(answer) -> list[str]:
    return [row.code for row in answer.context["list"].page]


def exported(answer) -> list[list]:
    return CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()


def test_a_list_shows_fifty_rows_and_then_the_rest(cast, crowd):
    client = cast.client("sun")
    first, second = client.get("/customers"), client.get("/customers?page=2")
    assert (len(rows(first)), len(rows(second))) == (50, 15)
    assert not set(rows(first)) & set(rows(second))
    assert "共 65 行" in first.content.decode()


def test_a_search_needs_every_word(cast, crowd):
    client = cast.client("sun")
    assert rows(client.get("/customers?q=wsd m007")) == ["M007"]
    assert rows(client.get("/customers?q=wsd nowhere")) == []


def test_an_empty_search_offers_to_forget_it(cast):
    page = cast.client("sun").get("/customers?q=nowhere").content.decode()
    assert "没有符合条件的记录" in page


def test_a_filter_narrows_and_an_unknown_value_does_not(cast, crowd):
    client = cast.client("sun")
    assert len(rows(client.get("/customers?class=A"))) == 1
    assert client.get("/customers?class=Z").context["list"].page.paginator.count == 65


def test_a_column_sorts_both_ways(cast):
    client = cast.client("sun")
    up, down = rows(client.get("/customers?sort=name")), rows(client.get("/customers?sort=-name"))
    assert up == down[::-1]
    assert up == ["SUN1", "SUN2", "SUN3", "SUN4", "SUN5"]


def test_a_column_that_is_none_leaves_the_usual_order(cast):
    assert rows(cast.client("sun").get("/customers?sort=password")) == [
        "SUN1",
        "SUN2",
        "SUN3",
        "SUN4",
        "SUN5",
    ]


def test_chosen_columns_are_the_ones_shown_and_exported(cast):
    client = cast.client("sun")
    sheet = exported(client.get("/customers?col=code&col=phone&export=xlsx"))
    assert sheet[0] == ["编码", "电话"]
    assert [row[0] for row in sheet[1:]] == ["SUN1", "SUN2", "SUN3", "SUN4", "SUN5"]


def test_an_export_holds_all_pages_of_what_is_seen(cast, crowd):
    sheet = exported(cast.client("sun").get("/customers?q=wsd&export=xlsx"))
    assert len(sheet) == 1 + 60


def test_an_export_holds_numbers_and_the_sum(cast, worked):
    sheet = exported(cast.client("li").get("/orders?export=xlsx"))
    net = sheet[0].index("净额（元）")
    assert [row[net] for row in sheet[1:]] == [75.0, 75.0]


def test_htmx_is_answered_with_the_list_alone(cast):
    page = (
        cast.client("sun")
        .get("/customers", headers={"HX-Request": "true", "HX-Target": "list"})
        .content.decode()
    )
    assert page.lstrip().startswith('<section class="card list-card"')


def test_the_state_of_a_list_stays_in_its_links(cast, crowd):
    page = cast.client("sun").get("/customers?q=wsd&class=C&sort=-name").content.decode()
    assert "?q=wsd&amp;class=C&amp;sort=-name&amp;page=2" in page


@pytest.mark.parametrize("path", ["/customers", "/people", "/orders", "/visits", "/plans"])
def test_more_rows_need_no_more_queries(cast, worked, crowd, path):
    client = cast.client("li")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(path)
    assert len(queries) <= 25, [query["sql"][:90] for query in queries]
