"""What browsers are told beside a page: where its scripts may come from, and from where a request really came."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# the few handlers that stand in our templates, letter by letter; any other script in a page is not run
HANDLERS = ("print()", "this.form.submit()", "this.form.requestSubmit()")
# a form that logs in with a work chat is sent on to it
CHATS = "https://*.feishu.cn https://*.dingtalk.com https://*.weixin.qq.com"


def _hash(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


POLICY = "; ".join(
    [
        "default-src 'self'",
        f"script-src 'self' 'unsafe-hashes' {' '.join(map(_hash, HANDLERS))}",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        f"form-action 'self' {CHATS}",
        "frame-ancestors 'none'",
    ]
)
PERMISSIONS = "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"


class Headers:
    """Outermost: puts the policies on every page, and takes the caller's address from our own proxies alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.META["REMOTE_ADDR"] = address(request, proxies=settings.PROXIES)
        response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Content-Security-Policy", POLICY)
            response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response


def address(request: HttpRequest, *, proxies: int) -> str:
    """Who called: of `X-Forwarded-For` the entry that the first of our proxies wrote; what stands left of it anyone
    may have made up."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    return told[-proxies] if 0 < proxies <= len(told) else direct
