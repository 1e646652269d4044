"""What a webhook may be sent to, when it is tried again, and how it is signed; from values alone."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from socket import inet_aton, inet_ntoa
from urllib.parse import urlsplit

# waits after each attempt that failed; together a day
WAITS = tuple(timedelta(minutes=n) for n in (1, 5, 15, 60, 180, 360, 819))
# IPv6 ranges that carry IPv4 addresses inside, private ones too
_CARRIERS = tuple(ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))
HERE = frozenset({"localhost", "127.0.0.1", "::1"})
PREFIX = "whsec_"


def next_wait(*, failures: int) -> timedelta | None:
    """How long to wait after that many failures (1 or more); None when it is given up."""
    return WAITS[failures - 1] if failures <= len(WAITS) else None


def is_possible(url: str, *, private: bool) -> bool:
    """Whether the address has a form that may be called: https, or plain http to this machine where that is allowed."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or not url.isascii() or not url.isprintable() or " " in url:
        return False
    return parts.scheme == "https" or (private and parts.scheme == "http" and host in HERE)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet: neither of this machine nor of a network behind it."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped:
            return is_public(str(ip.ipv4_mapped))
        if any(ip in net for net in _CARRIERS):
            return False
    return ip.is_global and not ip.is_multicast


def leads_inside(url: str) -> bool:
    """Whether the host is written as an address, or as the name, of this machine or of a network behind it.

    Other names are looked up when they are called, since what they lead to may change. `127.1`, `0x7f000001` and
    `2130706433` are addresses as well: whoever looks names up takes them.
    """
    host = (urlsplit(url).hostname or "").rstrip(".").lower()
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return not is_public(host)
    except ValueError:
        pass
    try:
        return not is_public(inet_ntoa(inet_aton(host)))
    except OSError:
        return False


def wants(patterns: list[str], verb: str) -> bool:
    """`order.place` by its name, by `order.*` or by `*`."""
    return any(p in ("*", verb) or (p.endswith(".*") and verb.startswith(p[:-1])) for p in patterns)


def signature(*, secret: str, id: str, timestamp: int, body: str) -> str:
    """HMAC-SHA256 over `id.timestamp.body`, as the Standard Webhooks specification has it: `v1,` and base64."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    said = f"{id}.{timestamp}.{body}".encode()
    return "v1," + base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()
