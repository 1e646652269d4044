"""Asking the register: a metric by dimensions over days, and the rows behind it, on Django's own connection."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from tonglu.base.errors import NotYours, Refused
from tonglu.customers.cards.models import Customer
from tonglu.directory.catalog.models import Sku
from tonglu.directory.org.fields import FieldGroup, sees
from tonglu.directory.org.models import Company, Person, Position, Unit
from tonglu.directory.org.scope import Scope
from tonglu.results.metrics.facts import FACTS, Table, table
from tonglu.results.metrics.language import compiled, given, ibis
from tonglu.results.metrics.register import REGISTER, Measure, Metric

Key = tuple[str, ...]
TIMES = ("day", "week", "month", "quarter", "year")
ENTITIES = ("rep", "unit", "customer", "sku")
DIMENSIONS = (*ENTITIES, *TIMES)


@dataclass(frozen=True, slots=True)
class Cut:
    """Which facts: the days `first` to `last`, both included, seen on `as_of`, by whom, narrowed to what.

    `within` is the path of a unit (with all below it); `only` pairs of a dimension and a key of it. `branches`, pairs
    of a unit's path and code, are what the dimension `branch` groups by: units with all below them.
    """

    first: date
    last: date
    as_of: date
    scope: Scope | None = None
    within: str = ""
    only: tuple[tuple[str, str], ...] = ()
    branches: tuple[tuple[str, str], ...] = ()

    @property
    def sees_cost(self) -> bool:
        """Whether cost and margin are for the one who looks; without a scope nobody in particular looks."""
        return self.scope is None or sees(self.scope.roles, FieldGroup.COST)

    def narrow(self, **codes: str) -> Cut:
        return replace(self, only=(*self.only, *codes.items()))

    @property
    def form(self) -> Form:
        scope = self.scope
        return Form(
            seen=(max(len(scope.positions), 1), len(scope.paths)) if scope else None,
            within=bool(self.within),
            only=tuple(name for name, _code in self.only),
            branches=len(self.branches),
        )

    def given(self) -> dict[str, Any]:
        """The values, by the names under which the text of a query of this form knows them."""
        lists: dict[str, Sequence[Any]] = {
            "position": sorted(self.scope.positions) or [0] if self.scope else (),
            "path": self.scope.paths if self.scope else (),
            "only": [_stored(name, code) for name, code in self.only],
            "branch": [path for path, _code in self.branches],
            "code": [code for _path, code in self.branches],
        }
        numbered = {f"{name}_{n}": value for name, found in lists.items() for n, value in enumerate(found)}
        single = {"first": self.first, "last": self.last, "as_of": self.as_of, "within": self.within}
        return single | numbered


@dataclass(frozen=True, slots=True)
class Form:
    """What of a cut the text of a query depends on: which values there are, not what they are.

    `seen`: by how many positions and how many paths it is cut to what someone sees; `only`: the dimensions narrowed.
    """

    seen: tuple[int, int] | None = None
    within: bool = False
    only: tuple[str, ...] = ()
    branches: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a metric for one key of the dimensions; None where the denominator is zero."""

    key: Key
    value: Decimal | None


def metric(key: str) -> Metric:
    """Raises Refused, naming the key, when there is no such metric."""
    if key not in REGISTER:
        raise Refused(
            _("没有指标 {key}；可用：{known}"), key=key, known=", ".join(REGISTER), code="unknown_metric"
        )
    return REGISTER[key]


def values(*, key: str, by: Sequence[str] = (), cut: Cut) -> list[Cell]:
    """The metric's cells in order of their keys: codes for entities, period keys for times.

    A fact belongs to the unit of its own position, so that the cells of `unit` add up to the whole.
    Raises Refused for an unknown metric, or a dimension by which it cannot be cut.
    """
    wanted = metric(key)
    for dimension in (*by, *(name for name, _code in cut.only)):
        if dimension not in {"rep", "unit", "branch", *TIMES, *wanted.dimensions}:
            raise Refused(
                _("指标 {key} 不能按 {dimension} 分；可用：{known}"),
                key=key,
                dimension=dimension,
                known=_can_be_cut_by(wanted),
                code="bad_dimension",
            )
    sums = {measure: totals(measure=measure, by=by, cut=cut) for measure in wanted.measures}
    keys = sorted({key for totals in sums.values() for key in totals})
    return [Cell(key, _value(wanted, sums, key)) for key in keys]


