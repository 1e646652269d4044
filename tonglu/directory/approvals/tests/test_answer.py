from __future__ import annotations

from datetime import timedelta

import pytest

from conftest import MONDAY, NOW
from tonglu.base.errors import NotYours, Refused
from tonglu.base.journal.models import Entry
from tonglu.directory.approvals.answering import answer, answer_many
from tonglu.directory.approvals.models import Answer, Approval, Delegation
from tonglu.directory.org.models import Appointment
from tonglu.trade.orders.models import Order


@pytest.fixture
def says(cast, round_of):
    """`says("wang", order, "approve", "月底冲量")`."""

    def says(who, order, verdict="approve", words=""):
        return answer(
            approval=round_of(order), verdict=verdict, words=words, by=cast.people[who].login, at=NOW
        )

    return says


def state(order) -> str:
    return Order.objects.get(pk=order.pk).state


def test_the_last_answer_lets_the_order_go(low_order, round_of, asked, says):
    order = low_order("sun3")
    assert says("wang", order, words="月底冲量") is None
    assert (state(order), asked(round_of(order))) == (Order.State.HELD, ["chen"])
    assert says("chen", order).result == "approved"
    assert state(order) == Order.State.PLACED
    verbs = Entry.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs)[-3:] == ["approval.approve", "approval.approve", "order.release"]
    assert Entry.objects.filter(verb="approval.approve").earliest("id").facts["words"] == "月底冲量"


def test_a_refusal_cancels_the_order_with_its_words(low_order, round_of, says):
    order = low_order()
    with pytest.raises(Refused, match="写明原因"):
        says("wang", order, "refuse")
    assert says("wang", order, "refuse", "不做亏本生意").result == "refused"
    assert state(order) == Order.State.CANCELLED
    assert Order.objects.get().cancellation.reason == "不做亏本生意"


def test_what_a_kind_cannot_do_is_not_taken(low_order, says):
    with pytest.raises(Refused, match="不能这样答复"):
        says("wang", low_order(), "return", "重做")


@pytest.mark.parametrize("who", ["sun", "zhou", "li", "zheng", "qian", "he"])
def test_who_is_not_asked_does_not_answer(low_order, says, who):
    order = low_order()
    with pytest.raises(NotYours):
        says(who, order)
    assert not Answer.objects.exists()
    assert not Entry.objects.filter(verb="approval.approve").exists()


def test_nobody_answers_his_own_even_as_the_deputy_of_the_one_asked(low_order, cast, says, round_of):
    order = low_order()
    Appointment.objects.create(person=cast.sun, position=cast.positions["wang"], deputy=True, start=MONDAY)
    with pytest.raises(NotYours):
        says("sun", order)


def test_who_typed_an_order_in_for_another_does_not_answer_it(cast, book, round_of, asked):
    from decimal import Decimal

    from tonglu.trade.orders.models import Wanted

    order = Order.place(
        customer=cast.customers["sun1"],
        person=cast.sun,
        position=cast.positions["sun"],
        lines=[Wanted(cast.skus["tea"].pk, 30, Decimal("2.20"))],
        source=Order.Source.DESK,
        placed_at=NOW,
        by=cast.wang.login,
        at=NOW,
    )
    assert asked(round_of(order)) == ["chen"]


def test_a_leader_above_may_step_in_and_it_says_for_whom(low_order, says, cast):
    order = low_order()
    says("chen", order, words="所长出差")
    said = Answer.objects.get()
    assert (said.by, said.behalf) == (cast.chen.login, cast.wang)
    assert Entry.objects.get(verb="approval.approve").facts["behalf"] == "王所长"


def test_a_deputy_answers_for_the_one_who_is_away(low_order, says, cast):
    Appointment.objects.create(person=cast.zheng, position=cast.positions["wang"], deputy=True, start=MONDAY)
    order = low_order()
    with pytest.raises(NotYours):
        says("wang", order)
    says("zheng", order)
    assert Answer.objects.get().behalf == cast.wang


def test_one_to_whom_it_was_delegated_answers_for_those_days(low_order, says, cast):
    def delegate(start, stop):
        return Delegation.give(
            person=cast.wang, to=cast.zhao, start=start, stop=stop, reason="", by=cast.wang.login, at=NOW
        )

    order = low_order()
    delegate(MONDAY + timedelta(days=1), MONDAY + timedelta(days=3))
    with pytest.raises(NotYours):
        says("zhao", order)
    delegate(MONDAY, MONDAY + timedelta(days=1))
    assert Approval.objects.waiting_for(cast.zhao, on=MONDAY).count() == 1
    says("zhao", order)
    assert Answer.objects.get().behalf == cast.wang


def test_a_decided_round_takes_no_more_answers(low_order, says):
    order = low_order()
    says("wang", order)
    with pytest.raises(Refused, match="不用再审批") as refused:
        says("wang", order)
    assert refused.value.code == "already_decided"
    assert Answer.objects.count() == 1


def test_what_was_changed_meanwhile_is_not_answered_as_it_was(low_order, says):
    order = low_order()
    order.lines.update(quantity=99)
    with pytest.raises(Refused, match="又改过"):
        says("wang", order)


def test_a_cancelled_order_asks_no_more(low_order, round_of, cast):
    order = low_order()
    order.cancel(by=cast.qian.login, at=NOW, reason="客户不要了")
    assert round_of(order).outcome.result == "withdrawn"


def test_many_at_once_are_answered_each_by_itself(low_order, cast, round_of):
    orders = [low_order(), low_order("sun3"), low_order()]
    orders[2].cancel(by=cast.qian.login, at=NOW, reason="不要了")
    rounds = [round_of(order) for order in orders]
    done, kept = answer_many(approvals=rounds, verdict="approve", words="", by=cast.wang.login, at=NOW)
    assert done == 2
    assert [one.title for one in kept] == [rounds[2].title]
    assert state(orders[0]) == Order.State.PLACED
    assert not Approval.objects.waiting_for(cast.wang, on=MONDAY).exists()
    assert Approval.objects.waiting_for(cast.chen, on=MONDAY).count() == 1


def test_an_answer_to_a_step_that_another_answered_meanwhile_counts_for_no_other(cast, low_order, round_of):
    """The director may answer for the head; he pressed when the head had just done."""
    approval = round_of(low_order("sun3"))
    said = {"approval": approval, "verdict": "approve", "words": "", "at": NOW, "step": 0}
    answer(by=cast.wang.login, **said)
    with pytest.raises(Refused, match="刚才已有人批了"):
        answer(by=cast.chen.login, **said)
    assert (Answer.objects.count(), Entry.objects.filter(verb="approval.approve").count()) == (1, 1)
    assert answer(by=cast.chen.login, **said | {"step": 1}).result == "approved"
