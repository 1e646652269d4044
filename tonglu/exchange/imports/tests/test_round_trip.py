"""Whatever is written into the empty sheet of a list comes out of the database as it was meant."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from conftest import MONDAY, NOW
from tonglu.customers.cards.models import Customer
from tonglu.directory.catalog.models import Sku
from tonglu.exchange.imports.context import Context
from tonglu.exchange.imports.nouns.table import NOUNS
from tonglu.exchange.imports.tests.conftest import back, counts
from tonglu.exchange.sheets.mapping import propose
from tonglu.exchange.sheets.template import template

NAMES = st.text("店铺永兴便利超市福来一二三ABC（）·", min_size=2, max_size=20)
SHOPS = st.lists(
    st.tuples(NAMES, st.integers(13000000000, 19999999999), st.integers(0, 10**6), st.integers(0, 10**6)),
    min_size=1,
    max_size=12,
    unique_by=(lambda shop: shop[1], lambda shop: shop[2] // 1000),
)


def filled(noun: str, rows: list[dict[str, object]]) -> bytes:
    """The template's own header, and rows by the name of the column."""
    bound = NOUNS[noun](Context(at=NOW, on=MONDAY))
    empty = template(bound.columns(), title=str(bound.title))
    head = CalamineWorkbook.from_filelike(BytesIO(empty)).get_sheet_by_index(0).to_python()[0]
    titles = {column.title: column.name for column in bound.columns()}
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, head)
        for n, row in enumerate(rows, start=1):
            page.write_row(n, 0, [row.get(titles[str(title)], "") for title in head])
    return target.getvalue()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SHOPS)
def test_customers(cast, send, shops):
    Customer.objects.filter(code__startswith="RT").delete()
    rows: list[dict[str, object]] = [
        # a hundred metres apart at least, so that no two are one shop
        {"code": f"RT{n:03d}", "name": name, "phone": phone, "lng": 100 + east / 50_000, "lat": 30 + n / 100}
        for n, (name, phone, east, _north) in enumerate(shops)
    ]
    content = filled("customers", rows)
    first = send("customers", content, file="filled.xlsx", by=None)

    assert back(first) == {}
    for row in rows:
        customer = Customer.objects.get(code=row["code"])
        assert (customer.name, customer.phone) == (row["name"], str(row["phone"]))
        assert customer.lng == pytest.approx(row["lng"], abs=1e-6)
    # the same sheet again says nothing new
    assert counts(send("customers", content, file="filled.xlsx", by=None)) == {
        "rows": len(rows),
        "same": len(rows),
    }


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.text("0123456789ABC", min_size=1, max_size=12), NAMES),
        min_size=1,
        max_size=10,
        unique_by=lambda one: one[0],
    )
)
def test_articles_keep_their_leading_noughts(cast, send, articles):
    Sku.objects.exclude(code__in=("S001", "S002", "S003")).delete()
    rows: list[dict[str, object]] = [{"code": code, "name": name, "pack_size": 12} for code, name in articles]
    send("skus", filled("skus", rows), file="filled.xlsx", by=None)

    assert dict(Sku.objects.exclude(code__in=("S001", "S002", "S003")).values_list("code", "name")) == dict(
        articles
    )


@pytest.mark.parametrize("noun", NOUNS)
def test_every_empty_sheet_maps_onto_its_own_columns_and_holds_no_rows(cast, noun):
    bound = NOUNS[noun](Context(at=NOW, on=MONDAY))
    book = CalamineWorkbook.from_filelike(BytesIO(template(bound.columns(), title=str(bound.title))))
    rows = book.get_sheet_by_index(0).to_python()
    mapped = propose([str(cell) for cell in rows[0]], bound.columns())

    assert len(rows) == 1
    assert (mapped.unused, mapped.missing, mapped.twice) == ([], [], [])
    assert set(mapped.places) == {column.name for column in bound.columns()}


@pytest.mark.parametrize("noun", NOUNS)
def test_no_two_columns_of_a_list_share_a_name(cast, noun):
    columns = NOUNS[noun](Context(at=NOW, on=MONDAY)).columns()
    names = [name for column in columns for name in {*column.headers, column.name}]

    assert sorted({name for name in names if names.count(name) > 1}) == []
    assert all(re.search(r"[一-鿿]", column.title) for column in columns)
