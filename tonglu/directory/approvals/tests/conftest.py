from __future__ import annotations

from decimal import Decimal

import pytest

from conftest import NOW, SINCE
from tonglu.directory.approvals.models import Approval, RuleBook, Seat
from tonglu.trade.orders.models import Order, Wanted


@pytest.fixture
def book(cast) -> RuleBook:
    """The shipped rules, in force."""
    return RuleBook.set_up(on=SINCE, by=None, at=NOW)


@pytest.fixture
def low_order(cast, book):
    """Sun's order below the floor price: `low_order("sun1", quantity=30)`; sun1 is class B, sun3 class A."""

    def place(customer: str = "sun1", *, quantity: int = 30, price: str = "2.20", at=NOW) -> Order:
        return Order.place(
            customer=cast.customers[customer],
            person=cast.sun,
            position=cast.positions["sun"],
            lines=[Wanted(cast.skus["tea"].pk, quantity, Decimal(price))],
            source=Order.Source.PHONE,
            placed_at=at,
            by=cast.sun.login,
            at=at,
        )

    return place


@pytest.fixture
def round_of(cast):
    """The latest round of a document."""

    def latest(document, kind: str = "order_price") -> Approval:
        found = Approval.of(kind=kind, object_id=str(document.pk)).first()
        assert found is not None
        return found

    return latest


@pytest.fixture
def asked(cast):
    """The short names of the positions that a round waits for now."""

    def names(approval: Approval) -> list[str]:
        rows = Seat.objects.waiting().filter(approval=approval).order_by("place", "level")
        return [seat.position.code.removeprefix("P-") for seat in rows]

    return names
