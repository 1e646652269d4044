"""Every page opens for the roles that it is for, and is refused to others."""

from __future__ import annotations

import pytest
from django.test import Client

from conftest import NOW
from tonglu.directory.org.models import Role
from tonglu.fieldwork.dayplans.models import Call, DayPlan
from tonglu.fieldwork.visits.models import Visit
from tonglu.trade.orders.models import Order
from tonglu.web.access import RULES

ONE_OF_EACH = {
    "chen": Role.DIRECTOR,
    "wang": Role.HEAD,
    "li": Role.SUPERVISOR,
    "sun": Role.REP,
    "qian": Role.CLERK,
    "he": Role.ADMINISTRATOR,
}
# name → the page's address in the small company after a call of Sun's
PAGES = {
    "today": "/",
    "search": "/search?q=sun",
    "plans": "/plans",
    "plan": "/plans/{plan}",
    "targets": "/targets",
    "visits": "/visits",
    "visit": "/visits/{visit}",
    "customers": "/customers",
    "customer": "/customers/{customer}",
    "orders": "/orders",
    "order": "/orders/{order}",
    "board": "/board",
    "metrics": "/metrics",
    "metric": "/metric/sales_amount",
    "skus": "/skus",
    "sku": "/skus/{sku}",
    "people": "/people",
    "person": "/people/{person}",
    "devices": "/devices",
    "device": "/devices/{device}",
    "journal": "/journal",
}


@pytest.fixture
def worked(cast, visit_document):
    """Sun planned his Monday, and made one call with an order; the ids of what came of it."""
    phone = cast.device("sun")
    calls = [Call(cast.customers[name].pk) for name in ("sun1", "sun2")]
    plan = DayPlan.submit(
        person=cast.sun,
        position=cast.positions["sun"],
        on=NOW.date(),
        calls=calls,
        goal_deals=1,
        goal_sales="100",
        by=cast.sun.login,
        at=NOW,
    )
    phone.post("documents", {"sent_at": NOW.isoformat(), "documents": [visit_document("sun1")]})
    return {
        "plan": plan.pk,
        "visit": Visit.objects.get().pk,
        "order": Order.objects.get().pk,
        "customer": cast.customers["sun1"].pk,
        "sku": cast.skus["tea"].pk,
        "person": cast.sun.pk,
        "device": phone.device.pk,
    }


@pytest.mark.parametrize("who", ONE_OF_EACH)
def test_pages_open_for_their_roles_alone(cast, worked, who):
    client = cast.client(who)
    answers = {name: client.get(url.format(**worked)).status_code for name, url in PAGES.items()}
    assert answers == {name: 200 if ONE_OF_EACH[who] in RULES[name] else 403 for name in PAGES}


def test_strangers_are_sent_to_the_login(cast, worked):
    for url in PAGES.values():
        answer = Client().get(url.format(**worked))
        assert (answer.status_code, answer.url.startswith("/login?next=")) == (302, True)


def test_a_record_of_another_office_is_not_found(cast, worked):
    for who in ("zheng", "feng"):
        client = cast.client(who)
        for name in ("plan", "visit", "customer", "order"):
            assert client.get(PAGES[name].format(**worked)).status_code == 404, name


def test_every_page_shows_in_english_too(cast, worked):
    cast.chen.login.speak("en")
    client = cast.client("chen")
    for name, url in PAGES.items():
        if Role.DIRECTOR in RULES[name]:
            assert client.get(url.format(**worked)).status_code == 200, name
