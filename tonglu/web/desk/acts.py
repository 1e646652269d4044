"""What a page does when it changes something: one way to ask, to refuse and to go back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Field
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from tonglu.base.accounts.models import Account
from tonglu.base.errors import Refused
from tonglu.directory.org.models import Person
from tonglu.directory.org.scope import Scope
from tonglu.web.desk.picks import Picks

View = Callable[..., HttpResponse]


class DeskRequest(HttpRequest):
    """A request of someone who is logged in and holds a position, as the middleware leaves it."""

    user: Account
    person: Person
    scope: Scope
    picks: Picks


def act(view: Callable[..., str]) -> View:
    """A verb by POST: the view does it and returns what to say; the page it came from is shown again.

    What the domain refuses becomes a message, with nothing changed.
    """

    @require_POST
    @wraps(view)
    def acting(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            messages.success(request, view(request, *args, **kwargs))
        except Refused as refused:
            messages.error(request, refused.reason)
        return redirect(back(request))

    return acting


def ticked(request: HttpRequest, field: Field[Any, Any]) -> list[Any]:
    """The keys of the ticked rows, as that primary key has them; what cannot be one is no row."""
    return [key for text in request.POST.getlist("row") if (key := _key(field, text)) is not None]


def _key(field: Field[Any, Any], text: str) -> Any:
    try:
        return field.clean(text, None)
    except ValidationError:
        return None


def back(request: HttpRequest) -> str:
    """Where the form wants to go next, never to another site."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and safe else "/"
