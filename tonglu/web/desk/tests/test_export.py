"""A list taken away as it is seen: Excel, CSV and PDF, and the journal row of each."""

from __future__ import annotations

import csv
import shutil
import subprocess
from io import StringIO

import pytest

from tonglu.base.journal.models import Entry
from tonglu.web.desk import exports
from tonglu.web.paper.pdf import FONTS

with_fonts = pytest.mark.skipif(not any(FONTS.glob("*.ttf")), reason="fonts not built (scripts/front build)")


def lines(answer) -> list[list[str]]:
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))


def test_a_csv_holds_the_columns_and_rows_that_are_seen(cast):
    found = lines(cast.client("sun").get("/customers?col=code&col=name&q=SUN&sort=-code&export=csv"))
    assert found[0] == ["编码", "客户"]
    assert [row[0] for row in found[1:]] == ["SUN5", "SUN4", "SUN3", "SUN2", "SUN1"]


@pytest.mark.parametrize("name", ["=1+1", "+86", "-店", "@sum", "\t=1", "\r=1"])
def test_no_cell_of_a_csv_is_a_formula(cast, name):
    customer = cast.customers["sun1"]
    customer.name = name
    customer.save(update_fields=["name"])
    found = lines(cast.client("sun").get("/customers?col=name&q=sun1&export=csv"))
    assert found[1][0].startswith("'")
    assert name.strip() in found[1][0]


def test_an_export_tells_the_journal_who_took_what(cast, worked):
    answer = cast.client("li").get("/orders?state=placed&q=sun&sort=-net&export=csv&period=2026-11")
    entry = Entry.objects.get(verb="list.export")
    assert (entry.by, entry.object_id) == (cast.li.login, str(cast.li.pk))
    assert entry.facts["list"] == "orders"
    assert entry.facts["filters"] == {
        "state": "placed",
        "q": "sun",
        "sort": "-net",
        "period": "2026-11",
        "unit": "TX1",
    }
    assert entry.facts["rows"] == len(lines(answer)) - 2
    assert entry.facts["format"] == "csv"
    assert "net" in entry.facts["columns"]


def test_looking_is_no_export(cast):
    cast.client("sun").get("/customers?export=docx")
    assert not Entry.objects.filter(verb="list.export").exists()


def test_more_rows_than_a_file_takes_are_refused_and_nothing_is_written(cast, monkeypatch):
    monkeypatch.setitem(exports.LIMITS, "csv", 3)
    answer = cast.client("sun").get("/customers?export=csv")
    assert "一次最多导出 3 行" in answer.content.decode()
    assert not Entry.objects.filter(verb="list.export").exists()


@with_fonts
def test_a_pdf_shows_the_list_with_its_sums_and_how_it_was_narrowed(cast, worked):
    answer = cast.client("li").get("/orders?state=placed&export=pdf&period=2026-11")
    assert answer["Content-Type"] == "application/pdf"
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler) is not installed")
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=answer.content, capture_output=True, check=True
    )
    text = done.stdout.decode()
    for word in ("订单", "净额 元", worked.order.number, "75.00", "合计", "状态：", "2026年11月"):
        assert word in text


@with_fonts
@pytest.mark.parametrize(
    "name", ["customers", "visits", "orders", "plans", "reports", "skus", "people", "targets"]
)
@pytest.mark.parametrize("form", ["xlsx", "csv", "pdf"])
def test_every_list_goes_out_in_every_form(cast, worked, name, form):
    answer = cast.client("li").get(f"/{name}?export={form}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith(f".{form}")
    assert Entry.objects.get(verb="list.export").facts["list"] == name
