"""Lines: which outlet on which weekday, in which weeks of the cycle, in what order."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tonglu.base.dated import in_force
from tonglu.customers.cards.models import Ownership
from tonglu.directory.org.models import Position
from tonglu.exchange.imports.ledger import Ledger, Row
from tonglu.exchange.imports.noun import Noun
from tonglu.exchange.imports.nouns.naming import customer_column
from tonglu.exchange.sheets.cells import half, one_of, whole
from tonglu.exchange.sheets.columns import BadCell, Column
from tonglu.planning.routes.models import JourneyPlan, Stop

DAYS = (
    gettext_lazy("周一"),
    gettext_lazy("周二"),
    gettext_lazy("周三"),
    gettext_lazy("周四"),
    gettext_lazy("周五"),
    gettext_lazy("周六"),
    gettext_lazy("周日"),
)
_CHINESE = "一二三四五六日"
_EVERY = frozenset({"每周", "全部", "every", "all"})
_ODD, _EVEN = frozenset({"单周", "odd"}), frozenset({"双周", "even"})
LONGEST = 12


def weeks(cell: str) -> frozenset[int] | str:
    """`1,3` as its weeks of the cycle; `每周`, `单周`, `双周` stay words until the length of the cycle is known."""
    plain = half(cell).casefold()
    for word, names in (("every", _EVERY), ("odd", _ODD), ("even", _EVEN)):
        if plain in names:
            return word
    found = re.findall(r"\d+", plain)
    if not found or not all(1 <= int(week) <= LONGEST for week in found):
        raise BadCell(_("{cell!r} 请写 每周、单周、双周，或周次如 1,3").format(cell=cell))
    return frozenset(map(int, found))


def bits(said: frozenset[int] | str, cycle: int) -> int:
    """Weeks of a cycle as bits, the first week lowest. Raises BadCell for one beyond the cycle."""
    if isinstance(said, str):
        chosen = {"every": range(1, cycle + 1), "odd": range(1, cycle + 1, 2), "even": range(2, cycle + 1, 2)}
        said = frozenset(chosen[said])
    if not said or max(said) > cycle:
        raise BadCell(_("线路的周期是 {cycle} 周").format(cycle=cycle), ("weeks",))
    return sum(1 << week - 1 for week in said)


class Lines(Noun):
    key, title, model = "route_lines", pgettext_lazy("list", "拜访线路"), Stop
    about = gettext_lazy("哪个岗位、星期几、第几周、按什么顺序走哪些客户")
    identity = ("position", "customer", "weekday")
    beside = frozenset({"position"})

    def columns(self) -> Sequence[Column]:
        context = self.context
        weekdays = {str(name): n for n, name in enumerate(DAYS)}
        for n, name in enumerate(_CHINESE):
            weekdays |= {f"周{name}": n, f"星期{name}": n, str(n + 1): n}
        return (
            Column(
                "position",
                ("岗位", "负责岗位", "岗位编码", "position"),
                context.positions,
                hint=_("空着即客户的负责岗位"),
                choices=context.positions.choices,
            ),
            customer_column(context),
            Column(
                "weekday",
                ("星期", "拜访日", "weekday"),
                one_of({**weekdays, "星期天": 6, "周天": 6}),
                required=True,
                example="周一",
                choices=[str(name) for name in DAYS],
            ),
            Column(
                "weeks",
                ("周次", "周", "weeks"),
                weeks,
                hint=_("每周、单周、双周，或周次如 1,3"),
                example="每周",
            ),
            Column(
                "sequence",
                ("顺序", "序号", "sequence"),
                whole(1, 999),
                hint=_("空着即排在最后"),
                kind="number",
            ),
            Column("minutes", ("停留分钟", "分钟", "minutes"), whole(1, 480), example="10", kind="number"),
        )

    @cached_property
    def _owners(self) -> dict[int, Position]:
        owned = Ownership.objects.filter(in_force(self.context.on)).select_related("position__unit")
        return {o.customer_id: o.position for o in owned}

    @cached_property
    def _plans(self) -> dict[int, JourneyPlan]:
        return {plan.position_id: plan for plan in JourneyPlan.objects.filter(in_force(self.context.on))}

    def complete(self, values: dict[str, Any]) -> None:
        owner = self._owners.get(values["customer"].pk)
        position = values.setdefault("position", owner)
        if position is None:
            raise BadCell(_("客户还没有负责岗位；请先导入归属"), ("customer",))
        if owner is None or owner.pk != position.pk:
            raise BadCell(
                _("客户属于 {owner}，不属于 {position}").format(owner=owner or "—", position=position),
                ("position",),
            )

    def check_all(self, rows: Sequence[Row]) -> Iterable[tuple[Row, BadCell]]:
        """The weeks as bits, now that the length of each position's cycle is known."""
        longest: dict[int, int] = {}
        for row in rows:
            said = row.values.get("weeks", "every")
            needed = {"every": 1, "odd": 2, "even": 2}[said] if isinstance(said, str) else max(said)
            pk = row.values["position"].pk
            longest[pk] = max(longest.get(pk, 1), needed)
        for row in rows:
            position = row.values["position"]
            cycle = (
                self._plans[position.pk].cycle_weeks if position.pk in self._plans else longest[position.pk]
            )
            try:
                if "weeks" in row.values or position.pk not in self._plans:
                    row.values["weeks"] = bits(row.values.get("weeks", "every"), cycle)
            except BadCell as bad:
                yield row, bad
        self._longest = longest

    def paths(self, values: Mapping[str, Any]) -> Iterable[str]:
        return [values["position"].unit.path]

    def stored(self, rows: Sequence[Row]) -> Mapping[Hashable, Model]:
        plans = {plan.pk: position for position, plan in self._plans.items()}
        stops = Stop.objects.filter(plan__in=list(plans)).select_related("customer", "plan__position")
        return {(plans[s.plan_id], s.customer_id, s.weekday): s for s in stops}

    def label(self, obj: Any) -> str:
        return _("{customer} {day} 第 {n} 家").format(
            customer=obj.customer, day=DAYS[obj.weekday], n=obj.sequence
        )

    def value(self, obj: Any, name: str) -> Any:
        return obj.plan.position if name == "position" else getattr(obj, name)

    def create(self, rows: Sequence[Row], ledger: Ledger) -> None:
        last: dict[tuple[int, int], int] = {}
        for n, row in enumerate(rows, start=1):
            values = row.values
            plan = self._plan(row, ledger)
            at = plan.pk, values["weekday"]
            if at not in last:
                taken = plan.stops.filter(weekday=at[1]).values_list("sequence", flat=True)
                last[at] = max(taken, default=0)
            sequence = values.get("sequence") or last[at] + 1
            last[at] = max(last[at], sequence)
            own = {**self.fields(values), "sequence": sequence, "plan": plan}
            own.setdefault("weeks", bits("every", plan.cycle_weeks))
            ledger.made(row, Stop.objects.create(**own))
            if not n % 500:
                self.context.tick(n, len(rows))

    def _plan(self, row: Row, ledger: Ledger) -> JourneyPlan:
        """The position's plan of the day; who has none gets one from the Monday of that week."""
        position = row.values["position"]
        if position.pk not in self._plans:
            monday = self.context.on - timedelta(days=self.context.on.weekday())
            later = position.journey_plans.filter(start__gt=monday).order_by("start").first()
            plan = JourneyPlan.objects.create(
                position=position,
                name=_("{position}线路").format(position=position)[:64],
                cycle_weeks=self._longest[position.pk],
                start=monday,
                stop=later.start if later else None,
            )
            ledger.also(row, plan)
            self._plans[position.pk] = plan
        return self._plans[position.pk]

    def shown(self, values: Mapping[str, Any]) -> dict[str, str]:
        shown = super().shown(values)
        if "weekday" in values:
            shown["weekday"] = str(DAYS[values["weekday"]])
        if isinstance(marks := values.get("weeks"), int):
            shown["weeks"] = ",".join(str(n + 1) for n in range(LONGEST) if marks >> n & 1)
        return shown
