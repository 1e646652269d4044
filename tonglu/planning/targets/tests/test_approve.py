from __future__ import annotations

from decimal import Decimal

import pytest
from django.db.models import Sum

from conftest import NOW
from tonglu.base.errors import Refused
from tonglu.base.journal.models import Entry
from tonglu.base.periods import parse
from tonglu.planning.targets.models import TargetDay, TargetPlan, TargetVersion, Wanted


@pytest.fixture
def plan(db):
    return TargetPlan.objects.create(metric="sales_amount", year=2026)


@pytest.fixture
def draft(plan, cast):
    def draft(amount="100000.01", reason="年初"):
        cells = [
            Wanted(cast.sun, parse(f"2026-{m:02d}"), Decimal(amount), Decimal("90000")) for m in (10, 11)
        ]
        return plan.draft(cells=cells, reason=reason, by=cast.wang.login, at=NOW)

    return draft


def test_the_days_of_a_cell_add_up_to_it_exactly_and_fall_on_working_days(draft, cast):
    version = draft()
    version.approve(by=cast.chen.login, at=NOW)
    for cell in version.cells.all():
        sums = cell.days.aggregate(amount=Sum("amount"), must=Sum("must"))
        assert sums == {"amount": cell.amount, "must": cell.must}
    november = TargetDay.objects.filter(cell__period="2026-11")
    assert november.count() == 21
    assert {day.position for day in november} == {cast.positions["sun"]}
    assert Entry.objects.filter(verb="target.approve").count() == 1


def test_a_new_version_supersedes_the_one_before_which_stays_as_it_was(draft, plan, cast):
    first = draft()
    first.approve(by=cast.chen.login, at=NOW)
    second = draft(amount="120000", reason="旺季上调")
    second.approve(by=cast.chen.login, at=NOW)
    first.refresh_from_db()
    assert (first.state, plan.in_force) == (TargetVersion.State.SUPERSEDED, second)
    assert first.cells.aggregate(n=Sum("amount"))["n"] == Decimal("200000.02")


def test_nobody_approves_his_own(draft, cast):
    with pytest.raises(Refused, match="不能批准自己"):
        draft().approve(by=cast.wang.login, at=NOW)


def test_an_approved_version_is_not_approved_again(draft, cast):
    version = draft()
    version.approve(by=cast.chen.login, at=NOW)
    with pytest.raises(Refused, match="不能再批准"):
        version.approve(by=cast.chen.login, at=NOW)
