"""Requests that come again: under an `Idempotency-Key` a POST or PATCH has its effect once and its answer every time."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from tonglu.base.errors import Refused
from tonglu.base.journal.source import under_token
from tonglu.directory.clients.models import KeyedRequest, Token
from tonglu.web import clock
from tonglu.web.api.auth import speak, token_of
from tonglu.web.api.problems import problem

Run = Callable[..., HttpResponse]
HEADER = "Idempotency-Key"
KEY = re.compile(r"[\x21-\x7e]{1,120}")
WRITING = frozenset({"POST", "PATCH"})
KEPT = ("Content-Type", "ETag", "Location")
# said before anything was looked at: asked again with another token or later, the answer may differ
NOT_KEPT = frozenset({401, 403, 429})


def once(run: Run) -> Run:
    """Round every operation: what a write writes into the journal carries its token, and its key is honoured."""

    @wraps(run)
    def running(request: HttpRequest, **path: Any) -> HttpResponse:
        if request.method not in WRITING:
            return _unless_known(request, run(request, **path))
        token = token_of(request)
        if token is None or not token.opens(at=clock.now()):
            return run(request, **path)
        speak(request, to=token)
        under_token(token=token.pk, client=token.client)
        key = request.headers.get(HEADER)
        whole = partial(_whole, run, request, path)
        return whole() if key is None else _keyed(request, whole, token, key)

    return running


def _unless_known(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """304 where the caller has this version of the record."""
    tag = response.headers.get("ETag")
    if response.status_code != 200 or tag is None:
        return response
    shortened = get_conditional_response(request, etag=tag, response=response)
    return (
        response
        if shortened is None or shortened.status_code != 304
        else HttpResponse(status=304, headers={"ETag": tag})
    )


def _whole(run: Run, request: HttpRequest, path: dict[str, Any]) -> HttpResponse:
    """A write in one transaction: one that ends with a problem leaves nothing behind."""
    with transaction.atomic():
        response = run(request, **path)
        if response.status_code >= 400:
            transaction.set_rollback(True)
        return response


def _keyed(request: HttpRequest, whole: Callable[[], HttpResponse], token: Token, key: str) -> HttpResponse:
    if not KEY.fullmatch(key):
        words = _("{header} 须为 1–120 个可见的 ASCII 字符").format(header=HEADER)
        return problem(422, words, errors=[(f"header.{HEADER}", words)])
    try:
        row = KeyedRequest.claim(token=token, key=key, fingerprint=_fingerprint(request), at=clock.now())
    except Refused as refused:
        return problem(422 if refused.code == "key_reused" else 409, refused.reason, code=refused.code)
    try:
        with transaction.atomic():
            return _worked(whole, row.pk)
    except Exception:
        KeyedRequest.objects.filter(pk=row.pk, status__isnull=True).delete()
        raise


def _worked(whole: Callable[[], HttpResponse], row_id: int) -> HttpResponse:
    """The effect and its answer in one transaction, or the answer that was given before."""
    row = KeyedRequest.objects.select_for_update().get(pk=row_id)
    if row.status is not None:
        return HttpResponse(
            row.body, status=row.status, headers={**row.headers, "Idempotency-Replayed": "true"}
        )
    response = whole()
    if response.status_code in NOT_KEPT or response.status_code >= 500:
        row.delete()
    else:
        headers = {name: response.headers[name] for name in KEPT if name in response.headers}
        row.answer(status=response.status_code, headers=headers, body=response.content.decode())
    return response


def _fingerprint(request: HttpRequest) -> str:
    """Of all that makes it this request and no other."""
    said = [request.method or "", request.get_full_path(), request.headers.get("If-Match", "")]
    return hashlib.sha256("\n".join(said).encode() + b"\n" + request.body).hexdigest()
