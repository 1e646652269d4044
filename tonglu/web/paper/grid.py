"""How blocks of different columns share the one grid of a worksheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tonglu.web.paper.document import Boxes, Column, Document, Fields, Signatures, Table, TimeBar
from tonglu.web.paper.looks import plain

# what an A4 sheet takes at nine points, in characters of Excel's columns
LANDSCAPE, UPRIGHT = 172.0, 110.0


def grid(document: Document) -> list[float]:
    """The widths of the worksheet's columns: those of its widest table, or as many even ones as its blocks need."""
    tables = [block for block in document.blocks if isinstance(block, Table)]
    widest = max(tables, key=lambda table: len(table.columns), default=None)
    shares = [column.width for column in widest.columns] if widest else []
    need = max(map(_least, document.blocks), default=1)
    if len(shares) < need:
        shares = [1.0] * need
    paper = LANDSCAPE if document.landscape else UPRIGHT
    return [round(share * paper / sum(shares), 1) for share in shares]


def _least(block: object) -> int:
    """How many columns a block cannot do without."""
    match block:
        case Fields():
            return 2 * block.across
        case Table():
            return len(block.columns)
        case TimeBar():
            return block.last - block.first + 2
        case Signatures():
            return 3 * len(block.lines)
        case Boxes():
            return 2
    return 1


def spread(widths: Sequence[float], shares: Sequence[float]) -> list[tuple[int, int]]:
    """The first and last column of each share, at least one column each, cut where the widths come nearest.

    Raises ValueError where there are more shares than columns.
    """
    if len(shares) > len(widths):
        raise ValueError(f"{len(shares)} shares do not fit into {len(widths)} columns")
    edges = [0.0]
    for width in widths:
        edges.append(edges[-1] + width)
    whole, gone, first = sum(shares), 0.0, 0
    spans = []
    for n, share in enumerate(shares):
        gone += share
        wanted = edges[-1] * gone / whole
        most = len(widths) - (len(shares) - n - 1)
        stop = min(range(first + 1, most + 1), key=lambda edge: abs(edges[edge] - wanted))
        spans.append((first, len(widths) - 1 if n == len(shares) - 1 else stop - 1))
        first = stop
    return spans


def lines_of(cells: Sequence[tuple[Column, Any]], widths: Sequence[float]) -> int:
    """How many lines the fullest cell of a row needs; a Chinese character is as wide as two others."""
    return max(
        (
            sum(1 + int((_ems(line) - 0.5) / width) for line in plain(value, column.kind).split("\n"))
            for (column, value), width in zip(cells, widths, strict=True)
        ),
        default=1,
    )


def _ems(text: str) -> int:
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)
