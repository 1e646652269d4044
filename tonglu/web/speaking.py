"""In which language a caller without a session is answered."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import translation

from tonglu.base.accounts.models import Account


def speak(request: HttpRequest, *, to: Account | None) -> None:
    """The rest of the request is in the language that it asks for, else in the person's own.

    The middleware gives the thread its language back.
    """
    own = to.language if to and not request.headers.get("Accept-Language") else None
    translation.activate(own or translation.get_language_from_request(request))
