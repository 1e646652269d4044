"""Sending a webhook: to an address that is looked up here, and nowhere but on the open internet."""

from __future__ import annotations

import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx
from django.conf import settings

from tonglu.base.errors import Refused
from tonglu.base.jobs.run import Run
from tonglu.directory.clients.models import KeyedRequest
from tonglu.directory.org.models import Company, Role
from tonglu.directory.webhooks.models import TEST, Push
from tonglu.directory.webhooks.rules import is_possible, is_public, signature
from tonglu.web.access import may
from tonglu.web.desk.audit import THINGS

TIMEOUT = 10.0  # seconds
KEYS_LAST = timedelta(days=7)


class NotAllowed(Exception):
    """The address may not be called."""


@dataclass(frozen=True, slots=True)
class Sent:
    """How it went; `status` is None where no answer came."""

    status: int | None
    error: str
    milliseconds: int


def send(run: Run) -> Mapping[str, Any] | None:
    """One attempt at a push that still waits. Killed between the answer and its record, it is sent again."""
    push = Push.objects.select_related("subscription__person", "entry").get(pk=run.args["push"])
    if push.state != Push.State.WAITING:
        return {"sent": 0}
    if push.subscription.stopped_at or not still_open(push, run):
        with run.effect():
            push.give_up(error="the subscription was stopped or its person may not see this", at=run.clock())
        return None
    sent = deliver(push, timestamp=int(run.clock().timestamp()))
    with run.effect() as result:
        push.tried(status=sent.status, error=sent.error, milliseconds=sent.milliseconds, at=run.clock())
        result["status"] = sent.status
    return None


def still_open(push: Push, run: Run) -> bool:
    """Whether its person could open the page of the thing today; what has no page is the administrator's."""
    scope = push.subscription.person.scope(on=Company.current().business_date(run.at))
    thing = THINGS.get(push.entry.object_type)
    if push.entry.verb == TEST or Role.ADMINISTRATOR in scope.roles:
        return True
    return thing is not None and may(scope.roles, thing.page)


def deliver(push: Push, *, timestamp: int) -> Sent:
    """Posts it, signed. Redirects are not followed, and the answer's body is not read."""
    begun = time.monotonic()
    try:
        url, host = pinned(push.subscription.url)
        headers = {
            "Host": host,
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Tonglu-Webhooks/1",
            "webhook-id": str(push.id),
            "webhook-timestamp": str(timestamp),
            "webhook-signature": signature(
                secret=push.subscription.secret.open(), id=str(push.id), timestamp=timestamp, body=push.body
            ),
        }
        name = urlsplit(push.subscription.url).hostname
        with (
            httpx.Client(timeout=TIMEOUT, trust_env=False, follow_redirects=False) as client,
            client.stream(
                "POST", url, content=push.body.encode(), headers=headers, extensions={"sni_hostname": name}
            ) as answer,
        ):
            status: int | None = answer.status_code
            error = "" if answer.is_success else f"HTTP {answer.status_code}"
    except Refused as lost:
        status, error = None, lost.reason
    except (httpx.HTTPError, httpx.InvalidURL, NotAllowed, OSError) as problem:
        status, error = None, f"{type(problem).__name__}: {problem}"
    return Sent(status, error, round((time.monotonic() - begun) * 1000))


def pinned(url: str) -> tuple[str, str]:
    """The address with the name looked up, so that a second look cannot find another; and the `Host` to say.

    Raises NotAllowed where the name leads to this machine or a network behind it.
    """
    if not is_possible(url, private=settings.WEBHOOKS_PRIVATE):
        raise NotAllowed("only https addresses are called")
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not settings.WEBHOOKS_PRIVATE and not all(map(is_public, addresses)):
        raise NotAllowed(f"{parts.hostname} is not on the open internet")
    ip = addresses[0]
    place = f"[{ip}]:{port}" if ":" in ip else f"{ip}:{port}"
    return urlunsplit((parts.scheme, place, parts.path or "/", parts.query, "")), parts.netloc


def forget_keys(run: Run) -> Mapping[str, Any]:
    """Idempotency keys are good for a week."""
    return {"forgotten": KeyedRequest.forget(before=run.at - KEYS_LAST)}
