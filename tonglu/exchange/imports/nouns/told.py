"""What happened, as it was written down elsewhere: each thing is taken once, by the verb of the house, and stays."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from tonglu.base.errors import NotYours, Refused
from tonglu.directory.org.models import Person, Position
from tonglu.exchange.imports.context import Context
from tonglu.exchange.imports.ledger import Ledger, Row
from tonglu.exchange.imports.noun import Changes, Noun
from tonglu.exchange.sheets.cells import half
from tonglu.exchange.sheets.columns import BadCell

_NOON = time(12)


def instant(context: Context, on: date, when: time = _NOON) -> datetime:
    """A time of a business day; without one its middle, but on the day of the import the import's own instant."""
    if when is _NOON and on == context.today:
        return context.at
    return datetime.combine(on, when, tzinfo=context.zone)


def past_day(context: Context, day: Callable[[str], date]) -> Callable[[str], date]:
    """A day that has come."""

    def read(cell: str) -> date:
        found = day(cell)
        if found > context.today:
            raise BadCell(_("{day} 还没有到").format(day=found))
        return found

    return read


class Told(Noun):
    """A document. Its rows are known again by what people know it by, and one that says something else goes back:
    what was written down is not rewritten from a sheet."""

    by_verbs = True
    undoable = False
    # what the rows of one document say in common
    common: tuple[str, ...] = ()

    def paths(self, values: Mapping[str, Any]) -> Iterable[str]:
        """The customers of the book are the sender's own already, and positions are asked for by `hold`."""
        return ()

    def together_by(
        self,
        rows: Sequence[Row],
        key: Callable[[Row], Hashable],
        do: Callable[[Sequence[Row]], Model],
        ledger: Ledger,
    ) -> None:
        """Rows of one key become one document, by a verb of the house; what it refuses goes back with its reason."""
        documents: dict[Hashable, list[Row]] = {}
        for row in rows:
            documents.setdefault(key(row), []).append(row)
        for n, lines in enumerate(documents.values(), start=1):
            try:
                with transaction.atomic():
                    made = do(lines)
            except Refused as refused:
                ledger.refuse(lines, refused.reason)
            else:
                ledger.created += len(lines)
                ledger.also(lines[0], made)
            self.context.tick(n, len(documents))

    def agreed(self, rows: Sequence[Row]) -> dict[str, Any]:
        """What the rows say in common. Raises Refused where two of them say otherwise."""
        said: dict[str, Any] = {}
        titles = {column.name: column.title for column in self.columns()} if len(rows) > 1 else {}
        for row in rows:
            for name in self.common:
                if name in row.values and said.setdefault(name, row.values[name]) != row.values[name]:
                    raise Refused(
                        _("同一张单的各行“{title}”不一样：{one}、{other}"),
                        title=titles[name],
                        one=self.shown(said)[name],
                        other=self.shown(row.values)[name],
                    )
        return said

    def hold(self, position: Position) -> None:
        """Raises NotYours for a position that is not the sender's to write for."""
        if not self.context.holds(position.unit.path):
            raise NotYours(_("岗位 {position} 不在您的管辖范围内"), position=position)

    def position_on(self, person: Person, on: date) -> Position:
        """Whose position it was. Raises Refused for a person who held none that day, NotYours for another's."""
        position = person.position(on=on)
        if position is None:
            raise Refused(
                _("{name} {on} 没有岗位；请先导入他的任职"), name=person.name, on=on, code="no_position"
            )
        self.hold(position)
        return position

    def update(self, pairs: Sequence[tuple[Row, Model, Changes]], ledger: Ledger) -> None:
        for row, obj, _changes in pairs:
            ledger.refuse([row], _("{there}已经记下，表格不改写记下的事").format(there=self.label(obj)))

    def shown(self, values: Mapping[str, Any]) -> dict[str, str]:
        return {
            name: f"{value:%H:%M}" if isinstance(value, time) else said
            for (name, value), said in zip(values.items(), super().shown(values).values(), strict=True)
        }


def numbered(cell: str) -> str:
    """A number of another system as it is compared."""
    return half(cell).casefold()
