"""Where something comes from 来源: the office, a phone, the API, the command line or a job; noted beside every verb."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Source:
    """`kind` is one of `Entry.Source`, or empty; `address` the network address; `device` the id of a phone."""

    kind: str = ""
    address: str = ""
    device: str = ""


_current: ContextVar[Source] = ContextVar("source", default=Source())  # noqa: B039  # it is frozen


def source() -> Source:
    return _current.get()


@contextmanager
def coming_from(kind: str, *, address: str = "", device: str = "") -> Iterator[None]:
    """What is recorded inside came that way; `tonglu.web` says so for requests, commands and jobs."""
    token = _current.set(Source(kind, address[:64], device[:64]))
    try:
        yield
    finally:
        _current.reset(token)


def on_device(device: str) -> None:
    """For the rest of this request it is known from which phone it comes."""
    _current.set(replace(_current.get(), device=device[:64]))
