"""The third step, and all three together: a sheet into the house, or what would become of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tonglu.base.errors import Refused
from tonglu.base.journal.source import from_sheet
from tonglu.exchange.imports.ledger import Ledger, Row
from tonglu.exchange.imports.noun import Noun
from tonglu.exchange.imports.reading import read_rows
from tonglu.exchange.imports.sorting import Pair, Policy, Sorted, sort_rows
from tonglu.exchange.sheets.columns import Fault, FaultKind
from tonglu.exchange.sheets.mapping import propose
from tonglu.exchange.sheets.sheet import Sheet

# opens the transaction in which a sheet is written
Within = Callable[[], AbstractContextManager[Any]]
# what the steps take of the whole, measured with 100,000 customers
_READING, _SORTING, _WRITING = (0.05, 0.3), (0.3, 0.4), (0.4, 1.0)


@dataclass(frozen=True, slots=True)
class Wish:
    """How a sheet is to be taken: `columns` (place → column; empty: leave it out) where the proposal is wrong, what
    happens to rows that are there (`existing`, and `decisions` by the number of the row), and whether all or nothing
    is taken (`strict`)."""

    existing: Policy = Policy.BACK
    strict: bool = False
    columns: Mapping[int, str] = field(default_factory=dict)
    decisions: Mapping[int, Policy] = field(default_factory=dict)


@dataclass(slots=True)
class Carried:
    """What became of a sheet, or would. `held_back`: good rows that were not taken because another is bad."""

    sheet: Sheet
    sorted: Sorted
    faults: list[Fault]
    unused: Sequence[str]
    ledger: Ledger
    held_back: int = 0

    @property
    def counts(self) -> dict[str, int]:
        bad = sum(fault.kind == FaultKind.BAD for fault in self.faults)
        return {
            "rows": len(self.sheet.lines),
            "created": 0 if self.held_back else self.ledger.created,
            "updated": 0 if self.held_back else self.ledger.updated,
            "same": self.sorted.same,
            "skipped": self.sorted.skipped,
            "bad": bad,
            "duplicates": len(self.faults) - bad,
            "pairs": len(self.sorted.pairs),
            "held_back": self.held_back,
        }

    @property
    def pairs(self) -> Sequence[Pair]:
        return self.sorted.pairs


class _Taken(Exception):
    """Ends the transaction of a trial, or of a strict import that met a bad row."""


def carry(
    noun: Noun,
    sheet: Sheet,
    wish: Wish,
    *,
    dry: bool = False,
    within: Within = transaction.atomic,
    after: Callable[[Carried], None] | None = None,
) -> Carried:
    """Reads, sorts and writes a sheet; `dry` leaves everything as it was.

    Good rows go in together, with what `after(carried)` adds, `within` one transaction; when strict and any row is
    bad or a duplicate, nothing does. Raises Refused for a sheet whose columns are not sound, and when the house changed
    underneath.
    """
    mapped = propose(sheet.headers, noun.columns(), asked=wish.columns).sound()
    noun.context.span = _READING
    rows, faults = read_rows(noun, sheet, mapped.places)
    noun.context.span = _SORTING
    found = sort_rows(noun, rows, existing=wish.existing, decisions=wish.decisions)
    noun.context.span = _WRITING
    carried = Carried(sheet, found, faults + found.faults, mapped.unused, Ledger())
    try:
        with transaction.atomic() if dry else within():
            _write(noun, carried, wish, dry=dry)
            if dry or carried.held_back:
                raise _Taken
            if after is not None:
                after(carried)
    except _Taken:
        pass
    except IntegrityError as error:
        raise Refused(
            _("导入期间数据有变化，或两行相互冲突（{error}）；什么都没有写入，请再试"),
            error=error,
            code="changed",
        ) from error
    return carried


def _write(noun: Noun, carried: Carried, wish: Wish, *, dry: bool) -> None:
    """What a master list would do is known already; what the verbs of the house would, only they know."""
    found, ledger = carried.sorted, carried.ledger
    ready = len(found.new) + len(found.known)
    if wish.strict and carried.faults:
        carried.held_back = ready
        return
    ledger.notes += noun.remarks(found.new)
    if dry and not noun.by_verbs:
        ledger.created, ledger.updated = len(found.new), len(found.known)
        return
    with from_sheet(noun.context.file):
        noun.create(found.new, ledger)
        noun.update(found.known, ledger)
        noun.finish(ledger)
    carried.faults += ledger.faults
    if wish.strict and ledger.faults:
        carried.held_back = ready - len(ledger.faults)


def first_rows(noun: Noun, sheet: Sheet, wish: Wish, *, many: int) -> Sequence[tuple[Row | Fault, str]]:
    """What would happen with the first rows: each with its fate (new, update, same, skip, back)."""
    head = Sheet(sheet.headers, sheet.lines[:many])
    mapped = propose(head.headers, noun.columns(), asked=wish.columns).sound()
    rows, faults = read_rows(noun, head, mapped.places)
    found = sort_rows(noun, rows, existing=wish.existing, decisions=wish.decisions)
    back = {fault.line.number for fault in found.faults}
    fates = {
        **{row.line.number: "new" for row in found.new},
        **{row.line.number: "update" for row, _obj, _changes in found.known},
        **{pair.row.line.number: "skip" for pair in found.pairs if pair.decision == Policy.SKIP},
    }
    told: list[tuple[Row | Fault, str]] = [(fault, "back") for fault in faults + found.faults]
    told += [(row, fates.get(row.line.number, "same")) for row in rows if row.line.number not in back]
    return sorted(told, key=lambda one: one[0].line.number)