def figures(*, keys: Sequence[str], by: Sequence[str] = (), cut: Cut) -> dict[Key, dict[str, Decimal | None]]:
    """Several metrics by the same dimensions, as `values` has them, but each measure is asked once.

    What is not for the one who looks is left out.
    """
    wanted = [one for key in keys if not (one := metric(key)).of_cost or cut.sees_cost]
    measures = {measure for one in wanted for measure in one.measures}
    sums = {measure: totals(measure=measure, by=by, cut=cut) for measure in measures}
    found: dict[Key, dict[str, Decimal | None]] = {}
    for one in wanted:
        for cell in sorted({cell for measure in one.measures for cell in sums[measure]}):
            found.setdefault(cell, {})[one.key] = _value(one, sums, cell)
    return found


def value(*, key: str, cut: Cut) -> Decimal | None:
    """The metric over the whole cut; None where there is nothing to compute it from."""
    return next((cell.value for cell in values(key=key, cut=cut)), None)


def _can_be_cut_by(wanted: Metric) -> str:
    return ", ".join(d for d in DIMENSIONS if d in {"rep", "unit", *TIMES, *wanted.dimensions})


def _value(wanted: Metric, sums: Mapping[Measure, Mapping[Key, int]], key: Key) -> Decimal | None:
    top = sums[wanted.top].get(key, 0) - (sums[wanted.less].get(key, 0) if wanted.less else 0)
    bottom = sums[wanted.bottom].get(key, 0) if wanted.bottom else 1
    return ratio(top * wanted.factor[0], bottom * wanted.factor[1])


def ratio(top: int, bottom: int) -> Decimal | None:
    """The one division: of exact whole sums, to 28 digits, the same on every engine; None over zero."""
    return Decimal(top) / Decimal(bottom) if bottom else None


def totals(*, measure: Measure, by: Sequence[str] = (), cut: Cut) -> dict[Key, int]:
    """One measure's sums, in stored units, by the keys of the dimensions. Raises NotYours for cost unseen."""
    _allow(measure, cut)
    basis = Company.current().sales_basis
    rows = _run(_sql_of_totals(measure, tuple(by), cut.form, basis, connection.vendor), cut.given())
    return {tuple(map(_shown, by, row[:-1])): int(row[-1] or 0) for row in rows if by or row[-1] is not None}


def _allow(measure: Measure, cut: Cut) -> None:
    if measure.of_cost and not cut.sees_cost:
        raise NotYours(_("成本和毛利不在您的查看权限内；需要时请上级提供"))


@lru_cache(maxsize=1024)
def _sql_of_totals(measure: Measure, by: tuple[str, ...], form: Form, basis: str, vendor: str) -> str:
    """`basis` is part of the key: the company's choice changes what a sale is."""
    rows = _cut(measure.rows(), FACTS[measure.fact].dimensions, form)
    keys = {f"k{n}": _dimension(rows, name, form) for n, name in enumerate(by)}
    if "branch" in by:
        rows = rows.filter(_dimension(rows, "branch", form).notnull())
    grouped = rows.group_by(**keys) if keys else rows
    return compiled(grouped.aggregate(total=measure.total(rows)), vendor)


def version() -> str:
    """Twelve hex digits that change when what any metric computes does, or what the company counts as a sale.

    It is stored with figures that are frozen, so that they can be told from figures of another meaning.
    """
    return _version(Company.current().sales_basis)


@lru_cache
def _version(basis: str) -> str:
    sums = (
        (metric.key, metric.factor, _sql_of_totals(measure, (), Form(), basis, "sqlite"))
        for metric in REGISTER.values()
        for measure in metric.measures
    )
    return hashlib.sha256(repr(sorted(sums)).encode()).hexdigest()[:12]


