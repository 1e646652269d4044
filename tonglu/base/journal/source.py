"""Where something comes from 来源: the office, a phone, the API, the command line or a job; noted beside every verb."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Source:
    """`kind` is one of `Entry.Source`, or empty; `address` the network address; `device` the id of a phone.

    `token` is the id of the one that a program showed, `client` that program's name; 0 and empty without one.
    """

    kind: str = ""
    address: str = ""
    device: str = ""
    token: int = 0
    client: str = ""

    @property
    def facts(self) -> dict[str, Any]:
        """What an entry tells of it beside its own columns: token and program, where there are some."""
        return {"token": self.token, "client": self.client} if self.token else {}


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


def under_token(*, token: int, client: str) -> None:
    """For the rest of this request it is known under which token it comes, and of which program."""
    _current.set(replace(_current.get(), token=token, client=client))
