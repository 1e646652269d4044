"""Sheets as they come: titles above, merged cells, unseen letters, other encodings, formulas."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from tonglu.base.errors import Refused
from tonglu.exchange.sheets.columns import Column, text
from tonglu.exchange.sheets.mapping import by_header, propose
from tonglu.exchange.sheets.sheet import read_sheet

COLUMNS = (
    Column("code", ("编码", "客户编码"), text(32)),
    Column("name", ("名称", "客户名称"), text(64), required=True),
    Column("lng", ("经度",), text(16)),
)
KNOWN = [name for column in COLUMNS for name in column.headers]


def excel(path: Path, *rows) -> Path:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        for n, row in enumerate(rows):
            page.write_row(n, 0, row)
    return path


def test_a_title_may_stand_above_the_header(tmp_path):
    path = excel(
        tmp_path / "a.xlsx", ["2026年客户表", "", ""], [], ["编码", "名称 *", "经度"], ["C1", "甲店", ""]
    )

    sheet = read_sheet(path, known=KNOWN)

    assert sheet.headers == ("编码", "名称 *", "经度")
    assert [(line.number, line.cells[1]) for line in sheet.lines] == [(4, "甲店")]


def test_a_header_merged_over_two_rows_is_one(tmp_path):
    path = excel(
        tmp_path / "a.xlsx",
        ["编码", "名称", "位置", ""],
        ["", "", "经度", "纬度"],
        ["C1", "甲店", "123", "41"],
    )

    sheet = read_sheet(path, known=KNOWN)

    assert sheet.headers == ("编码", "名称", "经度", "纬度")
    assert len(sheet.lines) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_in_every_encoding(tmp_path, encoding, delimiter):
    path = tmp_path / "a.csv"
    path.write_bytes(f"编码{delimiter}名称\r\n001{delimiter}甲店\u3000\r\n\r\n".encode(encoding))

    sheet = read_sheet(path, known=KNOWN)

    assert (sheet.headers, sheet.lines[0].cells) == (("编码", "名称"), ("001", "甲店"))


def test_what_nobody_sees_is_not_there(tmp_path):
    path = excel(tmp_path / "a.xlsx", ["编码", "名\u200b称"], ["C1", "甲店\u200b\xa0"])

    assert read_sheet(path).lines[0].cells == ("C1", "甲店")
    assert read_sheet(path).headers == ("编码", "名称")


def test_a_formula_counts_as_what_it_last_gave_and_a_code_as_it_is_written(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["编码", "名称"])
        page.write_string(1, 0, "00123")
        page.write_formula(1, 1, '="甲"&"店"', None, "甲店")
        page.write_number(2, 0, 6908512108211)
        page.write_string(2, 1, "乙店")

    assert [line.cells for line in read_sheet(path).lines] == [("00123", "甲店"), ("6908512108211", "乙店")]


def test_a_look_reads_the_first_rows_alone(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("名称\n" + "店\n" * 1000)

    assert len(read_sheet(path, first=20).lines) == 19


def test_columns_are_proposed_by_name_and_chosen_by_hand():
    headers = ("客户名称（必填）", "编码", "别名", "经度")

    proposed = propose(headers, COLUMNS)
    assert (proposed.places, proposed.unused) == ({"name": 0, "code": 1, "lng": 3}, ["别名"])
    chosen = propose(headers, COLUMNS, asked=by_header({"别名": "名称", "经度": ""}, headers, COLUMNS))
    assert chosen.places == {"name": 2, "code": 1}
    assert propose(("编码",), COLUMNS).missing == ["名称"]
    assert propose(("编码", "客户编码", "名称"), COLUMNS).twice == ["编码"]


def test_a_file_is_called_what_its_sender_calls_it(tmp_path):
    path = tmp_path / "030cce46.xlsx"
    path.write_bytes(b"no workbook")

    with pytest.raises(Refused, match=r"^客户\.xlsx 打不开"):
        read_sheet(path, name="客户.xlsx")


def test_a_character_that_no_database_keeps_is_left_out(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xe7\xbc\x96\xe7\xa0\x81,name\nC\x001,a\x00b\n")

    assert read_sheet(path).lines[0].cells == ("C1", "ab")


def test_a_quote_that_nobody_closes_swallows_no_rows(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('编码,名称\nC1,甲店\nC2,"5 寸屏店\nC3,丙店\n')

    with pytest.raises(Refused, match="第 4 行有引号不成对"):
        read_sheet(path)
