"""A document as values: blocks in the order in which they stand on the sheet.

Cells hold values, not texts: how a value looks is decided by its kind (`looks`), once for all three renderings. Texts
are data wherever they come from; no rendering reads markup in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

Kind = Literal[
    "text", "wide", "middle", "named", "amount", "money", "count", "number", "rate", "pace", "minutes",
    "day", "moment", "tone", "mark",
]  # fmt: skip
Tone = Literal["", "ahead", "near", "behind", "vain"]
RIGHT: frozenset[Kind] = frozenset({"amount", "money", "count", "number", "rate", "pace", "minutes"})
CENTRE: frozenset[Kind] = frozenset({"middle", "mark"})


@dataclass(frozen=True, slots=True)
class Named:
    """A name with what it is known by beside it: `好邻超市 C00021`."""

    name: str
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A value under or beside its name; `aside` is a short remark with a tone (a standard, the pace)."""

    name: str
    value: Any
    kind: Kind = "text"
    aside: str = ""
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Fields:
    """A grid of fields, `across` to a row."""

    part: ClassVar[str] = "fields"
    fields: Sequence[Field]
    across: int = 4


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, the kind of its values, its share of the width, and the unit in its head."""

    title: str
    kind: Kind = "text"
    width: float = 3
    unit: str = ""

    @property
    def side(self) -> Literal["left", "center", "right"]:
        return "right" if self.kind in RIGHT else "center" if self.kind in CENTRE else "left"


@dataclass(frozen=True, slots=True)
class Row:
    """Values in the order of the columns; `tone` colours the row (a call in vain)."""

    values: Sequence[Any]
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Total:
    """A line at the foot: a name over the first `span` columns, then values for the others."""

    name: str
    span: int
    values: Sequence[Any]
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose head is repeated on every page; without rows it says `empty`."""

    part: ClassVar[str] = "table"
    columns: Sequence[Column]
    rows: Sequence[Row]
    totals: Sequence[Total] = ()
    empty: str = ""

    def lines(self) -> list[tuple[Row, list[tuple[Column, Any]]]]:
        """Each row with its cells. Raises ValueError for a row that has not one value for each column."""
        return [(row, list(zip(self.columns, row.values, strict=True))) for row in self.rows]

    def sums(self) -> list[tuple[Total, list[tuple[Column, Any]]]]:
        """Each total with the cells after its name."""
        return [
            (total, list(zip(self.columns[total.span :], total.values, strict=True))) for total in self.totals
        ]


@dataclass(frozen=True, slots=True)
class Box:
    """A named box of lines; one without `marked` is prose."""

    name: str
    lines: Sequence[str]
    marked: bool = True


@dataclass(frozen=True, slots=True)
class Boxes:
    """Boxes side by side, `across` to a row; a last one alone takes the whole width."""

    part: ClassVar[str] = "boxes"
    boxes: Sequence[Box]
    across: int = 2


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a lane: where it begins and how long it is, in thousandths of the bar."""

    left: int
    width: int
    look: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """A line of a time bar: what is drawn, and the whole minutes in each hour."""

    name: str
    stretches: Sequence[Stretch]
    hours: Sequence[int]
    total: int


@dataclass(frozen=True, slots=True)
class TimeBar:
    """What the hours from `first` to `last` (of the day, whole) went to."""

    part: ClassVar[str] = "timebar"
    name: str
    total_name: str
    lanes: Sequence[Lane]
    total: int
    first: int = 6
    last: int = 24

    @property
    def marks(self) -> list[tuple[str, str]]:
        """`0600` and its place in percent, with a point whatever the language."""
        span = self.last - self.first
        return [
            (f"{hour:02d}00", f"{100 * (hour - self.first) / span:.2f}")
            for hour in range(self.first, self.last + 1)
        ]


@dataclass(frozen=True, slots=True)
class Note:
    """A line of small print between blocks."""

    part: ClassVar[str] = "note"
    text: str


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to sign on: who, and what stands there already."""

    part: ClassVar[str] = "signatures"
    lines: Sequence[tuple[str, str]]
    aside: str = ""


Block = Fields | Table | Boxes | TimeBar | Note | Signatures


@dataclass(frozen=True, slots=True)
class Document:
    """A sheet: `title` between the captions `left` and `right`, its blocks, and the foot of its pages.

    `name` is that of its files, without the ending.
    """

    title: str
    name: str
    blocks: Sequence[Block]
    left: str = ""
    right: str = ""
    foot: str = ""
    aside: str = ""
    landscape: bool = True
