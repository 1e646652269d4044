"""What every page of the office needs."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from tonglu.base.journal.models import Verification
from tonglu.directory.org.models import Role
from tonglu.results.inbox.queries import Inbox, inbox
from tonglu.web.desk.menu import menu
from tonglu.web.desk.notices import Bell
from tonglu.web.desk.picks import picks_of
from tonglu.web.viewing import viewing

VERSION = version("tonglu")


def page(request: HttpRequest) -> dict[str, Any]:
    """Company, menu, picks, and what waits for the one who looks; nothing but the company before login."""
    always = {"company": viewing().company, "today": viewing().today, "house_version": VERSION}
    scope = getattr(request, "scope", None)
    if not scope:
        return always
    shown = request.resolver_match.url_name if request.resolver_match else ""
    return {
        **always,
        "person": request.person,  # type: ignore[attr-defined]
        "menu": menu(scope.roles, shown or ""),
        "picks": picks_of(request),
        "chain_broken": Role.ADMINISTRATOR in scope.roles and _chain_broken(),
        "bell": Bell(scope),
        "inbox": SimpleLazyObject(lambda: waiting(request)),
    }


def _chain_broken() -> bool:
    """What the latest look at the journal's chain found; the administrator is told on every page."""
    latest = Verification.latest_one()
    return latest is not None and latest.broken is not None


def waiting(request: HttpRequest) -> Inbox:
    """What waits for the one who looks, counted once a request."""
    known: Inbox | None = getattr(request, "inbox", None)
    if known is None:
        person, scope = request.person, request.scope  # type: ignore[attr-defined]
        known = inbox(person=person, scope=scope)
        request.inbox = known  # type: ignore[attr-defined]
    return known
