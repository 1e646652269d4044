"""Every page opens for the roles that it is for, and is refused to others."""

from __future__ import annotations

import pytest
from django.test import Client

from tonglu.directory.org.models import Role
from tonglu.web.access import RULES

pytestmark = pytest.mark.walk

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
    "notices": "/notices",
    "my_notices": "/me/notices",
    "robots": "/robots",
    "robot_new": "/robots/new",
    "jobs": "/jobs",
    "journal": "/journal",
    "tokens": "/tokens",
    "webhooks": "/webhooks",
    "webhook_new": "/webhooks/new",
    "token_new": "/tokens/new",
    "api_reference": "/api",
}


def address(name: str, worked) -> str:
    return PAGES[name].format(**{key: thing.pk for key, thing in vars(worked).items()})


@pytest.mark.parametrize("who", ONE_OF_EACH)
def test_pages_open_for_their_roles_alone(cast, worked, who):
    client = cast.client(who)
    answers = {name: client.get(address(name, worked)).status_code for name in PAGES}
    assert answers == {name: 200 if ONE_OF_EACH[who] in RULES[name] else 403 for name in PAGES}


def test_strangers_are_sent_to_the_login(cast, worked):
    for name in PAGES:
        answer = Client().get(address(name, worked))
        assert (answer.status_code, answer.url.startswith("/login?next=")) == (302, True)


def test_a_record_of_another_office_is_not_found(cast, worked):
    for who in ("zheng", "feng"):
        client = cast.client(who)
        for name in ("plan", "visit", "customer", "order"):
            assert client.get(address(name, worked)).status_code == 404, name


def test_every_page_shows_in_english_too(cast, worked):
    cast.chen.login.speak("en")
    client = cast.client("chen")
    for name in PAGES:
        if Role.DIRECTOR in RULES[name]:
            assert client.get(address(name, worked)).status_code == 200, name
