from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from conftest import NOW
from tonglu.base.errors import Refused
from tonglu.base.journal.models import Entry
from tonglu.directory.approvals.asking import ask
from tonglu.directory.approvals.models import Approval, RuleBook
from tonglu.directory.org.models import Appointment
from tonglu.trade.orders.models import Order, Wanted


def test_a_low_order_asks_the_head_and_a_large_one_the_director_after_him(low_order, round_of, asked):
    small = round_of(low_order())
    assert asked(small) == ["wang"]
    assert (small.amount, small.risk, small.classes, small.round) == (Decimal(66), "low", ["B"], 1)
    assert small.numbers == [{"what": "冰红茶", "actual": "2.20", "limit": "2.2500", "keeps": False}]
    large = round_of(low_order(quantity=6000))
    assert [step["positions"] for step in large.chain] == [
        [position.pk] for position in _positions("wang", "chen")
    ]
    entry = Entry.objects.filter(verb="approval.ask").earliest("id")
    assert entry.facts == {"title": small.title, "round": 1, "rules": 1}


def _positions(*names):
    from tonglu.directory.org.models import Position

    return [Position.objects.get(code=f"P-{name}") for name in names]


def test_an_order_of_a_class_a_customer_needs_the_director_too(low_order, round_of):
    assert len(round_of(low_order("sun3")).chain) == 2


def test_far_below_the_floor_is_a_medium_risk_and_below_cost_a_high_one(low_order, round_of):
    assert round_of(low_order(price="2.00")).risk == "medium"
    assert round_of(low_order(price="1.40")).risk == "high"


def test_without_rules_a_document_decides_by_itself(cast):
    assert RuleBook.in_force(on=NOW.date()) is None
    order = Order.place(
        customer=cast.customers["sun1"],
        person=cast.sun,
        position=cast.positions["sun"],
        lines=[Wanted(cast.skus["tea"].pk, 30, Decimal("2.20"))],
        source=Order.Source.DESK,
        placed_at=NOW,
        by=cast.qian.login,
        at=NOW,
    )
    assert not Approval.objects.exists()
    order.release(by=cast.li.login, at=NOW, words="")
    assert Order.objects.get().state == Order.State.PLACED


def test_asking_again_for_the_same_changes_nothing(low_order, round_of):
    order = low_order()
    again = ask(kind="order_price", document=order, by=None, at=NOW)
    assert again == round_of(order)
    assert Approval.objects.count() == 1


def test_changed_content_withdraws_the_round_and_begins_a_new_one(low_order, round_of, asked):
    order = low_order()
    first = round_of(order)
    order.lines.update(quantity=40)
    second = ask(kind="order_price", document=Order.objects.get(pk=order.pk), by=None, at=NOW)
    assert (second.round, asked(second)) == (2, ["wang"])
    first = Approval.objects.get(pk=first.pk)
    assert first.outcome.result == "withdrawn"
    assert asked(first) == []
    assert Entry.objects.filter(verb="approval.withdraw").count() == 1


def test_a_document_changed_after_approval_is_open_again(low_order, round_of, asked, cast):
    order = low_order()
    order.release(by=cast.wang.login, at=NOW, words="")
    assert round_of(order).outcome.result == "approved"
    assert ask(kind="order_price", document=order, by=None, at=NOW) == round_of(order)
    order.lines.update(net_amount=Decimal(60))
    again = ask(kind="order_price", document=Order.objects.get(pk=order.pk), by=None, at=NOW)
    assert (again.round, again.is_open, asked(again)) == (2, True, ["wang"])


def test_the_rules_are_those_of_the_day(low_order, round_of, cast, book):
    later = NOW + timedelta(days=7)
    second = RuleBook.objects.create(
        number=2,
        scheme={"rules": [{"kind": "order_price", "steps": [{"places": [{"up": 1}]}]}]},
        made_at=NOW,
    )
    second.adopt(by=cast.chen.login, at=NOW, on=later.date())
    assert round_of(low_order()).book == book
    after = round_of(low_order(at=later))
    assert (after.book, after.chain[0]["positions"]) == (second, [cast.positions["li"].pk])


def test_a_company_with_nobody_else_says_so(cast, book):
    Appointment.objects.exclude(position=cast.positions["sun"]).delete()
    order = Order.objects.create(
        number="O-1",
        customer=cast.customers["sun1"],
        person=cast.sun,
        position=cast.positions["sun"],
        source=Order.Source.DESK,
        placed_at=NOW,
        business_date=NOW.date(),
    )
    with pytest.raises(Refused, match="没有人可以审批"):
        ask(kind="order_price", document=order, by=None, at=NOW)
