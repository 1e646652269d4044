from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tonglu.base.errors import Refused
from tonglu.exchange.adventureworks.join import join
from tonglu.exchange.adventureworks.read import read

DATA = Path(__file__).parent / "data"


@pytest.fixture
def folder(tmp_path) -> Path:
    return shutil.copytree(DATA, tmp_path / "folder")


def change(folder: Path, name: str, old: str, new: str) -> None:
    file = folder / name
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def test_old_dates_are_brought_to_the_quarters_and_inclusive_ends_opened():
    source = read(DATA)

    assert [quota.quarter.key for quota in source.quotas] == ["2017Q3", "2018Q3", "2018Q3", "2018Q3"]
    assert (source.stays[0].start, source.stays[0].stop) == (date(2017, 7, 1), date(2018, 7, 1))


def test_a_login_is_what_stands_after_the_backslash():
    assert read(DATA).employees[0].login == "ada0"


def test_cost_is_the_stated_one_or_the_standard_one_times_quantity():
    first, second, *_ = read(DATA).lines

    assert (first.cost, first.standard) == (Decimal("120.36"), True)
    assert (second.cost, second.standard) == (Decimal("33.96"), False)


def test_a_missing_file_is_named(folder):
    (folder / "Store.csv").unlink()

    with pytest.raises(Refused, match=r"Store\.csv"):
        read(folder)


def test_a_missing_column_is_named(folder):
    change(folder, "Resellers.csv", "City", "Town")

    with pytest.raises(Refused, match="City"):
        read(folder)


def test_a_row_that_is_cut_short_is_named(folder):
    (folder / "ProductCategory.csv").write_text("1\tBikes\n2\n")

    with pytest.raises(Refused, match=r"ProductCategory\.csv 第 2 行"):
        read(folder)


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        (
            "FactResellerSales.csv",
            "55.55,40.12,55.55",
            "55.55,40.12,many",
            "第 4 行 SalesAmount：'many' 不是金额",
        ),
        ("FactResellerSales.csv", "2017-09-02", "soon", "第 4 行 OrderDate：'soon' 不是日期"),
        ("SalesPersonQuotaHistory.csv", "2011-05-31", "2011-05-30", "不是季度定额的日期"),
        ("reseller_orders.csv", "7.0,2017-09-02,2.0,107.0", "5.0,2017-09-02,2.0,104.0", "不是一一对应"),
        ("FactResellerSales.csv", "213,3,107", "213,99,107", "ResellerKey 99"),
        ("FactResellerSales.csv", "SO1,2017-07-01,214,1", "SO1,2017-07-01,214,2", "SO1 的各行"),
        ("Employee.csv", "5AC0", "68C0", "没有唯一的上级"),
    ],
)
def test_what_could_only_be_guessed_is_refused(folder, name, old, new, told):
    change(folder, name, old, new)

    with pytest.raises(Refused, match=told):
        join(read(folder))
