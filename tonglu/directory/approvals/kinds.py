"""The kinds of documents that ask for approval. Each joins from its own room when the house starts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils.functional import Promise

from tonglu.base.accounts.models import Account
from tonglu.directory.approvals.rules import Case
from tonglu.directory.org.models import Person, Position

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Number:
    """A number against policy: `actual` beside the `limit` that it should keep to, both in currency units."""

    what: str
    actual: Decimal | None
    limit: Decimal | None
    keeps: bool

    @property
    def off(self) -> Decimal | None:
        """How far it is from the limit, in percent of the limit."""
        if self.actual is None or not self.limit:
            return None
        return (self.actual - self.limit) / self.limit * 100


@dataclass(frozen=True, slots=True)
class Reading:
    """What a document says to those who decide. `content` is what the decision is about: when it changes, the
    document is open again. `facts` are (label, value) pairs to show; `customer` an id."""

    title: str
    applicant: Person
    position: Position
    content: Mapping[str, Any]
    amount: Decimal | None = None
    classes: frozenset[str] = frozenset()
    risk: str = ""
    numbers: Sequence[Number] = ()
    facts: Sequence[tuple[Text, Any]] = ()
    customer: int | None = None

    @property
    def digest(self) -> str:
        """SHA-256, in hex, of the content in one canonical JSON form."""
        body = json.dumps(self.content, sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder)
        return hashlib.sha256(body.encode()).hexdigest()

    def case(self, kind: str) -> Case:
        return Case(kind, self.amount, self.classes, self.risk, self.position.role)


@dataclass(frozen=True, slots=True)
class Decided:
    """How a round ended: the last answer's giver, instant and words."""

    by: Account
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Past:
    """A document of the past for the simulation, and when it was asked and decided, where that is known."""

    document: Model
    asked_at: datetime
    decided_at: datetime | None = None
    decided_by: int | None = None


Reaction = Callable[[Any, Decided], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document. What it cannot do (an order is not given back) is None, and is not offered.

    `page` is the name of the URL of its record; `actual` and `limit` head the columns of its numbers against policy;
    `tells`: its own verbs tell the applicant how it ended. `risks` says in words what makes its risk; `past` gives
    documents of [start, stop) for the simulation, `count` how many they are, `waits` those that wait for a decision now.
    """

    key: str
    name: Text
    model: str
    read: Callable[[Any], Reading]
    approve: Reaction
    refuse: Reaction | None = None
    give_back: Reaction | None = None
    past: Callable[[date, date], Iterable[Past]] = field(default=lambda start, stop: ())
    count: Callable[[date, date], int] = field(default=lambda start, stop: 0)
    waits: Callable[[], Iterable[Model]] = field(default=lambda: ())
    page: str = ""
    tells: bool = False
    actual: Text = ""
    limit: Text = ""
    risks: Text = ""

    def load(self, object_id: str) -> Model:
        found: Model = apps.get_model(self.model)._default_manager.get(pk=object_id)
        return found


KINDS: dict[str, Kind] = {}


def kinds() -> list[Kind]:
    """As people read them: the documents of the business, and last the rules themselves."""
    return sorted(KINDS.values(), key=lambda kind: kind.model.startswith("approvals."))


def join(kind: Kind) -> None:
    """Takes a kind in; a room calls it once, when its app is ready."""
    KINDS[kind.key] = kind
