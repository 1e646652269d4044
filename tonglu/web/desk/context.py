"""What every page of the office needs."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from tonglu.results.inbox.queries import Inbox, inbox
from tonglu.web.desk.menu import menu
from tonglu.web.desk.picks import picks_of
from tonglu.web.viewing import viewing

VERSION = version("tonglu")


def page(request: HttpRequest) -> dict[str, Any]:
    """Company, menu, picks, and what waits for the one who looks; nothing but the company before login."""
    always = {"company": viewing().company, "today": viewing().today, "version": VERSION}
    scope = getattr(request, "scope", None)
    if not scope:
        return always
    shown = request.resolver_match.url_name if request.resolver_match else ""
    return {
        **always,
        "person": request.person,  # type: ignore[attr-defined]
        "menu": menu(scope.roles, shown or ""),
        "picks": picks_of(request),
        "inbox": SimpleLazyObject(lambda: waiting(request)),
    }


def waiting(request: HttpRequest) -> Inbox:
    """What waits for the one who looks, counted once a request."""
    known: Inbox | None = getattr(request, "inbox", None)
    if known is None:
        person, scope = request.person, request.scope  # type: ignore[attr-defined]
        known = inbox(person=person, scope=scope)
        request.inbox = known  # type: ignore[attr-defined]
    return known
