"""Sun's Monday at the desk: a plan handed in, calls with orders, all by the phone's own way in."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from conftest import NOW
from tonglu.directory.forms.loading import load_shipped
from tonglu.fieldwork.dayplans.models import Call, DayPlan
from tonglu.fieldwork.visits.models import Visit
from tonglu.trade.orders.models import Order


@pytest.fixture
def plan(cast) -> DayPlan:
    """Sun's plan of Monday, waiting for 李主任."""
    return DayPlan.submit(
        person=cast.sun,
        position=cast.positions["sun"],
        on=NOW.date(),
        calls=[Call(cast.customers[name].pk) for name in ("sun1", "sun2")],
        goal_deals=1,
        goal_sales="100",
        by=cast.sun.login,
        at=NOW,
    )


@pytest.fixture(scope="module")
def shipped(_standing_cast, standing):
    """The forms that ship, loaded once for a module all of whose tests ask for them."""
    with standing(lambda: load_shipped(at=NOW)):
        yield


@pytest.fixture
def worked(cast, plan, visit_document) -> SimpleNamespace:
    """One call of Sun's with an order."""
    phone = cast.device("sun")
    phone.post("documents", {"sent_at": NOW.isoformat(), "documents": [visit_document("sun1")]})
    return SimpleNamespace(
        plan=plan,
        visit=Visit.objects.get(),
        order=Order.objects.get(),
        customer=cast.customers["sun1"],
        sku=cast.skus["tea"],
        person=cast.sun,
        device=phone.device,
    )


@pytest.fixture
def low_order(cast, visit_document) -> Order:
    """An order of Sun's below the floor price, held."""
    document = visit_document("sun2")
    document["body"]["order"]["lines"][0]["price"] = "1.00"
    cast.device("sun").post("documents", {"sent_at": NOW.isoformat(), "documents": [document]})
    return Order.objects.get(customer=cast.customers["sun2"])
