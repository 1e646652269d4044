"""Credit is granted by the five Cs from a day on."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import MONDAY, NOW
from tonglu.base.errors import Refused
from tonglu.base.journal.models import Entry
from tonglu.customers.credit.models import CreditTerms
from tonglu.customers.credit.rules import FIVE_CS, terms

GOOD = {"character": 22, "capacity": 20, "capital": 16, "collateral": 10, "conditions": 10}


@pytest.fixture
def grant(cast):
    def grant(**more):
        asked = {"scores": GOOD, "monthly": Decimal("8240"), "on": MONDAY, "at": NOW, **more}
        return CreditTerms.grant(customer=cast.customers["sun1"], by=cast.wang.login, **asked)

    return grant


def test_the_score_gives_grade_limit_and_days(grant):
    granted = grant()
    assert (granted.points, granted.grade, granted.limit, granted.days) == (78, "B", 8200, 30)
    assert granted.review_on == MONDAY + timedelta(days=182)
    entry = Entry.objects.get(verb="credit.grant")
    assert (entry.facts["from"], entry.facts["to"]) == ("", "B")


def test_new_terms_end_the_ones_in_force(cast, grant):
    first = grant()
    later = grant(on=MONDAY + timedelta(days=30), scores={**GOOD, "character": 0}, reason="")
    first.refresh_from_db()
    assert (first.stop, later.grade) == (later.start, "C")
    assert Entry.objects.filter(verb="credit.grant").count() == 2
    with pytest.raises(Refused, match="须在其后"):
        grant(on=MONDAY)


@pytest.mark.parametrize(
    "asked",
    [
        {"scores": {"character": 26}},
        {"limit": Decimal(20_000)},
        {"scores": dict.fromkeys(FIVE_CS, 1), "limit": Decimal(100), "reason": "老客户"},
    ],
)
def test_what_the_rule_does_not_give_needs_a_reason_or_is_refused(grant, asked):
    with pytest.raises(Refused):
        grant(**asked)
    assert not CreditTerms.objects.exists()


def test_a_limit_of_ones_own_with_a_reason(grant):
    assert grant(limit=Decimal(20_000), reason="旺季").limit == 20_000


def test_terms_due_are_found(cast, grant):
    granted = grant()
    assert list(CreditTerms.objects.to_review(on=granted.review_on)) == [granted]
    assert list(CreditTerms.objects.to_review(on=MONDAY)) == []


@given(points=st.integers(0, 100), monthly=st.decimals(0, 10**7, places=2))
def test_a_better_score_never_gives_less(points, monthly):
    now, better = terms(points=points, monthly=monthly), terms(points=min(points + 1, 100), monthly=monthly)
    assert (better.limit, better.days) >= (now.limit, now.days)
    assert now.limit % 100 == 0
