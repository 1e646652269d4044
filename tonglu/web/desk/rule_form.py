"""A draft of the rules as a form: what was posted, what a button does to it, and the scheme that it says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tonglu.base.errors import Refused
from tonglu.directory.approvals.kinds import Kind
from tonglu.directory.approvals.models import RuleBook
from tonglu.directory.approvals.rules import Step, When
from tonglu.web.desk.approval_words import place_key
from tonglu.web.desk.columns import Text

# name of the column, label, hint
WORDS: tuple[tuple[str, Text, Text], ...] = (
    ("background", gettext_lazy("背景"), gettext_lazy("现在怎么批，出了什么情况")),
    ("reason", gettext_lazy("原因"), gettext_lazy("为什么要改")),
    ("goal", gettext_lazy("目标"), gettext_lazy("改了以后要达到什么，怎么看得出来")),
    ("plan", gettext_lazy("方案说明"), gettext_lazy("改哪几条，怎么执行")),
)
MOST_STEPS = 6


@dataclass(frozen=True)
class StepRow:
    """A step: keys of its places as in `place_choices`, and whether any of them will do."""

    places: tuple[str, ...] = ()
    any: bool = False


@dataclass(frozen=True)
class RuleRow:
    """A rule as typed."""

    kind: str
    above: str = ""
    up_to: str = ""
    classes: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    steps: tuple[StepRow, ...] = ()

    @property
    def shown_steps(self) -> list[tuple[int, StepRow, bool]]:
        """Each step, and an empty one to go on with; the last element says whether it is that one."""
        blank = [StepRow()] if len(self.steps) < MOST_STEPS else []
        return [(n, step, not step.places) for n, step in enumerate([*self.steps, *blank])]

    def as_rule(self) -> dict[str, Any]:
        when = {
            "above": _amount(self.above),
            "up_to": _amount(self.up_to),
            "classes": list(self.classes),
            "risks": list(self.risks),
            "roles": list(self.roles),
        }
        if not self.steps:
            raise Refused(_("每条规则至少要有一个审批人"))
        return {"kind": self.kind, "when": when, "steps": [_step(step) for step in self.steps]}


@dataclass(frozen=True)
class Draft:
    rules: tuple[RuleRow, ...]
    words: Mapping[str, str] = field(default_factory=dict)
    wanted_from: date | None = None

    def scheme(self) -> dict[str, Any]:
        """Raises Refused for what was typed wrongly."""
        return {"rules": [rule.as_rule() for rule in self.rules]}

    def groups(self, kinds: Iterable[Kind]) -> list[tuple[Kind, list[tuple[int, RuleRow]]]]:
        """The rows of each kind, with their places in the whole."""
        return [
            (kind, [(n, rule) for n, rule in enumerate(self.rules) if rule.kind == kind.key])
            for kind in kinds
        ]


def of_book(book: RuleBook) -> Draft:
    rules = tuple(_row(rule.kind, rule.when, rule.steps) for rule in book.rules.rules)
    words = {name: getattr(book, name) for name, _label, _hint in WORDS}
    return Draft(rules, words, book.wanted_from)


def _row(kind: str, when: When, steps: Iterable[Step]) -> RuleRow:
    rows = tuple(StepRow(tuple(place_key(place) for place in step.places), step.any) for step in steps)
    return RuleRow(
        kind,
        "" if when.above is None else f"{when.above:f}",
        "" if when.up_to is None else f"{when.up_to:f}",
        when.classes,
        when.risks,
        when.roles,
        rows,
    )


def of_post(post: QueryDict) -> Draft:
    count = int(post.get("count", "0")) if post.get("count", "0").isdecimal() else 0
    words = {name: post.get(name, "") for name, _label, _hint in WORDS}
    wanted = post.get("wanted_from", "")
    try:
        start = date.fromisoformat(wanted) if wanted else None
    except ValueError:
        start = None
    return Draft(tuple(_posted(post, n) for n in range(min(count, 200))), words, start)


def _posted(post: QueryDict, n: int) -> RuleRow:
    steps = []
    for number in range(MOST_STEPS):
        chosen = tuple(dict.fromkeys(key for key in post.getlist(f"place_{n}_{number}") if key))
        if chosen:
            steps.append(StepRow(chosen, post.get(f"any_{n}_{number}") == "any"))
    return RuleRow(
        post.get(f"kind_{n}", ""),
        post.get(f"above_{n}", "").strip(),
        post.get(f"up_to_{n}", "").strip(),
        tuple(post.getlist(f"classes_{n}")),
        tuple(post.getlist(f"risks_{n}")),
        tuple(post.getlist(f"roles_{n}")),
        tuple(steps),
    )


def changed(draft: Draft, asked: str) -> Draft:
    """What a button does: `add:<kind>`, `delete:<row>`, `up:<row>`; anything else just shows the form anew."""
    verb, _colon, what = asked.partition(":")
    rules = list(draft.rules)
    if verb == "add":
        # before the last one of its kind, which has no conditions
        own = [n for n, rule in enumerate(rules) if rule.kind == what]
        rules.insert(own[-1] if own else len(rules), RuleRow(what))
    elif verb == "delete" and what.isdecimal() and int(what) < len(rules):
        del rules[int(what)]
    elif verb == "up" and what.isdecimal():
        _move_up(rules, int(what))
    return replace(draft, rules=tuple(rules))


def _move_up(rules: list[RuleRow], at: int) -> None:
    """Before the one above it of its own kind."""
    above = (
        [n for n in range(min(at, len(rules))) if rules[n].kind == rules[at].kind] if at < len(rules) else []
    )
    if above:
        rules.insert(above[-1], rules.pop(at))


def _amount(text: str) -> str | None:
    return text.replace(",", "").replace("，", "") or None


def _step(step: StepRow) -> dict[str, Any]:
    places = []
    for key in step.places:
        kind, _colon, what = key.partition(":")
        places.append({kind: int(what) if kind == "up" and what.isdecimal() else what})
    return {"places": places, "any": step.any and len(places) > 1}
