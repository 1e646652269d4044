"""A sheet as people send it: with a byte order mark, gaps, text for numbers, and the same article twice."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from tonglu.base.errors import Refused
from tonglu.base.journal.models import Entry
from tonglu.directory.catalog.models import Sku
from tonglu.directory.org.models import Company, Unit
from tonglu.exchange.sheets.outcome import Outcome
from tonglu.exchange.sheets.sheet import read_sheet
from tonglu.exchange.sheets.skus import import_skus
from tonglu.trade.prices.models import PriceRule

DIRTY = Path(__file__).parent / "data" / "dirty_skus.csv"
AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
ON = date(2026, 12, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def dirty(tmp_path) -> Path:
    return Path(shutil.copy(DIRTY, tmp_path))


def run(path: Path, **wish: object) -> Outcome:
    return import_skus(path=path, at=AT, on=ON, **wish)


def told(outcome: Outcome) -> dict[int, str]:
    return {fault.line.number: f"{fault.kind.label} {fault.reason}" for fault in outcome.faults}


def test_good_rows_are_loaded_with_cost_and_price_from_the_day(dirty):
    outcome = run(dirty)

    assert outcome.loaded == 3
    tea = Sku.objects.get(code="A1")
    assert (tea.name, tea.spec, tea.barcode, tea.pack_size) == ("冰红茶", "500ml", "6908512108211", 15)
    assert [(cost.cost, cost.start, cost.stop) for cost in tea.costs.all()] == [(Decimal("2.1"), ON, None)]
    assert PriceRule.objects.get(sku=tea).list_price == 3
    assert "bhc" in tea.search


def test_an_article_without_a_code_takes_its_bar_code(dirty):
    run(dirty)

    assert Sku.objects.get(name="只有条码").code == "6901028075015"


def test_a_small_pack_bears_eight_digits(tmp_path):
    sheet = tmp_path / "small.csv"
    sheet.write_text("code,name,barcode\nS1,口香糖,69021824\nS2,半个码,6902182\n")

    assert told(run(sheet)) == {
        3: "错误 barcode：'6902182' 不是 EAN-13 或 EAN-8（要 13 位或 8 位数字，这里 7 位）"
    }
    assert Sku.objects.get(code="S1").barcode == "69021824"


def test_every_bad_row_is_named_with_all_that_is_wrong_with_it(dirty):
    assert told(run(dirty)) == {
        3: "错误 条码：'6908512108212' 的 EAN-13 校验位不对",
        4: "错误 品名：不能为空",
        5: "错误 进价：'八元' 不是数字",
        6: "重复 条码 6908512108211 与第 2 行相同",
        7: "重复 编码 A1 与第 2 行相同",
        8: "错误 箱规：'1.5' 不是正整数；进价：'-1' 不是金额（不小于 0，至多四位小数）",
        9: "错误 条码：'69021825' 的 EAN-8 校验位不对",
        11: "错误 编码和条码都为空",
        12: """错误 品名："+cmd|' /C calc'!A0" 像公式，请改成文字""",
        15: "错误 进价：'1e400' 不是金额（不小于 0，至多四位小数）",
    }


def test_bad_rows_go_back_beside_the_file_as_text_under_their_own_headers(dirty):
    outcome = run(dirty)

    assert outcome.errors == dirty.with_name("dirty_skus.csv.errors.xlsx")
    sheet = read_sheet(outcome.errors)
    assert sheet.headers[:5] == ("原行号", "类别", "原因", "货号", "品名")
    assert [line.cells[0] for line in sheet.lines] == ["3", "4", "5", "6", "7", "8", "9", "11", "12", "15"]
    assert sheet.lines[8].cells[4] == "+cmd|' /C calc'!A0"


def test_what_was_sent_back_can_be_imported_once_it_is_corrected(dirty, tmp_path):
    errors = run(dirty).errors
    assert errors
    sheet = read_sheet(errors)
    with xlsxwriter.Workbook(tmp_path / "corrected.xlsx") as book:
        page = book.add_worksheet()
        page.write_row(0, 0, sheet.headers)
        page.write_row(1, 0, ["3", "错误", "", "A2", "校验位对", "500ml", 6908512109218, 2.1, 3, 15])

    assert run(tmp_path / "corrected.xlsx").loaded == 1
    assert Sku.objects.get(code="A2").barcode == "6908512109218"


def test_a_folder_that_is_read_only_leaves_the_errors_where_the_person_stands(dirty, tmp_path, monkeypatch):
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    folder = tmp_path / "locked"
    folder.mkdir()
    path = Path(shutil.copy(dirty, folder))
    folder.chmod(0o555)

    assert run(path).errors == here / "dirty_skus.csv.errors.xlsx"
    assert list(folder.iterdir()) == [path]


def test_strict_loads_nothing_when_a_row_is_bad(dirty):
    outcome = run(dirty, strict=True)

    assert (outcome.loaded, outcome.held_back) == (0, 3)
    assert not Sku.objects.exists()
    assert not Entry.objects.exists()
    assert not Company.objects.exists()


def test_a_second_import_changes_nothing(dirty):
    run(dirty)
    before = Entry.objects.count()

    again = run(dirty)

    assert (again.loaded, again.known, len(again.faults)) == (0, 3, 10)
    assert (Sku.objects.count(), Entry.objects.count()) == (3, before)


def test_an_article_that_is_there_under_another_name_is_not_overwritten(dirty, tmp_path):
    run(dirty)
    other = tmp_path / "other.csv"
    other.write_text("code,name,barcode\nB1,别的茶,6908512108211\n")

    assert told(run(other)) == {2: "重复 编码或条码已是 A1“冰红茶”"}
    assert Sku.objects.get(code="A1").name == "冰红茶"


def test_an_empty_database_gets_a_bare_company(dirty):
    run(dirty, company="沈阳饮品")

    assert (Company.current().name, Unit.objects.get().name) == ("沈阳饮品", "沈阳饮品")
    verbs = {"import.company", "approval.set_up", "form.publish", "import.skus"}
    assert set(Entry.objects.values_list("verb", flat=True)) == verbs
    assert Entry.objects.get(verb="import.skus").facts == {"file": "dirty_skus.csv", "rows": 3}


def test_a_company_that_is_there_keeps_its_name(cast, dirty):
    run(dirty, company="沈阳饮品")

    assert Company.current().name == "通路测试饮品"


def test_columns_that_nothing_asked_for_are_told(dirty):
    assert run(dirty).unused == ["产地"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "是空的"),
        (b"code,price\nA,1\n", "缺少列：name"),
        (b"name,Name\nA,B\n", "name 出现了两次"),
        (b"\xff\xff\xff", "编码"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path, content, told):
    path = tmp_path / "sheet.csv"
    path.write_bytes(content)

    with pytest.raises(Refused, match=told):
        run(path)


def test_what_only_calls_itself_excel_is_refused(tmp_path):
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(b"name\nA\n")

    with pytest.raises(Refused, match="打不开"):
        run(path)
