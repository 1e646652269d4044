"""What an import did, thing by thing: what its rows made and changed, and which could not be taken after all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from tonglu.exchange.sheets.columns import Fault, FaultKind
from tonglu.exchange.sheets.sheet import Line


@dataclass(slots=True)
class Row:
    """A row that can be read: the values of its cells that are not empty, by the name of the column."""

    line: Line
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing made, or changed: `changes` are its fields, from the old value to the new."""

    line: int
    obj: Model
    changes: Mapping[str, tuple[Any, Any]] | None = None


@dataclass(slots=True)
class Ledger:
    """`created` and `updated` count rows; `deeds` are in the order in which they were done."""

    created: int = 0
    updated: int = 0
    deeds: list[Deed] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def made(self, row: Row, *objs: Model) -> None:
        """The row made these, the first being what it is about."""
        self.created += 1
        self.deeds.extend(Deed(row.line.number, obj) for obj in objs)

    def also(self, row: Row, obj: Model, changes: Mapping[str, tuple[Any, Any]] | None = None) -> None:
        """The row made or changed this besides."""
        self.deeds.append(Deed(row.line.number, obj, changes))

    def changed(self, row: Row, obj: Model, changes: Mapping[str, tuple[Any, Any]]) -> None:
        self.updated += 1
        if changes:
            self.deeds.append(Deed(row.line.number, obj, changes))

    def refuse(self, rows: Iterable[Row], reason: str) -> None:
        """What the house would not take when it came to it."""
        self.faults.extend(Fault(row.line, FaultKind.BAD, reason) for row in rows)
