"""Documents as PDF: text as it is, fonts inside, heads repeated, the same bytes each time."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace

import pytest

from tonglu.web.paper.document import (
    Box,
    Boxes,
    Column,
    Document,
    Field,
    Fields,
    Named,
    Note,
    Row,
    Signatures,
    Table,
    Total,
)
from tonglu.web.paper.pdf import FONTS, pdf

pytestmark = [
    pytest.mark.skipif(not any(FONTS.glob("*.ttf")), reason="fonts not built (scripts/front build)"),
    pytest.mark.django_db,
]
HOSTILE = '#panic("x") *粗* _斜_ $x^2$ \\ `码` <标> @引 = 题 - 项 // 注 /* */ [方] {花} "引" ~ ‘’'
LONG = "https://example.com/" + "a" * 180
COLUMNS = [
    Column("顺序", "middle", 1),
    Column("客户", "named", 5),
    Column("金额", "amount", 2, unit="元"),
    Column("√", "mark", 1),
]


def listing(n: int, name: str = "好邻超市") -> Table:
    rows = [Row([i, Named(name, f"C{i:05d}"), i * 10, i % 2 == 0]) for i in range(1, n + 1)]
    return Table(COLUMNS, rows, [Total("合计", 2, [sum(range(n + 1)) * 10, n // 2])])


def document(*blocks, **more) -> Document:
    return Document(title="送货单", name="x", blocks=blocks, left="通路饮品", right="单位：元", **more)


def words(content: bytes) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler) is not installed")
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode()


def flat(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


def test_what_people_wrote_is_text_and_never_markup():
    text = flat(
        words(
            pdf(
                [
                    document(
                        Fields([Field("备注", HOSTILE), Field("店名", HOSTILE)], across=1),
                        listing(1, HOSTILE),
                        Boxes([Box("反思", [HOSTILE]), Box("批示", [HOSTILE], marked=False)], across=1),
                        Note(HOSTILE),
                        Signatures([(HOSTILE, HOSTILE)]),
                        foot=HOSTILE,
                    )
                ]
            )
        )
    )
    assert text.count(flat('#panic("x")*粗*_斜_$x^2$\\`码`<标>@引=题-项//注/**/[方]{花}')) >= 6


def test_a_word_without_an_end_stays_in_its_cell():
    text = words(pdf([document(listing(1, LONG))]))
    assert flat(LONG)[:60] in flat(text)
    assert "10.00" in text


def test_the_fonts_are_inside_and_only_what_is_used_of_them():
    content = pdf([document(listing(30))])
    assert len(content) < 150_000
    if not shutil.which("pdffonts"):
        pytest.skip("pdffonts (poppler) is not installed")
    done = subprocess.run(["pdffonts", "-"], input=content, capture_output=True, check=True)
    fonts = done.stdout.decode().splitlines()[2:]
    assert fonts
    for line in fonts:
        assert re.search(r"\+NotoSansSC-(Regular|Bold)\s.*\byes yes yes\b", line), line


def test_three_hundred_rows_repeat_their_head_on_every_page():
    pages = words(pdf([document(listing(300))])).split("\f")[:-1]
    assert len(pages) > 4
    for n, page in enumerate(pages, start=1):
        assert "金额 元" in page
        assert f"第 {n} 页，共 {len(pages)} 页" in page
    assert "C00300" in pages[-1]
    assert "451,500.00" in pages[-1]


def test_a_stack_counts_the_pages_of_each_document_by_itself():
    one = document(listing(3))
    pages = words(pdf([one, replace(one, landscape=False), one])).split("\f")[:-1]
    assert len(pages) == 3
    assert all("第 1 页，共 1 页" in page for page in pages)


def test_the_same_document_gives_the_same_bytes():
    assert pdf([document(listing(5))]) == pdf([document(listing(5))])


def test_emoji_and_signs_beyond_the_fonts_do_not_stop_it():
    assert "好邻" in words(pdf([document(listing(1, "好邻🍵☕𠮷\u0000\u202e超市"))]))


def test_no_document_is_an_error():
    with pytest.raises(ValueError, match="no document"):
        pdf([])


def test_an_empty_table_says_so():
    assert "还没有" in words(pdf([document(Table(COLUMNS, [], empty="还没有拜访"))]))
