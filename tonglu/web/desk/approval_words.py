"""Approval rules in words: whom a place means, when a rule applies, how risky something is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tonglu.base.sentences import clauses, labelled, listed
from tonglu.directory.approvals.answering import chair_of
from tonglu.directory.approvals.kinds import KINDS, kinds
from tonglu.directory.approvals.models import Approval, Simulation
from tonglu.directory.approvals.rules import Place, Rule, Scheme, Step, When
from tonglu.directory.catalog.models import CustomerClass
from tonglu.directory.org.models import LEADERS, REPS, Role
from tonglu.web.desk.acts import DeskRequest
from tonglu.web.desk.columns import Text
from tonglu.web.desk.tags import money
from tonglu.web.viewing import viewing

RISKS: Mapping[str, Text] = {
    "low": gettext_lazy("低"),
    "medium": gettext_lazy("中"),
    "high": gettext_lazy("高"),
}
LEVELS: Mapping[int, Text] = {
    1: gettext_lazy("直接上级"),
    2: gettext_lazy("上两级领导"),
    3: gettext_lazy("上三级领导"),
}
RESULTS: Mapping[str, str] = {"approved": "good", "refused": "bad", "returned": "bad", "withdrawn": ""}


def asked(request: DeskRequest, *, kind: str, object_id: str) -> dict[str, Any]:
    """For a document's own page: its latest round, and whether the one who looks may decide by it now; without any
    round, one who leads may."""
    latest = Approval.of(kind=kind, object_id=object_id).told().first()
    may_answer = latest is None
    if latest is not None and latest.is_open:
        may_answer = chair_of(latest, request.person, on=viewing().today) is not None
    return {"approval": latest, "may_answer": may_answer}


def role_name(role: str) -> str:
    return str(Role(role).label) if role in Role.values else role


def place_words(place: Place) -> str:
    """`直接上级`, `营业所所长`, `管理员`."""
    if place.up is not None:
        return str(LEVELS.get(place.up, _("上 {n} 级领导").format(n=place.up)))
    return role_name(place.line or place.role)


def place_key(place: Place) -> str:
    """As a choice of a form: `up:1`, `line:head`, `role:clerk`."""
    if place.up is not None:
        return f"up:{place.up}"
    return f"line:{place.line}" if place.line else f"role:{place.role}"


def place_choices() -> list[tuple[str, str]]:
    """Whom a step may ask: leaders up the line by level or role, then the other roles."""
    levels = [Place(up=n) for n in LEVELS]
    leading = [Place(line=role) for role in Role.values if role in LEADERS]
    others = [Place(role=role) for role in Role.values if role not in LEADERS | REPS]
    return [(place_key(place), place_words(place)) for place in [*levels, *leading, *others]]


def when_words(when: When) -> str:
    """`金额超过 ¥10,000.00；客户等级 A`; empty conditions are `其余全部`."""
    classes = dict(CustomerClass.objects.values_list("code", "name"))
    said = []
    if when.above is not None:
        said.append(_("金额超过 {amount}").format(amount=money(when.above)))
    if when.up_to is not None:
        said.append(_("金额不超过 {amount}").format(amount=money(when.up_to)))
    if when.classes:
        said.append(labelled(_("客户等级"), listed(classes.get(code, code) for code in when.classes)))
    if when.risks:
        said.append(labelled(_("风险"), listed(str(RISKS[risk]) for risk in when.risks)))
    if when.roles:
        said.append(labelled(_("申请人岗位"), listed(map(role_name, when.roles))))
    return clauses(said) if said else _("其余全部")


@dataclass(frozen=True, slots=True)
class StepWords:
    places: Sequence[str]
    any: bool


@dataclass(frozen=True, slots=True)
class RuleWords:
    """A rule as a row of the picture: when, then who."""

    number: int
    when: str
    last: bool
    steps: Sequence[StepWords]


@dataclass(frozen=True, slots=True)
class KindWords:
    """The rules of a kind, in the order in which they are read."""

    key: str
    name: Text
    risks: Text
    rules: Sequence[RuleWords]


def scheme_words(scheme: Scheme) -> list[KindWords]:
    return [
        KindWords(kind.key, kind.name, kind.risks, [_rule_words(n, rule) for n, rule in scheme.of(kind.key)])
        for kind in kinds()
    ]


def _rule_words(number: int, rule: Rule) -> RuleWords:
    steps = [_step_words(step) for step in rule.steps]
    return RuleWords(number, when_words(rule.when), rule.when.always, steps)


def _step_words(step: Step) -> StepWords:
    return StepWords([place_words(place) for place in step.places], step.any)


def simulation_words(made: Simulation | None) -> dict[str, Any]:
    """A simulation as the page shows it: `tried` by kind, and the `changes` with their ways in words."""
    if made is None:
        return {"simulation": None}
    return {
        "simulation": made,
        "tried": [{**row, "name": _kind_name(row["kind"])} for row in made.result["kinds"]],
        "changes": [_change_words(row) for row in made.result["changes"]],
    }


def _kind_name(key: str) -> Text:
    return KINDS[key].name if key in KINDS else key


def _change_words(row: dict[str, Any]) -> dict[str, Any]:
    page = KINDS[row["kind"]].page if row["kind"] in KINDS else ""
    return {
        **row,
        "on": date.fromisoformat(row["on"]),
        "amount": None if row["amount"] is None else Decimal(row["amount"]),
        "now": _way(row["now"]),
        "new": _way(row["new"]),
        "url": reverse(page, args=[row["id"]]) if page else "",
    }


def _way(steps: Sequence[Mapping[str, Any]]) -> str:
    """`王所长 → 陈总监和何管理`."""
    said = [(_(" 或 ") if step["any"] else _(" 和 ")).join(step["who"]) for step in steps]
    return " → ".join(said)
