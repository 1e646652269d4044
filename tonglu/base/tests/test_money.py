from __future__ import annotations

from decimal import Decimal

import pytest
from django.db.models import Avg, F, Sum
from hypothesis import given
from hypothesis import strategies as st

from tonglu.base.money import money, scaled, unscaled
from tonglu.trade.orders.models import Order, OrderLine, Wanted

amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False)


@given(amounts)
def test_what_is_stored_comes_back_exactly(amount):
    assert unscaled(scaled(amount)) == amount


@pytest.mark.parametrize(("bad", "error"), [(1.5, TypeError), (Decimal("0.00001"), ValueError)])
def test_what_cannot_be_stored_exactly_is_refused(bad, error):
    with pytest.raises(error):
        scaled(bad)


@pytest.fixture
def lines(cast):
    from conftest import NOW

    Order.place(
        customer=cast.customers["sun1"],
        person=cast.sun,
        position=cast.positions["sun"],
        lines=[
            Wanted(cast.skus["tea"].pk, 3, Decimal("2.50")),
            Wanted(cast.skus["water"].pk, 2, Decimal("0.9999")),
        ],
        source=Order.Source.DESK,
        placed_at=NOW,
        by=cast.qian.login,
        at=NOW,
    )
    return OrderLine.objects.all()


def test_sums_and_averages_over_money_are_money(lines):
    sums = lines.aggregate(total=Sum("net_amount"), mean=Avg("net_amount"))
    assert sums == {"total": Decimal("9.4998"), "mean": Decimal("4.7499")}


def test_money_times_a_quantity_and_money_plus_money_are_money(lines):
    line = lines.annotate(times=F("net_amount") * F("quantity"), plus=F("net_amount") + money("1.50")).get(
        quantity=3
    )
    assert (line.times, line.plus) == (Decimal("22.5"), Decimal("9"))
    assert lines.aggregate(worth=Sum(F("net_amount") - F("cost_amount")))["worth"] == Decimal("3.7998")


def test_filters_compare_money_with_money(lines):
    assert lines.filter(net_amount__gt=Decimal("7.4999")).count() == 1
    assert lines.filter(net_amount=Decimal("7.5")).count() == 1
