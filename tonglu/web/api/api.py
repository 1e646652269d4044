"""The API itself: every resource under `/api/v1/`."""

from __future__ import annotations

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tonglu.web.api import (
    calendar,
    catalog,
    customers,
    deliveries,
    journal,
    me,
    metrics,
    orders,
    org,
    plans,
    reports,
    targets,
    visits,
)
from tonglu.web.api.document import House
from tonglu.web.api.once import once
from tonglu.web.api.problems import problem, say
from tonglu.web.api.strict import known_only

api = House(
    title="Tonglu",
    version="1",
    urls_namespace="api",
    docs_url=None,
    description="Field sales management: who, whom, what was ordered, how it went. See docs/api.md.",
)
api.add_decorator(known_only, mode="operation")
api.add_decorator(once, mode="view")
say(api)
for module in (
    me,
    org,
    catalog,
    customers,
    orders,
    deliveries,
    visits,
    plans,
    reports,
    targets,
    metrics,
    calendar,
    journal,
):
    api.add_router("", module.router)


@api.exception_handler(IntegrityError)
def crossed(request: HttpRequest, error: IntegrityError) -> HttpResponse:
    """Someone else did the same a moment before."""
    return problem(409, _("刚刚有别人改了同一条；请重新读取后再做"), code="crossed")
