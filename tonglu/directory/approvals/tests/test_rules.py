from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tonglu.directory.approvals.defaults import DEFAULT
from tonglu.directory.approvals.rules import DIRECT, Case, Place, Rule, Scheme, Step, When, flaws

KINDS = ["day_plan", "order_price", "target", "rule_change"]
ROLES = ["rep", "supervisor", "head", "director", "clerk", "administrator"]
HEAD = Step(places=(Place(line="head"),))


def scheme(*rules: Rule) -> Scheme:
    return Scheme(rules=rules)


def order(amount: str | None = None, *classes: str, risk: str = "", role: str = "rep") -> Case:
    return Case("order_price", Decimal(amount) if amount else None, frozenset(classes), risk, role)


@pytest.mark.parametrize(
    ("case", "rule"),
    [
        (order("10000.01"), 1),
        (order("10000"), 3),
        (order("500", "A"), 2),
        (order("500", "B"), 3),
        (order(), 3),
        (Case("day_plan"), 0),
    ],
)
def test_the_first_rule_whose_conditions_all_fit_is_the_one(case, rule):
    assert Scheme.model_validate(DEFAULT).find(case) == rule


def test_conditions_of_a_rule_must_all_hold():
    when = When(above=Decimal(100), up_to=Decimal(200), classes=("A",), risks=("high",), roles=("rep",))
    assert when.fits(order("200", "A", risk="high"))
    for off in (
        order("100", "A", risk="high"),
        order("201", "A", risk="high"),
        order(None, "A", risk="high"),
        order("200", "B", risk="high"),
        order("200", "A", risk="low"),
        order("200", "A", risk="high", role="supervisor"),
    ):
        assert not when.fits(off)


def test_a_kind_that_the_table_does_not_know_goes_to_the_direct_leader():
    assert Scheme.model_validate(DEFAULT).steps(Case("brand_new")) == DIRECT


def test_a_place_is_one_of_three():
    for wrong in ({}, {"up": 1, "role": "legal"}, {"up": 0}):
        with pytest.raises(ValidationError):
            Place.model_validate(wrong)


def test_the_shipped_rules_have_no_flaw():
    assert flaws(Scheme.model_validate(DEFAULT), kinds=KINDS, roles=ROLES) == []


@pytest.mark.parametrize(
    ("rules", "fault"),
    [
        ([Rule(kind="target", when=When(above=Decimal(1)), steps=(HEAD,))], "no_last"),
        ([Rule(kind="target", steps=(HEAD,)), Rule(kind="target", steps=(HEAD,))], "never"),
        ([Rule(kind="target", steps=(HEAD,)), Rule(kind="holiday", steps=(HEAD,))], "unknown_kind"),
        ([Rule(kind="target", steps=(Step(places=(Place(role="pope"),)),))], "unknown_role"),
        (
            [
                Rule(kind="target", when=When(above=Decimal(9), up_to=Decimal(9)), steps=(HEAD,)),
                Rule(kind="target", steps=(HEAD,)),
            ],
            "range",
        ),
    ],
)
def test_a_scheme_that_could_not_be_followed_says_why(rules, fault):
    assert [flaw.fault for flaw in flaws(scheme(*rules), kinds=["target"], roles=ROLES)] == [fault]


whens = st.builds(
    When,
    above=st.none() | st.decimals(0, 1000, places=2),
    up_to=st.none() | st.decimals(0, 1000, places=2),
    classes=st.lists(st.sampled_from("ABC"), max_size=2).map(tuple),
    risks=st.lists(st.sampled_from(["low", "medium", "high"]), max_size=2).map(tuple),
)
cases = st.builds(
    Case,
    kind=st.just("target"),
    amount=st.none() | st.decimals(0, 1000, places=2),
    classes=st.frozensets(st.sampled_from("ABC")),
    risk=st.sampled_from(["", "low", "medium", "high"]),
)


@given(st.lists(whens, max_size=5), cases)
def test_a_table_with_a_last_rule_answers_every_case_with_the_first_that_fits(conditions, case):
    rules = [Rule(kind="target", when=when, steps=(HEAD,)) for when in [*conditions, When()]]
    found = scheme(*rules).find(case)
    assert found is not None
    assert rules[found].when.fits(case)
    assert not any(rule.when.fits(case) for rule in rules[:found])


@given(st.lists(whens, max_size=4))
def test_a_scheme_survives_being_written_down(conditions):
    made = scheme(*(Rule(kind="target", when=when, steps=(HEAD,)) for when in conditions))
    assert Scheme.model_validate(made.model_dump(mode="json", exclude_defaults=True)) == made
