"""Targets: a new version of each plan, drafted from the figures in force and those of the sheet."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tonglu.base.periods import parse
from tonglu.exchange.imports.context import WHOLE
from tonglu.exchange.imports.ledger import Ledger, Row
from tonglu.exchange.imports.noun import Changes, Noun
from tonglu.exchange.sheets.cells import amount, one_of, period
from tonglu.exchange.sheets.columns import BadCell, Column
from tonglu.planning.targets.models import TargetCell, TargetPlan, TargetVersion, Wanted
from tonglu.results.metrics.register import REGISTER

SALES = "sales_amount"


class Targets(Noun):
    key, title, model = "targets", pgettext_lazy("list", "目标"), TargetCell
    about = gettext_lazy("每人每期的目标和任务；导入成新的一版草稿，由总监批准后生效")
    identity = ("metric", "person", "period")
    beside = frozenset({"metric", "period"})
    undoable = False

    def columns(self) -> Sequence[Column]:
        metrics = {str(metric.name): key for key, metric in REGISTER.items()}
        return (
            Column(
                "person",
                ("工号", "姓名", "业务员", "人员", "person"),
                self.context.people,
                required=True,
                hint=_("工号或姓名"),
                example="E0001",
            ),
            Column(
                "period",
                ("期间", "月份", "period"),
                period,
                required=True,
                hint=_("如 2026-11、2026Q4、2026"),
                example="2026-12",
            ),
            Column(
                "amount", ("目标", "目标数", "amount"), amount, required=True, example="120000", kind="number"
            ),
            Column(
                "must",
                ("任务", "任务数", "must"),
                amount,
                hint=_("空着即等于目标"),
                example="100000",
                kind="number",
            ),
            Column(
                "metric",
                ("指标", "metric"),
                one_of({**metrics, **{key: key for key in REGISTER}}),
                hint=_("空着即销售额"),
                choices=tuple(metrics),
            ),
        )

    def complete(self, values: dict[str, Any]) -> None:
        values.setdefault("metric", SALES)
        values.setdefault("must", values["amount"])
        if values["must"] > values["amount"]:
            raise BadCell(_("任务高于目标"), ("amount", "must"))

    def paths(self, values: Mapping[str, Any]) -> Iterable[str]:
        held = values["person"].held(on=self.context.on)
        return [position.unit.path for position in held] or [WHOLE]

    def known_by(self, values: Mapping[str, Any]) -> Hashable | None:
        return (values["metric"], values["person"].pk, values["period"].key)

    def stored(self, rows: Sequence[Row]) -> Mapping[Hashable, Model]:
        plans = {(row.values["metric"], row.values["period"].start.year) for row in rows}
        cells = TargetCell.objects.filter(
            version__state=TargetVersion.State.APPROVED,
            version__plan__metric__in={metric for metric, _year in plans},
            version__plan__year__in={year for _metric, year in plans},
        ).select_related("person", "version__plan")
        return {(c.version.plan.metric, c.person_id, c.period): c for c in cells}

    def changes(self, obj: Model, values: Mapping[str, Any]) -> Changes:
        return super().changes(obj, {name: values[name] for name in ("amount", "must")})

    def label(self, obj: Any) -> str:
        return _("{person} {period} 的目标").format(person=obj.person, period=obj.period)

    def value(self, obj: Any, name: str) -> Any:
        return obj.version.plan.metric if name == "metric" else getattr(obj, name)

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._rows: list[Row] = []

    def create(self, rows: Sequence[Row], ledger: Ledger) -> None:
        self._rows += rows
        ledger.created += len(rows)

    def update(self, pairs: Sequence[tuple[Row, Model, Changes]], ledger: Ledger) -> None:
        self._rows += [row for row, _obj, _changes in pairs]
        ledger.updated += len(pairs)

    def finish(self, ledger: Ledger) -> None:
        """One draft for each metric and year, with everyone's figures: those of the sheet before those in force."""
        for metric, year in sorted({(r.values["metric"], r.values["period"].start.year) for r in self._rows}):
            rows = [
                r for r in self._rows if (r.values["metric"], r.values["period"].start.year) == (metric, year)
            ]
            plan, _created = TargetPlan.objects.get_or_create(metric=metric, year=year)
            cells = {
                (cell.person_id, cell.period): Wanted(cell.person, parse(cell.period), cell.amount, cell.must)
                for cell in (plan.in_force.cells.select_related("person") if plan.in_force else ())
            }
            for row in rows:
                v = row.values
                cells[v["person"].pk, v["period"].key] = Wanted(
                    v["person"], v["period"], v["amount"], v["must"]
                )
            context = self.context
            version = plan.draft(
                cells=list(cells.values()), reason=_("表格导入"), by=context.by, at=context.at
            )
            ledger.also(rows[0], version)
            ledger.notes.append(
                _("{year} 年的目标已成第 {number} 版草稿，待批准").format(year=year, number=version.number)
            )

    def shown(self, values: Mapping[str, Any]) -> dict[str, str]:
        shown = super().shown(values)
        if "period" in values:
            shown["period"] = getattr(values["period"], "key", str(values["period"]))
        if "metric" in values:
            shown["metric"] = str(REGISTER[values["metric"]].name)
        return shown
