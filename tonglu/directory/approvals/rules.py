"""What approval rules say, from values alone: conditions, steps, and which rule a document falls under.

A scheme is a table read from the top: the first rule of the document's kind whose conditions all fit is the one.
Alternatives ("over 10,000, or class A") are two rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Risk = Literal["low", "medium", "high"]
FIRST_LEADER = 1


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule looks at. `amount` in currency units, None where the kind has none; `role` the applicant's."""

    kind: str
    amount: Decimal | None = None
    classes: frozenset[str] = frozenset()
    risk: str = ""
    role: str = ""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class When(_Value):
    """Conditions that must all hold; an empty one holds always. `above` < amount ≤ `up_to`."""

    above: Decimal | None = None
    up_to: Decimal | None = None
    classes: tuple[str, ...] = ()
    risks: tuple[Risk, ...] = ()
    roles: tuple[str, ...] = ()

    @property
    def always(self) -> bool:
        return self == When()

    def fits(self, case: Case) -> bool:
        return (
            self._amount_fits(case.amount)
            and (not self.classes or bool(case.classes & set(self.classes)))
            and (not self.risks or case.risk in self.risks)
            and (not self.roles or case.role in self.roles)
        )

    def _amount_fits(self, amount: Decimal | None) -> bool:
        """A document without an amount fits no condition on it."""
        if self.above is None and self.up_to is None:
            return True
        if amount is None:
            return False
        return (self.above is None or amount > self.above) and (self.up_to is None or amount <= self.up_to)


class Place(_Value):
    """Who is asked, one of three: the leader `up` levels up the applicant's line; the first in that `line` who has
    this role; or a holder of a `role` wherever he stands (legal, finance …)."""

    up: int | None = Field(default=None, ge=1, le=6)
    line: str = ""
    role: str = ""

    @model_validator(mode="after")
    def _one_of_three(self) -> Place:
        if sum((self.up is not None, bool(self.line), bool(self.role))) != 1:
            raise ValueError("a place is one of up, line, role")
        return self


class Step(_Value):
    """Asked at the same time: all of them must agree, or `any` one of them."""

    places: tuple[Place, ...] = Field(min_length=1, max_length=8)
    any: bool = False


class Rule(_Value):
    kind: str
    when: When = When()
    steps: tuple[Step, ...] = Field(min_length=1, max_length=8)


DIRECT = (Step(places=(Place(up=FIRST_LEADER),)),)


class Scheme(_Value):
    """All rules of a company, in order."""

    rules: tuple[Rule, ...] = Field(max_length=200)

    def find(self, case: Case) -> int | None:
        """The place in the table of the rule for a case; None for a kind that joined after the table was written."""
        return next((n for n, rule in enumerate(self.rules) if _fits(rule, case)), None)

    def steps(self, case: Case) -> tuple[Step, ...]:
        """What is asked for; where no rule speaks, the direct leader."""
        found = self.find(case)
        return DIRECT if found is None else self.rules[found].steps

    def of(self, kind: str) -> list[tuple[int, Rule]]:
        return [(n, rule) for n, rule in enumerate(self.rules) if rule.kind == kind]


def _fits(rule: Rule, case: Case) -> bool:
    return rule.kind == case.kind and rule.when.fits(case)


Fault = Literal["unknown_kind", "unknown_role", "no_last", "never", "range"]


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a scheme may not be applied for: `rule` is the place in the table, None for what is missing from it."""

    fault: Fault
    kind: str
    rule: int | None = None


def flaws(scheme: Scheme, *, kinds: Iterable[str], roles: Iterable[str]) -> list[Flaw]:
    """Every kind ends with a rule without conditions, and nothing stands behind it; roles and kinds exist."""
    known = set(roles)
    every = list(dict.fromkeys(kinds))
    strange = [
        Flaw("unknown_kind", rule.kind, n) for n, rule in enumerate(scheme.rules) if rule.kind not in every
    ]
    asked = [
        Flaw("unknown_role", rule.kind, n)
        for n, rule in enumerate(scheme.rules)
        if not set(_roles(rule)) <= known
    ]
    ranges = [Flaw("range", rule.kind, n) for n, rule in enumerate(scheme.rules) if _empty(rule.when)]
    return [*strange, *asked, *ranges, *(flaw for kind in every for flaw in _last(scheme, kind))]


def _empty(when: When) -> bool:
    return when.above is not None and when.up_to is not None and when.up_to <= when.above


def _roles(rule: Rule) -> Iterator[str]:
    yield from rule.when.roles
    yield from (name for step in rule.steps for place in step.places if (name := place.line or place.role))


def _last(scheme: Scheme, kind: str) -> Iterator[Flaw]:
    own = scheme.of(kind)
    always = next((place for place, (_n, rule) in enumerate(own) if rule.when.always), None)
    if always is None:
        yield Flaw("no_last", kind)
    else:
        yield from (Flaw("never", kind, n) for n, _rule in own[always + 1 :])
