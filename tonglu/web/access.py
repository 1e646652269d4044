"""Who may open what 访问规则: every page is registered here with the roles that it is for, or is on the public list.

Roles decide which doors open; `visible_to(scope)` decides which rows lie behind them. A test walks every URL with
every role, and fails for one that is not registered.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, register_converter

from tonglu.customers.credit.models import GRANTING
from tonglu.directory.org.fields import SEEN_BY, FieldGroup, sees
from tonglu.directory.org.models import LEADERS, RED_TEAM, REPS, Role
from tonglu.exchange.imports.nouns.table import NOUNS
from tonglu.web.converters import WORDS

__all__ = ["GRANTING", "FieldGroup", "may", "page", "sees"]

View = Callable[..., HttpResponseBase]

for word, part in WORDS.items():  # before any route is read that uses them
    register_converter(part, word)

EVERYONE = frozenset(Role)
LEADING = LEADERS
# those who plan calls and report on their day, and those who sign it
FIELD = REPS | LEADERS
# the money that the field brings in, and what was intended
SELLING = FIELD | {Role.CLERK, Role.CSS_HEAD, Role.FINANCE}
# what stands on the shelf
SHELVES = SELLING | RED_TEAM | {Role.PROMOTER}
FIGURES = SELLING | RED_TEAM
ORDERS = SELLING | {Role.DELIVERER}
MASTER_DATA = EVERYONE
OFFICE = LEADERS | {
    Role.RED_SUPERVISOR,
    Role.RED_MANAGER,
    Role.CSS_HEAD,
    Role.CLERK,
    Role.FINANCE,
    Role.LEGAL,
    Role.ADMINISTRATOR,
}
MONEY_DESK = frozenset({Role.CLERK, Role.HEAD, Role.AREA_MANAGER, Role.DIRECTOR})
DELIVERING = MONEY_DESK | {Role.DELIVERER}
CLOSING = LEADERS | {Role.CLERK}
# who writes down what is known of a customer's people
RELATIONS = FIELD | {Role.CLERK, Role.CSS_HEAD}
CREDIT = SEEN_BY[FieldGroup.CREDIT]
# who looks back over what others did: of his own line, the administrator over all of it; and the office
# that sees credit over what was granted to its customers (a rep finds that with the customer)
LOOKING_BACK = LEADERS | {Role.ADMINISTRATOR} | (CREDIT - REPS)
# who draws up the forms that everyone fills in
EDITORS = frozenset({Role.DIRECTOR, Role.RED_MANAGER, Role.ADMINISTRATOR})
TOP = frozenset({Role.DIRECTOR})
ADMINISTRATION = frozenset({Role.ADMINISTRATOR})
# each list says who brings it in: lists of the house those who keep them, credit terms those who grant them
IMPORTING = frozenset[Role]().union(*(noun.roles for noun in NOUNS.values()))


# name of a URL → the roles that may open it
RULES: dict[str, frozenset[Role]] = {}
# URLs that need no login
PUBLIC = frozenset({"login", "logout", "language", "healthz", "phone_app", "phone_file", "manifest"}) | {
    # steps of logging in, each of which asks for the step before it; and names that lead back to our own pages
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "mfa_authenticate",
    "mfa_index",
    "usersessions_list",
    "socialaccount_connections",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "socialaccount_signup",
    *(f"{chat}_{step}" for chat in ("feishu", "dingtalk", "wecom") for step in ("login", "callback")),
}
# what one opens before he has chosen a password of his own
FIRST = frozenset({"account_change_password"})
# endpoints that take a device's token instead of a session; each cuts by the device's person
PHONE = frozenset({"documents", "file", "hint", "pull", "team", "decide_plan", "notices", "read_notices"})
PHONE_PUBLIC = frozenset({"login", "openapi-json", "api-root"})


def page(route: str, view: View, *, name: str, roles: frozenset[Role]) -> URLPattern:
    """A URL of the office for those roles: others are sent to the login, or refused."""
    RULES[name] = roles
    return path(route, _for_roles(view, roles, name), name=name)


def may(roles: frozenset[str], name: str) -> bool:
    """Whether someone with those roles may open the URL of that name; menus show only what opens."""
    return name in PUBLIC or bool(roles & RULES.get(name, frozenset()))


def _for_roles(view: View, roles: frozenset[Role], name: str) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        scope = request.scope  # type: ignore[attr-defined]
        if not scope or not scope.roles & roles:
            raise PermissionDenied
        if request.user.must_change_password and name not in FIRST:
            return redirect("account_change_password")
        return view(request, *args, **kwargs)

    return guarded