def _run(sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _cut(rows: Table, dimensions: frozenset[str], form: Form) -> Table:
    """The fact's rows in a cut of that form, with the codes and names of their dimensions beside them."""
    rows = rows.filter(rows.day >= given("first", "date"), rows.day <= given("last", "date"))
    rows = _with_names(rows, dimensions)
    if form.within:
        rows = rows.filter(_below(rows, "within"))
    if form.seen is not None:
        positions, paths = form.seen
        mine = rows.position_id.isin([given(f"position_{n}", "int64") for n in range(positions)])
        for n in range(paths):
            mine = mine | _below(rows, f"path_{n}")
        rows = rows.filter(mine)
    for n, name in enumerate(form.only):
        rows = rows.filter(_dimension(rows, name, form).cast("string") == given(f"only_{n}", "string"))
    return rows


def _below(rows: Table, path: str) -> Any:
    """Whether the row's unit is below the path given by that name.

    A path has digits and slashes only, so that LIKE on SQLite and starts_with elsewhere agree.
    """
    return rows.path.startswith(given(path, "string"))


def _with_names(rows: Table, dimensions: frozenset[str]) -> Table:
    positions, units, people = table(Position), table(Unit), table(Person)
    places = positions.join(units, positions.unit_id == units.id)
    places = places.select(place=positions.id, path=units.path, unit=units.code)
    rows = rows.join(places, rows.position_id == places.place)
    who = people.select(who=people.id, rep=people.code, rep_name=people.name)
    rows = rows.join(who, rows.person_id == who.who)
    for dimension, model in (("customer", Customer), ("sku", Sku)):
        if dimension in dimensions:
            names = table(model)
            names = names.select(
                **{f"{dimension}_key": names.id, dimension: names.code, f"{dimension}_name": names.name}
            )
            rows = rows.join(names, rows[f"{dimension}_id"] == names[f"{dimension}_key"])
    return rows


def _dimension(rows: Table, name: str, form: Form) -> Any:
    if name in ENTITIES:
        return rows[name]
    if name == "branch":
        numbers = range(form.branches)
        cases = ((_below(rows, f"branch_{n}"), given(f"code_{n}", "string")) for n in numbers)
        return ibis().cases(*cases, else_=None)
    day = rows.day
    match name:
        case "day":
            return day
        case "week":
            return day.truncate("W").cast("date")
        case "month":
            return day.year() * 100 + day.month()
        case "quarter":
            month = day.month()
            third = ibis().cases((month <= 3, 1), (month <= 6, 2), (month <= 9, 3), else_=4)
            return day.year() * 10 + third
    return day.year()


def _shown(name: str, stored: Any) -> str:
    """The key of a dimension's value as people write it: `C0012`, `2026-11-22`, `2026-11`, `2026Q4`, `2026`."""
    if name in {"month", "quarter", "year"}:
        stored = int(stored)  # PostgreSQL's parts of a date are numerics
    match name:
        case "month":
            return f"{stored // 100}-{stored % 100:02d}"
        case "quarter":
            return f"{stored // 10}Q{stored % 10}"
    if isinstance(stored, datetime):
        stored = stored.date()
    return stored.isoformat() if isinstance(stored, date) else str(stored)


def _stored(name: str, shown: str) -> str:
    """The reverse of `_shown`, as text."""
    match name:
        case "month":
            return shown.replace("-", "")
        case "quarter":
            return shown.replace("Q", "")
    return shown


@dataclass(frozen=True, slots=True)
class Rows:
    """A page of the rows behind a measure, the number of them all, and their total in stored units."""

    columns: tuple[str, ...]
    rows: list[dict[str, Any]]
    count: int
    total: int


def behind(*, measure: Measure, cut: Cut, offset: int = 0, limit: int = 50) -> Rows:
    """The rows that a measure of a metric is computed from, newest first; `value` is what each adds to it."""
    _allow(measure, cut)
    totals, listed, columns = _sql_of_rows(
        measure, cut.form, Company.current().sales_basis, connection.vendor
    )
    values = cut.given()
    count, total = _run(totals, values)[0]
    page = _run(listed, values | {"offset": offset, "limit": limit})
    rows = [dict(zip(columns, row, strict=True)) for row in page]
    return Rows(FACTS[measure.fact].show, rows, count, int(total or 0))


@lru_cache(maxsize=256)
def _sql_of_rows(measure: Measure, form: Form, basis: str, vendor: str) -> tuple[str, str, tuple[str, ...]]:
    """The count and total, the page, and the columns of the page."""
    fact = FACTS[measure.fact]
    rows = _cut(measure.rows(), fact.dimensions, form)
    chosen = {column: rows[column] for column in fact.show}
    names = {f"{name}_name": rows[f"{name}_name"] for name in ("rep", "customer", "sku") if name in fact.show}
    listed = rows.select(**chosen, **names, value=rows[measure.column])
    listed = listed.order_by([listed.day.desc(), *(listed[c] for c in listed.columns if c != "day")])
    totals = rows.aggregate(n=rows.count(), total=measure.total(rows))
    page = f"{compiled(listed, vendor)} LIMIT %(limit)s OFFSET %(offset)s"
    return compiled(totals, vendor), page, tuple(listed.columns)
