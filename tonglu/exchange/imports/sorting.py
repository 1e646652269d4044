"""The second step: which rows are new, which are there, and which may be something that is there already."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Model, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tonglu.exchange.imports.ledger import Row
from tonglu.exchange.imports.noun import Changes, Match, Noun
from tonglu.exchange.sheets.columns import Fault, FaultKind

_EVERY = 1000


class Policy(TextChoices):
    """What happens to a row that is there already, under other values."""

    BACK = "back", pgettext_lazy("policy", "退回")
    SKIP = "skip", pgettext_lazy("policy", "跳过")
    UPDATE = "update", pgettext_lazy("policy", "更新")
    CREATE = "create", gettext_lazy("仍然新建")


@dataclass(frozen=True, slots=True)
class Pair:
    """A row beside what it may be again, and what was decided about it."""

    row: Row
    match: Match
    decision: Policy


@dataclass(slots=True)
class Sorted:
    """`same` rows say what is there already; `skipped` ones were left out by decision."""

    new: list[Row] = field(default_factory=list)
    known: list[tuple[Row, Model, Changes]] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    same: int = 0
    skipped: int = 0


def sort_rows(
    noun: Noun, rows: Sequence[Row], *, existing: Policy, decisions: Mapping[int, Policy] | None = None
) -> Sorted:
    """Sorts the rows in their order; a `decision` about a row (by its number) goes before `existing`."""
    sorter = _Sorter(noun, rows, existing, decisions or {})
    for n, row in enumerate(rows, start=1):
        sorter.take(row)
        if not n % _EVERY:
            noun.context.tick(n, len(rows))
    return sorter.done()


class _Sorter:
    def __init__(
        self, noun: Noun, rows: Sequence[Row], existing: Policy, decisions: Mapping[int, Policy]
    ) -> None:
        self.noun, self.existing, self.decisions = noun, existing, decisions
        self.stored = noun.stored(rows)
        self.alike = noun.alike()
        self.sorted = Sorted()
        self.seen: dict[Hashable, Row] = {}
        # rows that an earlier row or a thing takes up, by the identity of the row; values are merged into the first
        self.targets: dict[int, tuple[Row, Model | None]] = {}

    def take(self, row: Row) -> None:
        match = self._match(row)
        if match is None:
            self._settle(row, None)
        elif match.hidden:
            self._back(row, match)
        elif match.obj is not None and not self.noun.changes(match.obj, row.values):
            self._settle(row, match.obj)
        else:
            self._decide(row, match)

    def done(self) -> Sorted:
        for row, obj in self.targets.values():
            if obj is None:
                self.sorted.new.append(row)
            elif changes := self.noun.changes(obj, row.values):
                self.sorted.known.append((row, obj, changes))
            else:
                self.sorted.same += 1
        return self.sorted

    def _match(self, row: Row) -> Match | None:
        key = self.noun.known_by(row.values)
        if key is not None:
            if (above := self.seen.get(key)) is not None:
                return Match(_("与第 {n} 行是同一条").format(n=above.line.number), exact=True, row=above)
            if (obj := self.stored.get(key)) is not None:
                hidden = not self.noun.holds(obj)
                reason = (
                    _("已有同一编码的，但不在您的管辖范围内")
                    if hidden
                    else _("已有 {there}").format(there=self.noun.label(obj))
                )
                return Match(reason, exact=True, obj=obj, hidden=hidden)
        return self.alike.find(row)

    def _decide(self, row: Row, match: Match) -> None:
        decision = self.decisions.get(row.line.number, self.existing)
        self.sorted.pairs.append(Pair(row, match, decision))
        if decision == Policy.SKIP:
            self.sorted.skipped += 1
        elif decision == Policy.UPDATE:
            self._merge(row, match)
        elif decision == Policy.CREATE and not match.exact:
            self._settle(row, None)
        else:
            self._back(row, match)

    def _merge(self, row: Row, match: Match) -> None:
        if match.row is None:
            self._settle(row, match.obj)
            return
        first, obj = self.targets.get(id(match.row), (match.row, None))
        kept = {name: first.values[name] for name in self.noun.identity if name in first.values}
        first.values.update({**row.values, **kept})
        self.targets[id(match.row)] = first, obj
        self.sorted.skipped += 1

    def _settle(self, row: Row, obj: Model | None) -> None:
        self.targets[id(row)] = row, obj
        self._remember(row)

    def _remember(self, row: Row) -> None:
        key = self.noun.known_by(row.values)
        if key is not None:
            self.seen.setdefault(key, row)
        self.alike.add(row)

    def _back(self, row: Row, match: Match) -> None:
        kind = FaultKind.BAD if match.hidden else FaultKind.DUPLICATE
        self.sorted.faults.append(Fault(row.line, kind, match.reason))
