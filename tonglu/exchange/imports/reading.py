"""The first step: the cells of a sheet as values, or what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from tonglu.base.sentences import clauses, labelled
from tonglu.exchange.imports.context import WHOLE
from tonglu.exchange.imports.ledger import Row
from tonglu.exchange.imports.noun import Noun
from tonglu.exchange.sheets.cells import half
from tonglu.exchange.sheets.columns import BadCell, Fault, FaultKind
from tonglu.exchange.sheets.sheet import Line, Sheet

_EVERY = 1000


def read_rows(noun: Noun, sheet: Sheet, places: Mapping[str, int]) -> tuple[list[Row], list[Fault]]:
    """The rows that can be read, and the others with all that is wrong, so that each comes back one time only."""
    reader = _Reader(noun, sheet, places)
    rows: list[Row] = []
    faults: list[Fault] = []
    for n, line in enumerate(sheet.lines, start=1):
        found = reader.read(line)
        if isinstance(found, Row):
            rows.append(found)
        else:
            faults.append(found)
        if not n % _EVERY:
            noun.context.tick(n, len(sheet.lines))
    strays = {id(row): bad for row, bad in noun.check_all(rows)}
    faults.extend(reader.fault(row.line, [(strays[id(row)], -1)]) for row in rows if id(row) in strays)
    rows = [row for row in rows if id(row) not in strays]
    return _whole(noun, rows, faults, places) if noun.together and faults else (rows, faults)


def _whole(
    noun: Noun, rows: list[Row], faults: list[Fault], places: Mapping[str, int]
) -> tuple[list[Row], list[Fault]]:
    """Of what stands and falls together, nothing without the rest."""
    marks = [places[name] for name in noun.together if name in places]
    fallen = {_marked(fault.line, marks): fault.line.number for fault in faults}
    good = []
    for row in rows:
        if (number := fallen.get(_marked(row.line, marks))) is None:
            good.append(row)
        else:
            reason = _("同一单的第 {n} 行有错").format(n=number)
            faults.append(Fault(row.line, FaultKind.BAD, reason))
    return good, faults


def _marked(line: Line, places: Sequence[int]) -> tuple[str, ...]:
    return tuple(half(line.cells[place]) for place in places)


class _Reader:
    def __init__(self, noun: Noun, sheet: Sheet, places: Mapping[str, int]) -> None:
        self.noun, self.headers, self.places = noun, sheet.headers, places
        self.steps = [
            (column.name, places[column.name], column.read, column.required)
            for column in noun.columns()
            if column.name in places
        ]

    def read(self, line: Line) -> Row | Fault:
        values: dict[str, object] = {}
        wrong: list[tuple[BadCell, int]] = []
        cells = line.cells
        if len(cells) > len(self.headers):
            wrong.append((BadCell(_("单元格比列名多，可能缺引号或多了逗号")), -1))
        for name, place, read, required in self.steps:
            cell = cells[place]
            try:
                if cell:
                    values[name] = read(cell)
                elif required:
                    raise BadCell(_("不能为空"))
            except BadCell as bad:
                wrong.append((bad, place))
        if not wrong:
            try:
                self.noun.complete(values)
                self._his(values)
            except BadCell as bad:
                wrong.append((bad, -1))
        return self.fault(line, wrong) if wrong else Row(line, values)

    def _his(self, values: Mapping[str, object]) -> None:
        """Raises BadCell for a row that touches a unit which is not the sender's."""
        context = self.noun.context
        if context.scope is None:
            return
        beyond = [path for path in self.noun.paths(values) if not context.holds(path)]
        if WHOLE in beyond:
            raise BadCell(_("全公司共用的资料，要由管全公司的人导入"))
        if beyond:
            raise BadCell(_("不在您的管辖范围内"))

    def fault(self, line: Line, wrong: list[tuple[BadCell, int]]) -> Fault:
        said = [labelled(self.headers[place], bad) if place >= 0 else str(bad) for bad, place in wrong]
        blamed = [place for _bad, place in wrong if place >= 0]
        blamed += [self.places[name] for bad, _p in wrong for name in bad.columns if name in self.places]
        return Fault(line, FaultKind.BAD, clauses(said), tuple(dict.fromkeys(blamed)))
