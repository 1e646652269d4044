"""Cells that name another row of the same sheet: a unit whose superior comes with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from tonglu.exchange.imports.context import Book
from tonglu.exchange.imports.ledger import Row
from tonglu.exchange.sheets.cells import half
from tonglu.exchange.sheets.columns import BadCell


class Ahead(str):
    """The name or code of something that is not there yet."""

    __slots__ = ()


def or_ahead(book: Book[Any]) -> Callable[[str], Any]:
    """What the house has of that name, else a promise that the sheet brings it."""

    def read(cell: str) -> Any:
        try:
            return book(cell)
        except BadCell:
            return Ahead(half(cell))

    return read


def missing(rows: Sequence[Row], name: str, keys: tuple[str, ...]) -> Iterable[tuple[Row, BadCell]]:
    """Rows whose promise no row of the sheet keeps, also because they wait for each other in a ring."""
    above = {str(row.values.get(key)): row for row in rows for key in keys}
    for row in rows:
        seen: set[int] = set()
        now: Row | None = row
        while now is not None and isinstance(ahead := now.values.get(name), Ahead):
            if id(now) in seen:
                yield row, BadCell(_("{cell!r} 与本行互为上级").format(cell=str(ahead)), (name,))
                break
            seen.add(id(now))
            if (now := above.get(ahead)) is None:
                yield row, BadCell(_("没有 {cell!r}，本表里也没有").format(cell=str(ahead)), (name,))


def in_order(rows: Sequence[Row], name: str, keys: tuple[str, ...]) -> list[Row]:
    """Each row behind the one that it waits for."""
    left = {str(row.values.get(key)) for row in rows for key in keys}
    waiting, ready = list(rows), []
    while waiting:
        now = [row for row in waiting if not _waits(row, name, left)] or waiting
        for row in now:
            left -= {str(row.values.get(key)) for key in keys}
        ready += now
        waiting = [row for row in waiting if not any(row is one for one in now)]
    return ready


def _waits(row: Row, name: str, left: set[str]) -> bool:
    ahead = row.values.get(name)
    return isinstance(ahead, Ahead) and ahead in left
