from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tonglu.base.journal.models import Entry
from tonglu.customers.cards.models import Customer
from tonglu.directory.catalog.models import Sku
from tonglu.directory.org.models import Company, Unit
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


def test_codes_begin_with_the_first_word_of_the_files_name_or_with_a_plain_one(tmp_path):
    for name, first in (("dili_stores.csv", "DILI-0001"), ("网点.csv", "OUT-0001")):
        path = tmp_path / name
        path.write_text(f"名称\n{name}的店\n")
        assert tonglu("outlets", path, "--datum", "gcj02").exit_code == 0
        assert Customer.objects.get(name=f"{name}的店").code == first


def test_a_folder_that_is_read_only_leaves_the_errors_where_the_person_stands(tmp_path, monkeypatch):
    here, folder = tmp_path / "here", tmp_path / "locked"
    here.mkdir()
    folder.mkdir()
    monkeypatch.chdir(here)
    path = sheet(folder, "name,barcode\n水,1\n")
    folder.chmod(0o555)

    assert str(here / "sheet.csv.errors.xlsx") in tonglu("skus", path).output
    assert list(folder.iterdir()) == [path]


def test_an_empty_database_gets_a_bare_company(tmp_path):
    tonglu("skus", sheet(tmp_path, "code,name\nA1,茶\n"), "--company", "沈阳饮品")

    assert (Company.current().name, Unit.objects.get().name) == ("沈阳饮品", "沈阳饮品")
    verbs = {"import.company", "approval.set_up", "form.publish", "import.skus"}
    assert set(Entry.objects.values_list("verb", flat=True)) == verbs


def test_help_states_the_columns():
    told = tonglu("skus", "--help").output
    assert "barcode" in told
    assert "条码、ean13、ean、barcode" in told
