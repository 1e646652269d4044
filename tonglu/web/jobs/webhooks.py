"""Sending a webhook, signed, to whom it still concerns; and forgetting the keys of requests that came in."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx

from tonglu.base.errors import Refused
from tonglu.base.jobs.run import Run
from tonglu.directory.clients.models import KeyedRequest
from tonglu.directory.org.models import Company, Role
from tonglu.directory.webhooks.models import TEST, Push
from tonglu.directory.webhooks.rules import signature
from tonglu.web.access import may
from tonglu.web.desk.audit import THINGS
from tonglu.web.jobs.outside import NotAllowed, posted

TIMEOUT = 10.0  # seconds
KEYS_LAST = timedelta(days=7)


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
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Tonglu-Webhooks/1",
            "webhook-id": str(push.id),
            "webhook-timestamp": str(timestamp),
            "webhook-signature": signature(
                secret=push.subscription.secret.open(), id=str(push.id), timestamp=timestamp, body=push.body
            ),
        }
        with posted(
            push.subscription.url, content=push.body.encode(), headers=headers, timeout=TIMEOUT
        ) as answer:
            status: int | None = answer.status_code
            error = "" if answer.is_success else f"HTTP {answer.status_code}"
    except Refused as lost:
        status, error = None, lost.reason
    except (httpx.HTTPError, httpx.InvalidURL, NotAllowed, OSError) as problem:
        status, error = None, f"{type(problem).__name__}: {problem}"
    return Sent(status, error, round((time.monotonic() - begun) * 1000))


def forget_keys(run: Run) -> Mapping[str, Any]:
    """Idempotency keys are good for a week."""
    return {"forgotten": KeyedRequest.forget(before=run.at - KEYS_LAST)}
