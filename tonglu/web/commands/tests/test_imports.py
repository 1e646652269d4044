from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tonglu.customers.cards.models import Customer
from tonglu.directory.catalog.models import Sku
from tonglu.exchange import adventureworks
from tonglu.web.commands import cli

SAMPLE = Path(adventureworks.__file__).parent / "tests" / "data"

pytestmark = pytest.mark.django_db


def tonglu(*words: object) -> Result:
    return CliRunner().invoke(cli, ["import", *map(str, words)])


def sheet(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "sheet.csv"
    path.write_text(text)
    return path


def test_a_company_is_imported_and_again_without_a_change():
    first, second = tonglu("adventureworks", SAMPLE, "--password", "x"), tonglu("adventureworks", SAMPLE)

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "已导入" in first.output
    assert "没有改动" in second.output


def test_another_company_is_refused_with_code_1_in_one_line(cast):
    result = tonglu("adventureworks", SAMPLE)

    assert result.exit_code == 1
    assert result.output.startswith("Error: 数据库里已有公司“通路测试饮品”")


def test_a_clean_sheet_ends_with_code_0(cast, tmp_path):
    result = tonglu("outlets", sheet(tmp_path, "name\n新店\n"), "--datum", "gcj02", "--position", "P-sun")

    assert result.exit_code == 0
    assert Customer.objects.get(name="新店").state == Customer.State.ACTIVE


def test_bad_rows_end_with_code_2_and_the_place_of_their_file(tmp_path):
    result = tonglu("skus", sheet(tmp_path, "name,barcode\n茶,6908512108211\n水,6908512108212\n"))

    assert result.exit_code == 2
    assert str(tmp_path / "sheet.csv.errors.xlsx") in result.output
    assert Sku.objects.get().name == "茶"


def test_strict_is_told(tmp_path):
    result = tonglu("skus", "--strict", sheet(tmp_path, "name,barcode\n茶,6908512108211\n水,1\n"))

    assert (result.exit_code, Sku.objects.count()) == (2, 0)
    assert "--strict" in result.output


def test_a_datum_must_be_said(tmp_path):
    assert tonglu("outlets", sheet(tmp_path, "name\n新店\n")).exit_code == 2
    assert not Customer.objects.exists()


def test_help_states_the_columns():
    assert "barcode: barcode, ean13, ean, 条码" in tonglu("skus", "--help").output
