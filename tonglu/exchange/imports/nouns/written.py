"""What people wrote for a day: where they meant to go, and what they thought of it afterwards."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tonglu.base.errors import Refused
from tonglu.base.money import ZERO
from tonglu.directory.org.models import Company, Person, Position
from tonglu.directory.org.signed import Signature
from tonglu.exchange.imports.ledger import Ledger, Row
from tonglu.exchange.imports.noun import Changes
from tonglu.exchange.imports.nouns.naming import customer_column, person_column, purpose_column
from tonglu.exchange.imports.nouns.told import Told, instant, past_day
from tonglu.exchange.sheets.cells import amount, day, whole
from tonglu.exchange.sheets.columns import BadCell, Column, text
from tonglu.fieldwork.dayplans.models import Call, DayPlan, PlannedStop, Purpose
from tonglu.planning.routes.models import plan_of
from tonglu.results.reports.models import DayReport


class Written(Told):
    """A document of one person and day, which his superior may have signed elsewhere."""

    together = ("person", "date")

    def _signed(self) -> Sequence[Column]:
        context = self.context
        return (
            Column(
                "signer",
                ("签核人", "批示人", "signer"),
                context.people,
                hint=_("在纸上或原系统里签过的上级；工号或姓名"),
            ),
            Column("words", ("签核意见", "批示", "words"), text(400)),
            Column(
                "signed_on",
                ("签核日期", "批示日期", "signed_on"),
                past_day(context, day),
                hint=_("空着即单据当天"),
                kind="day",
            ),
        )

    def complete(self, values: dict[str, Any]) -> None:
        if "signer" not in values and ("words" in values or "signed_on" in values):
            raise BadCell(_("有签核的意见或日期，没有签核人"), ("signer",))

    def known_by(self, values: Mapping[str, Any]) -> Hashable | None:
        return (values["person"].pk, values["date"])

    def signature(self, said: Mapping[str, Any]) -> Signature | None:
        if "signer" not in said:
            return None
        at = instant(self.context, said.get("signed_on", said["date"]))
        return Signature(said["signer"], at, said.get("words", ""))

    def create(self, rows: Sequence[Row], ledger: Ledger) -> None:
        self.context.account()

        def key(row: Row) -> Hashable:
            return (row.values["person"].pk, row.values["date"])

        self.together_by(rows, key, self.bring, ledger)

    def bring(self, rows: Sequence[Row]) -> Model:
        """One document of these rows."""
        raise NotImplementedError

    def changes(self, obj: Model, values: Mapping[str, Any]) -> Changes:
        said = {name: (self.value(obj, name), values[name]) for name in values if name not in self.identity}
        return {name: pair for name, pair in said.items() if pair[0] != pair[1]}


class DayPlans(Written):
    key, title, model = "day_plans", gettext_lazy("拜访计划"), PlannedStop
    about = gettext_lazy("一行一家客户；以后的计划会送上级签核，过去的只作记录")
    identity = ("person", "date", "customer")
    common = ("person", "date", "goal_deals", "goal_sales", "signer", "words", "signed_on")
    beside = frozenset({*common, "customer", "sequence", "purpose"})

    def columns(self) -> Sequence[Column]:
        context = self.context
        return (
            person_column(context),
            Column(
                "date", ("日期", "拜访日期", "date"), day, required=True, example="2026-12-01", kind="day"
            ),
            customer_column(context),
            Column(
                "sequence", ("顺序", "序号", "sequence"), whole(1, 999), hint=_("空着即按行"), kind="number"
            ),
            purpose_column(),
            Column("goal_deals", ("成交目标", "goal_deals"), whole(0, 1000), hint=_("家数"), kind="number"),
            Column("goal_sales", ("销售目标", "goal_sales"), amount, kind="number"),
            *self._signed(),
        )

    def complete(self, values: dict[str, Any]) -> None:
        super().complete(values)
        if "signer" in values and not self._is_past(values):
            raise BadCell(_("还没过去的计划由上级在系统里签核"), ("signer",))

    def _is_past(self, values: Mapping[str, Any]) -> bool:
        return bool(values["date"] < self.context.today)

    def known_by(self, values: Mapping[str, Any]) -> Hashable | None:
        return (values["person"].pk, values["date"], values["customer"].pk)

    def stored(self, rows: Sequence[Row]) -> Mapping[Hashable, Model]:
        """Stops of plans that were handed in or brought; a draft of a day to come is what a sheet may replace."""
        today = self.context.today
        stops = PlannedStop.objects.filter(
            plan__person__in={row.values["person"].pk for row in rows},
            plan__day__in={row.values["date"] for row in rows},
        ).exclude(plan__state=DayPlan.State.DRAFT, plan__day__gte=today)
        return {
            (stop.plan.person_id, stop.plan.day, stop.customer_id): stop
            for stop in stops.select_related("plan__person", "customer")
        }

    def label(self, obj: Any) -> str:
        return _("{person} {day} 的拜访计划").format(person=obj.plan.person, day=obj.plan.day)

    def value(self, obj: Any, name: str) -> Any:
        if name in {"signer", "words", "signed_on"}:
            return _signed_there(obj.plan.decision, name)
        plan = {"person": "person", "date": "day", "goal_deals": "goal_deals", "goal_sales": "goal_sales"}
        return getattr(obj.plan, plan[name]) if name in plan else getattr(obj, name)

    def bring(self, rows: Sequence[Row]) -> DayPlan:
        """By the verb that a rep hands his plan in with; what is past is only written down."""
        said = self.agreed(rows)
        person, on = said["person"], said["date"]
        position = self.position_on(person, on)
        wanted: dict[str, Any] = {
            "person": person,
            "position": position,
            "on": on,
            "calls": list(_calls(rows, position, on)),
            "goal_deals": said.get("goal_deals", 0),
            "goal_sales": said.get("goal_sales", ZERO),
            "by": self.context.account(),
            "at": self.context.at,
        }
        if self._is_past(said):
            return DayPlan.bring(**wanted, signature=self.signature(said))
        there = DayPlan.objects.filter(person=person, day=on).exclude(state=DayPlan.State.DRAFT)
        if there.exists():
            raise Refused(_("{name} {on} 的计划已经交了，不能再从表格加客户"), name=person.name, on=on)
        return DayPlan.submit(**wanted)


def _calls(rows: Sequence[Row], position: Position, on: date) -> Iterator[Call]:
    """In their order; where there was a line that day, one who was not on it is said to be beside it."""
    line = plan_of(position=position, on=on)
    due = {stop.customer_id for stop in line.stops_on(on)} if line else set()
    for row in sorted(rows, key=lambda row: row.values.get("sequence", 0)):
        customer = row.values["customer"].pk
        purpose = row.values.get("purpose", Purpose.ORDER)
        yield Call(customer, purpose, from_line=not due or customer in due)


class DayReports(Written):
    key, title, model = "day_reports", gettext_lazy("销售日报"), DayReport
    about = gettext_lazy("业务员当天写下的话和上级的批示；数字由系统从拜访和订单里算")
    identity = ("person", "date")
    common = ("person", "date", "reflection", "signer", "words", "signed_on")
    beside = frozenset({"date", "signer", "words", "signed_on"})

    def columns(self) -> Sequence[Column]:
        return (
            person_column(self.context),
            Column(
                "date",
                ("日期", "date"),
                past_day(self.context, day),
                required=True,
                example="2026-11-20",
                kind="day",
            ),
            Column(
                "reflection", ("当日反思", "反思", "心得", "总结", "reflection"), text(2000), required=True
            ),
            *self._signed(),
        )

    def stored(self, rows: Sequence[Row]) -> Mapping[Hashable, Model]:
        """Those that were handed in; one that only the day's calls began is still to be written."""
        reports = DayReport.objects.filter(
            person__in={row.values["person"].pk for row in rows}, day__in={row.values["date"] for row in rows}
        ).exclude(state=DayReport.State.OPEN)
        return {(report.person_id, report.day): report for report in reports.select_related("person")}

    def label(self, obj: Any) -> str:
        return _("{person} {day} 的销售日报").format(person=obj.person, day=obj.day)

    def value(self, obj: Any, name: str) -> Any:
        if name in {"signer", "words", "signed_on"}:
            return _signed_there(obj.signature, name)
        return obj.day if name == "date" else getattr(obj, name)

    def bring(self, rows: Sequence[Row]) -> DayReport:
        said = self.agreed(rows)
        return DayReport.bring(
            person=said["person"],
            position=self.position_on(said["person"], said["date"]),
            on=said["date"],
            reflection=said["reflection"],
            signature=self.signature(said),
            by=self.context.account(),
            at=self.context.at,
        )


def _signed_there(signature: Any, name: str) -> Any:
    """Who signed what is there, when, with what words; None where nobody did."""
    if signature is None:
        return None
    if name == "words":
        return signature.words
    if name == "signed_on":
        return Company.current().business_date(signature.at)
    signer: Person | None = getattr(signature.by, "person", None)
    return signer
