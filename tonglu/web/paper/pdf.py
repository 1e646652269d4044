"""A document as PDF, set by Typst in Noto Sans SC; the same document gives the same bytes.

The fonts are taken from an npm package into `built/` when the front ends are built; no font of the machine is used.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tonglu.web.paper.document import (
    Block,
    Boxes,
    Document,
    Fields,
    Named,
    Note,
    Row,
    Signatures,
    Table,
    TimeBar,
    Total,
)
from tonglu.web.paper.document import Column as Of
from tonglu.web.paper.looks import plain

HERE = Path(__file__).parent
FONTS = HERE / "built"
TEMPLATE = HERE / "document.typ"
# a table of more columns than this is set smaller, so that twenty-one of them stay readable on A4
MANY = 12


class NoFonts(RuntimeError):
    """The fonts were not built; `scripts/front build` fetches them."""


def pdf(documents: Sequence[Document]) -> bytes:
    """One file with every document from a new page. Raises ValueError for none and NoFonts where they are missing."""
    if not documents:
        raise ValueError("there is no document to print")
    sheets = json.dumps([_sheet(document) for document in documents], ensure_ascii=False)
    lang = "zh" if (get_language() or "zh").startswith("zh") else "en"
    made = typst.compile(
        str(TEMPLATE),
        root=str(HERE),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"sheets": sheets, "lang": lang},
        format="pdf",
        timestamp=0,
        pdf_tags=False,
    )
    if not isinstance(made, bytes):
        raise TypeError("Typst gave pages instead of one file")
    return made


@cache
def _fonts() -> typst.Fonts:
    """Read once a process: the two files have ten megabytes each."""
    if not any(FONTS.glob("*.ttf")):
        raise NoFonts(f"no fonts in {FONTS}; run scripts/front build")
    return typst.Fonts(include_system_fonts=False, font_paths=[FONTS])


def _sheet(document: Document) -> dict[str, Any]:
    return {
        "title": document.title,
        "tracking": 0.3 if len(document.title) < 10 and not document.title.isascii() else 0,
        "left": document.left,
        "right": document.right,
        "foot": document.foot,
        "aside": document.aside,
        "landscape": document.landscape,
        "pages": _("第 {page} 页，共 {pages} 页"),
        "parts": [{"part": block.part, **_part(block)} for block in document.blocks],
    }


def _part(block: Block) -> dict[str, Any]:
    match block:
        case Fields():
            fields = [
                {"name": f.name, "value": plain(f.value, f.kind), "aside": f.aside, "tone": f.tone}
                for f in block.fields
            ]
            return {"across": block.across, "fields": fields}
        case Table():
            return _table(block)
        case Boxes():
            boxes = [{"name": b.name, "lines": list(b.lines), "marked": b.marked} for b in block.boxes]
            return {"across": block.across, "boxes": boxes}
        case TimeBar():
            return _timebar(block)
        case Note():
            return {"text": block.text}
        case Signatures():
            return {"lines": [list(line) for line in block.lines], "aside": block.aside}


def _table(block: Table) -> dict[str, Any]:
    return {
        "size": 0.94 if len(block.columns) > MANY else 1.0,
        "columns": [
            {
                "title": c.title,
                "unit": c.unit,
                "side": c.side,
                "width": c.width,
                # Chinese folds between any two signs
                "upright": c.kind == "mark" and c.title.isascii(),
            }
            for c in block.columns
        ],
        "rows": [_row(row, cells) for row, cells in block.lines()],
        "totals": [_total(total, cells) for total, cells in block.sums()],
        "empty": block.empty or "—",
    }


def _row(row: Row, cells: Sequence[tuple[Of, Any]]) -> dict[str, Any]:
    return {"tone": row.tone, "cells": [_cell(column, value) for column, value in cells]}


def _total(total: Total, cells: Sequence[tuple[Of, Any]]) -> dict[str, Any]:
    found = [_cell(column, value) for column, value in cells]
    return {"name": total.name, "aside": total.aside, "span": total.span, "cells": found}


def _cell(column: Of, value: Any) -> list[str]:
    if isinstance(value, Named):
        return [value.name, value.aside] if value.aside else [value.name]
    return [plain(value, column.kind)]


def _timebar(block: TimeBar) -> dict[str, Any]:
    return {
        "name": block.name,
        "total_name": block.total_name,
        "sum_name": _("合计"),
        "first": block.first,
        "last": block.last,
        "marks": [[name, float(left)] for name, left in block.marks],
        "lanes": [
            {
                "name": lane.name,
                "total": str(lane.total or ""),
                "stretches": [{"left": s.left, "width": s.width, "look": s.look} for s in lane.stretches],
            }
            for lane in block.lanes
        ],
        "total": str(block.total),
    }
