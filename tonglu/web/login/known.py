"""Browsers and phones in which an account was used before, told by a signed cookie.

They have a count of wrong passwords of their own, so that a stranger who guesses shuts nobody out where he works; see
"device cookies" in OWASP's notes on brute force. The cookie opens nothing: it holds no right, only a name for the browser.
"""

from __future__ import annotations

import hashlib
import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

COOKIE = "known"
SALT = "tonglu.login.known"
LASTS = 365 * 24 * 3600
# accounts that one browser is known for; the oldest give way
MOST = 8


def browser_of(request: HttpRequest, *, username: str) -> str:
    """What the browser is called for that account; empty where the account was never used in it."""
    return _held(request).get(_key(username), "")


def remember(request: HttpRequest, response: HttpResponseBase, *, username: str) -> None:
    """From now on the browser is one that the account was used in."""
    held, key = _held(request), _key(username)
    name = held.pop(key, "") or secrets.token_hex(8)
    kept = dict(list(held.items())[-(MOST - 1) :]) | {key: name}
    response.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=SALT),
        max_age=LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _held(request: HttpRequest) -> dict[str, str]:
    try:
        return dict(signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LASTS))
    except signing.BadSignature:
        return {}


def _key(username: str) -> str:
    """Names are not written into a cookie that whoever borrows the browser could read."""
    return hashlib.sha256(username.strip().lower().encode()).hexdigest()[:16]
