"""`tonglu import <list> FILE` for the lists of the import engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from python_calamine import CalamineWorkbook

from tonglu.base.accounts.models import Account
from tonglu.customers.cards.models import Customer
from tonglu.directory.catalog.models import Channel, Sku
from tonglu.exchange.imports.models import Import
from tonglu.exchange.imports.nouns.table import NOUNS
from tonglu.web.commands import cli

pytestmark = pytest.mark.django_db


def tonglu(*words: object) -> Result:
    return CliRunner().invoke(cli, ["import", *map(str, words)])


@pytest.fixture
def sheet(tmp_path):
    def write(text: str) -> Path:
        path = tmp_path / "sheet.csv"
        path.write_text(text, encoding="gb18030")
        return path

    return write


def test_every_list_has_a_command():
    assert set(NOUNS) <= set(cli.commands["import"].commands)


def test_a_list_into_an_empty_database_with_its_own_headers(sheet):
    done = tonglu(
        "channels", sheet("代号,叫法,备注\nK1,学校,无\n"), "--map", "代号=code", "--map", "叫法=name"
    )

    assert (done.exit_code, Channel.objects.get().name) == (0, "学校")
    assert "新增 1" in done.output
    assert "没有用到的列：备注" in done.output
    assert Import.objects.get().by is None


def test_a_dry_run_only_tells(cast, sheet):
    done = tonglu("channels", sheet("code,name\nK1,学校\n"), "--dry-run")

    assert done.exit_code == 0
    assert done.output.startswith("试运行")
    assert not Channel.objects.filter(code="K1").exists()


def test_what_is_there_is_updated_when_it_is_asked_for(cast, sheet, tmp_path):
    rows = sheet("客户编码,客户名称\nSUN1,改名\nX1,\n")

    assert tonglu("customers", rows, "--existing", "update").exit_code == 2
    assert Customer.objects.get(code="SUN1").name == "改名"
    assert (tmp_path / "sheet.csv.errors.xlsx").exists()
    assert tonglu("skus", sheet("code,name\nS001,红茶\n"), "--existing", "update").exit_code == 0
    assert Sku.objects.get(code="S001").name == "红茶"


def test_people_get_first_passwords_that_are_told_once(cast, sheet, tmp_path):
    done = tonglu("people", sheet("工号,姓名,账号\nN1,新人,newone\n"), "--passwords")

    assert done.exit_code == 0
    path = tmp_path / "sheet.csv.passwords.xlsx"
    assert path.stat().st_mode & 0o777 == 0o600
    _head, (code, _name, username, password) = (
        CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    )
    assert (code, username) == ("N1", "newone")
    assert Account.objects.get(username="newone").check_password(password)


def test_a_document_needs_someone_who_answers_for_it(cast, sheet):
    rows = sheet("单号,客户,产品,数量\nD1,SUN1,S001,1\n")

    assert "--by" in tonglu("orders", rows).output
    assert tonglu("orders", rows, "--by", "qian").exit_code == 0


def test_a_column_that_is_not_there_is_refused_in_one_line(cast, sheet):
    done = tonglu("channels", sheet("code,name\nK1,学校\n"), "--map", "没有=code")

    assert done.exit_code == 1
    assert done.output.startswith("Error: 没有这样的列对应")
