"""Posting to other people's servers: to an address that is looked up here, and nowhere but on the open internet."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import httpx
from django.conf import settings

from tonglu.directory.webhooks.rules import is_possible, is_public


class NotAllowed(Exception):
    """The address may not be called."""


@contextmanager
def posted(
    url: str, *, content: bytes, headers: Mapping[str, str], timeout: float
) -> Iterator[httpx.Response]:
    """The answer to a POST, its body not read yet. Redirects are not followed, proxies of the environment not asked.

    Raises NotAllowed, OSError where the name leads nowhere, and what httpx raises.
    """
    address, host = pinned(url)
    with (
        httpx.Client(timeout=timeout, trust_env=False, follow_redirects=False) as client,
        client.stream(
            "POST",
            address,
            content=content,
            headers={"Host": host, **headers},
            extensions={"sni_hostname": urlsplit(url).hostname},
        ) as answer,
    ):
        yield answer


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
