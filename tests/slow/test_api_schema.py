"""The API against its own document: whatever is drawn from it, each answer is as documented and none is a fault of ours.

The requests are drawn by schemathesis from the OpenAPI document, valid ones and invalid ones, the same on every run.
What is drawn at random hardly ever names a row that is there; a second round puts the cast's rows into it. The app is
the real one.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CHECKS

from conftest import NOW
from tonglu.customers.cards.models import Customer
from tonglu.directory.clients.models import Right, Token
from tonglu.fieldwork.dayplans.models import Call, DayPlan
from tonglu.fieldwork.visits.models import Visit
from tonglu.results.reports.models import DayReport
from tonglu.trade.orders.models import Order
from tonglu.web.api.api import api as public
from tonglu.web.wsgi import application

pytestmark = pytest.mark.slow
EXAMPLES = int(os.environ.get("API_EXAMPLES", "25"))


@pytest.fixture
def house(cast, visit_document, settings):
    """Calls with orders, a plan, and a token of the director's that may do everything."""
    settings.API_A_MINUTE = 10**9
    sent = {"sent_at": NOW.isoformat(), "documents": [visit_document("sun1"), visit_document("zhou1")]}
    cast.device("sun").post("documents", {**sent, "documents": sent["documents"][:1]})
    cast.device("zhou").post("documents", {**sent, "documents": sent["documents"][1:]})
    DayPlan.submit(
        person=cast.sun,
        position=cast.positions["sun"],
        on=NOW.date(),
        calls=[Call(cast.customers["sun1"].pk)],
        goal_deals=1,
        goal_sales=100,
        by=cast.sun.login,
        at=NOW,
    )
    until = NOW + timedelta(days=1)
    _token, text = Token.issue(
        person=cast.chen, client="schemathesis", rights=Right.values, expires_at=until, at=NOW
    )
    return cast, text


def described() -> schemathesis.BaseSchema:
    """The document as it is served, for requests to the app in this process."""
    schema = schemathesis.openapi.from_dict(json.loads(json.dumps(public.get_openapi_schema(), default=str)))
    schema.app = application
    return schema


api = described()


# what no schema can say: that a cursor was given by us, that a key is new, that two values go together
BEYOND_SCHEMA = {"bad_cursor", "key_reused", "bad_range", "bad_dimension", "unknown_code", "no_unit"}


@schemathesis.check
def valid_is_accepted(ctx, response, case) -> None:
    """What is drawn as valid is refused for such reasons only, or by a rule of the business (409)."""
    if response.status_code == 422 and response.json()["code"] in BEYOND_SCHEMA:
        return
    CHECKS.get_one("positive_data_acceptance")(ctx, response, case)


@schemathesis.check
def invalid_is_refused(ctx, response, case) -> None:
    """What is drawn as invalid is refused; an empty list among the parameters is not sent at all, and says nothing."""
    sent = parse_qs(urlsplit(response.request.url).query, keep_blank_values=True)
    if set(case.query or {}) <= set(sent):
        CHECKS.get_one("negative_data_rejection")(ctx, response, case)


REPLACED = [CHECKS.get_one(name) for name in ("positive_data_acceptance", "negative_data_rejection")]


@api.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_documented(case, house):
    case.call_and_validate(
        headers={"Authorization": f"Bearer {house[1]}"},
        excluded_checks=REPLACED,
    )


# what stands for a code in a body or a query, so that the request is about something
THERE = {
    "customer": "SUN1",
    "sku": "S001",
    "position": "P-zhou",
    "unit": "TX1",
    "channel": "C1",
    "customer_class": "A",
    "owner": "P-sun",
    "person": "E008",
    "rep": "E008",
    "metric": "sales_amount",
    "key": "sales_amount",
}
ABOUT_ROWS = [
    found.ok()
    for found in described().get_all_operations()
    if {"id", "key"} & {parameter.name for parameter in found.ok().path_parameters}
    or found.ok().method == "post"
]


def about_the_cast(given, ids):
    """The same request with codes and ids of rows that are there; null stays null."""
    if isinstance(given, list):
        return [about_the_cast(one, ids) for one in given]
    if not isinstance(given, dict):
        return given
    there = {**THERE, **ids}
    return {
        name: there[name] if name in there and value is not None else about_the_cast(value, ids)
        for name, value in given.items()
    }


@pytest.mark.parametrize("operation", ABOUT_ROWS, ids=lambda found: found.label)
def test_answers_about_rows_that_are_there_are_as_documented(operation, house):
    _cast, text = house
    models = {
        "customers": Customer,
        "orders": Order,
        "visits": Visit,
        "day-plans": DayPlan,
        "day-reports": DayReport,
    }
    table = models.get(operation.path.removeprefix("/api/v1/").partition("/")[0])
    found = table.objects.order_by("pk").first() if table else None
    ids = {"id": str(found.pk)} if found else {}
    seen: Counter[int] = Counter()

    @given(case=operation.as_strategy(generation_mode=schemathesis.GenerationMode.POSITIVE))
    @settings(max_examples=EXAMPLES, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    def answered(case):
        case.path_parameters = about_the_cast(case.path_parameters, ids)
        case.body = about_the_cast(case.body, {})
        case.query = about_the_cast(case.query, {})
        case.headers.pop("If-Match", None)
        answer = case.call_and_validate(
            headers={"Authorization": f"Bearer {text}"},
            excluded_checks=[*REPLACED, CHECKS.get_one("ignored_auth")],
        )
        seen[answer.status_code] += 1

    answered()
    assert seen[200] + seen[201], f"nothing of {operation.label} got through: {seen}"
