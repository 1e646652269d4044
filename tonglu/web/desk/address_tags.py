"""Where links lead: the page's own address with a part of its query changed, and whether a page opens at all."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.http import HttpRequest

from tonglu.directory.org.scope import Scope
from tonglu.web.access import may as may_open
from tonglu.web.desk.tags import register


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changes: Any) -> str:
    """The page's own address with some of the query changed; `None` or an empty value takes a part away."""
    request: HttpRequest = context["request"]
    return changed_query(request, **changes)


@register.simple_tag(takes_context=True)
def changed_query_by(context: template.Context, key: str, value: Any) -> str:
    """`with_query` for a key that is only known in the loop; the list begins at its first page again."""
    request = context["request"]
    # an empty address would lead back to the view that is the default
    plain = {"view": request.GET.get("view", "0")} if not value and context["list"].kept.default else {}
    return changed_query(request, **{key: value, "page": None, **plain})


def changed_query(request: HttpRequest, **changes: Any) -> str:
    query = {key: values for key, values in request.GET.lists() if key != "part"}
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = [str(value)]
    return "?" + urlencode(query, doseq=True)


@register.simple_tag(takes_context=True)
def may(context: template.Context, name: str) -> bool:
    """Whether the one who looks may open the page of that name."""
    scope: Scope | None = getattr(context["request"], "scope", None)
    return may_open(scope.roles, name) if scope else False
