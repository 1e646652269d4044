"""How far today's calls are, beside a board: done and planned, by its lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tonglu.directory.org.models import Unit
from tonglu.directory.org.scope import Scope
from tonglu.results.boards.queries import Line
from tonglu.results.metrics import engine
from tonglu.results.metrics.engine import Cut
from tonglu.results.metrics.register import Measure

PLANNED = Measure("stops", "one")
DONE = Measure("calls", "one")


@dataclass(frozen=True, slots=True)
class Progress:
    """Calls completed today, planned or not, and stops planned."""

    done: int
    planned: int


def progress(*, scope: Scope, on: date, lines: Sequence[Line], unit: Unit | None) -> Mapping[str, Progress]:
    """The code of each line → its calls of a day; the whole under an empty code."""
    cut = Cut(on, on, on, scope, within=unit.path if unit else "")
    by = ("rep",)
    if lines and lines[0].kind == "unit" and unit:
        by = ("branch",)
        cut = replace(
            cut, branches=tuple((child.path, child.code) for child in unit.children.order_by("code"))
        )
    done, planned = (engine.totals(measure=measure, by=by, cut=cut) for measure in (DONE, PLANNED))
    parts = {line.code: Progress(done.get((line.code,), 0), planned.get((line.code,), 0)) for line in lines}
    cut = replace(cut, branches=())
    whole = Progress(*(engine.totals(measure=measure, cut=cut).get((), 0) for measure in (DONE, PLANNED)))
    return {**parts, unit.code if unit else "": whole}
