"""A sheet as people send it: with a byte order mark, gaps, text for numbers, and the same article twice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from tonglu.base.errors import Refused
from tonglu.directory.catalog.models import Sku
from tonglu.exchange.imports.models import Import
from tonglu.exchange.imports.tests.conftest import back, counts
from tonglu.exchange.sheets.sheet import read_sheet
from tonglu.trade.prices.models import PriceRule

DIRTY = Path(__file__).parent / "data" / "dirty_skus.csv"
ON = date(2026, 12, 1)


@pytest.fixture
def bring(send):
    def bring(content: bytes | str = DIRTY.read_bytes(), *, file: str = "skus.csv", **wish: object) -> Import:
        content = content.encode() if isinstance(content, str) else content
        return send("skus", content, by=None, file=file, on=ON.isoformat(), **wish)

    return bring


def test_good_rows_are_loaded_with_cost_and_price_from_the_day(bring):
    assert counts(bring())["created"] == 3

    tea = Sku.objects.get(code="A1")
    assert (tea.name, tea.spec, tea.barcode, tea.pack_size) == ("冰红茶", "500ml", "6908512108211", 15)
    assert [(cost.cost, cost.start, cost.stop) for cost in tea.costs.all()] == [(Decimal("2.1"), ON, None)]
    assert PriceRule.objects.get(sku=tea).list_price == 3
    assert "bhc" in tea.search


def test_an_article_without_a_code_takes_its_bar_code(bring):
    bring()
    assert Sku.objects.get(name="只有条码").code == "6901028075015"


def test_a_small_pack_bears_eight_digits_unless_thirteen_are_asked_for(bring):
    rows = "id,name,barcode\nM1,口香糖,69021824\nM2,半个码,6902182\n"

    assert back(bring(rows, ean13=True)) == {
        2: "错误 barcode：'69021824' 不是 EAN-13（要 13 位数字，这里 8 位）",
        3: "错误 barcode：'6902182' 不是 EAN-13（要 13 位数字，这里 7 位）",
    }
    assert back(bring(rows)) == {
        3: "错误 barcode：'6902182' 不是 EAN-13 或 EAN-8（要 13 位或 8 位数字，这里 7 位）"
    }
    assert Sku.objects.get(code="M1").barcode == "69021824"


def test_every_bad_row_is_named_with_all_that_is_wrong_with_it(bring):
    assert back(bring()) == {
        3: "错误 条码：'6908512108212' 的 EAN-13 校验位不对",
        4: "错误 品名：不能为空",
        5: "错误 进价：'八元' 不是数字",
        6: "重复 条码与第 2 行相同",
        7: "重复 与第 2 行是同一条",
        8: "错误 箱规：'1.5' 不是 1 到 1000000 的整数；进价：'-1' 不是金额（不小于 0，至多四位小数）",
        9: "错误 条码：'69021825' 的 EAN-8 校验位不对",
        11: "错误 编码和条码都为空",
        12: """错误 品名："+cmd|' /C calc'!A0" 像公式，请改成文字""",
        15: "错误 进价：'1e400' 不是金额（不小于 0，至多四位小数）",
    }


def test_bad_rows_go_back_as_text_under_their_own_headers_and_come_in_once_corrected(bring, tmp_path):
    sheet = read_sheet(bring().run.errors_path)
    assert sheet.headers[:5] == ("原行号", "类别", "原因", "货号", "品名")
    assert sheet.lines[8].cells[4] == "+cmd|' /C calc'!A0"

    corrected = tmp_path / "corrected.xlsx"
    with xlsxwriter.Workbook(corrected) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, sheet.headers)
        page.write_row(1, 0, ["3", "错误", "", "A2", "校验位对", "500ml", 6908512109218, 2.1, 3, 15])
    assert counts(bring(corrected.read_bytes(), file="corrected.xlsx"))["created"] == 1
    assert Sku.objects.get(code="A2").barcode == "6908512109218"


def test_a_second_import_changes_nothing_and_another_name_does_not_overwrite(bring):
    bring()
    before = Sku.objects.count()

    assert (counts(bring())["same"], Sku.objects.count()) == (3, before)
    other = "code,name,barcode\nB1,别的茶,6908512108211\nA1,改名,\n"
    assert back(bring(other)) == {2: "重复 条码已是 A1“冰红茶”", 3: "重复 已有 产品 A1"}
    assert Sku.objects.get(code="A1").name == "冰红茶"


def test_columns_that_nothing_asked_for_are_told(bring):
    assert bring().run.unused == ["产地"]


@pytest.mark.parametrize(
    ("content", "told", "file"),
    [
        (b"", "是空的", "x.csv"),
        (b"code,price\nA,1\n", "缺少必填的列：品名", "x.csv"),
        (b"name,Name\nA,B\n", "有两列对应同一项", "x.csv"),
        (b"\xff\xff\xff", "编码", "x.csv"),
        (b"name\nA\n", "打不开", "x.xlsx"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(bring, content, told, file):
    with pytest.raises(Refused, match=told):
        bring(content, file=file)
