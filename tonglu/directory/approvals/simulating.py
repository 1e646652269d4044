"""What a draft of the rules would have meant: the documents of the last 90 days, once by each set of rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction

from tonglu.base.accounts.models import Account
from tonglu.base.journal.models import record
from tonglu.directory.approvals.chain import Applicant, Asked, Org, resolve
from tonglu.directory.approvals.hours import between
from tonglu.directory.approvals.kinds import Kind, Past, kinds
from tonglu.directory.approvals.models import RuleBook, Simulation
from tonglu.directory.approvals.rules import Case, Scheme
from tonglu.directory.approvals.staffing import everyone
from tonglu.directory.calendar.models import work_calendar
from tonglu.directory.org.models import Company, Person, Position

DAYS = 90
MOST = 5_000  # documents of a kind, the latest first; the result says where there were more
SHOWN = 500  # of those that would change, kept for looking into


@dataclass(frozen=True, slots=True)
class Read:
    """What is kept of a past document: the thousands themselves would fill the memory."""

    pk: str
    title: str
    applicant: int
    position: int
    case: Case
    on: date
    took: timedelta | None


@dataclass(frozen=True, slots=True)
class Tried:
    """A document by both sets of rules: who would be asked, and the working hours that it did or would take."""

    read: Read
    now: tuple[Asked, ...]
    new: tuple[Asked, ...]

    @property
    def changes(self) -> bool:
        return self.now != self.new


@dataclass
class _Waits:
    """How long people took for an answer, in working time; for one who never answered, the mean of all."""

    taken: dict[int, list[timedelta]] = field(default_factory=lambda: defaultdict(list))

    def note(self, person: int | None, took: timedelta) -> None:
        if person is not None:
            self.taken[person].append(took)

    def of(self, person: int | None) -> timedelta:
        own = self.taken.get(person or 0) or [one for each in self.taken.values() for one in each]
        return sum(own, timedelta(0)) / len(own) if own else timedelta(0)


@transaction.atomic
def simulate(*, book: RuleBook, by: Account, at: datetime, days: int = DAYS) -> Simulation:
    """Tries the draft's scheme on the documents of the last `days` days against the rules in force, and keeps what
    came of it. Expected waits are the sums over the steps of what the same people took in those days."""
    today = Company.current().business_date(at)
    start = today - timedelta(days=days)
    current = RuleBook.in_force(on=today)
    before = current.rules if current else Scheme(rules=())
    waits = _Waits()
    read: dict[str, list[Read]] = {}
    more: dict[str, bool] = {}
    for kind in kinds():
        found = kind.past(start, today + timedelta(days=1))
        each = list(_read(kind, islice(found, MOST + 1), waits))
        read[kind.key], more[kind.key] = each[:MOST], len(each) > MOST
    org = everyone(applying={one.position for each in read.values() for one in each})
    tried = {key: [_try(one, before, book.rules, org) for one in each] for key, each in read.items()}
    names = _Names(org)
    result = {
        "kinds": [
            _summary(key, each, org, waits) | {"more": more[key]} for key, each in tried.items() if each
        ],
        "changes": [
            _change(key, one, names, org, waits) for key, each in tried.items() for one in each if one.changes
        ][:SHOWN],
    }
    made = Simulation.objects.create(
        book=book, digest=book.digest, start=start, stop=today, result=result, by=by, at=at
    )
    facts = {"number": book.number, "documents": sum(map(len, tried.values()))}
    record(verb="approval.simulate", obj=book, by=by, at=at, facts=facts)
    return made


def _read(kind: Kind, found: Iterable[Past], waits: _Waits) -> Iterator[Read]:
    company, calendar = Company.current(), work_calendar()
    persons = dict(Person.objects.filter(account__isnull=False).values_list("account", "pk"))
    for past in found:
        reading = kind.read(past.document)
        took = None
        if past.decided_at:
            took = between(past.asked_at, past.decided_at, calendar=calendar, zone=company.zone)
        if took:  # what was decided in the instant it was asked was loaded so, and says nothing about anybody
            waits.note(persons.get(past.decided_by or 0), took)
        yield Read(
            pk=str(past.document.pk),
            title=reading.title,
            applicant=reading.applicant.pk,
            position=reading.position.pk,
            case=reading.case(kind.key),
            on=company.business_date(past.asked_at),
            took=took,
        )


def _try(read: Read, before: Scheme, after: Scheme, org: Org) -> Tried:
    who = Applicant(read.position, frozenset({read.applicant}), read.on)
    now, new = (resolve(rules.steps(read.case), org=org, applicant=who) for rules in (before, after))
    return Tried(read, now, new)


def _summary(key: str, tried: Sequence[Tried], org: Org, waits: _Waits) -> dict[str, Any]:
    took = [one.read.took for one in tried if one.read.took]
    return {
        "kind": key,
        "documents": len(tried),
        "changed": sum(one.changes for one in tried),
        "seats_now": sum(len(step.positions) for one in tried for step in one.now),
        "seats_new": sum(len(step.positions) for one in tried for step in one.new),
        "took": _hours(_mean(took)),
        "hours_now": _hours(_mean([_expected(one.now, one.read.on, org, waits) for one in tried])),
        "hours_new": _hours(_mean([_expected(one.new, one.read.on, org, waits) for one in tried])),
    }


def _change(key: str, one: Tried, names: _Names, org: Org, waits: _Waits) -> dict[str, Any]:
    case = one.read.case
    return {
        "kind": key,
        "id": one.read.pk,
        "title": one.read.title,
        "on": one.read.on.isoformat(),
        "amount": None if case.amount is None else str(case.amount),
        "classes": sorted(case.classes),
        "now": names.of(one.now, one.read.on),
        "new": names.of(one.new, one.read.on),
        "took": _hours(one.read.took),
        "hours_now": _hours(_expected(one.now, one.read.on, org, waits)),
        "hours_new": _hours(_expected(one.new, one.read.on, org, waits)),
    }


def _expected(chain: Sequence[Asked], on: date, org: Org, waits: _Waits) -> timedelta:
    """One step after the other; within a step the slowest, or where any will do the quickest."""
    total = timedelta(0)
    for step in chain:
        each = [waits.of(org.holder(position, on=on)) for position in step.positions]
        total += min(each) if step.any else max(each)
    return total


def _mean(spans: Sequence[timedelta]) -> timedelta | None:
    return sum(spans, timedelta(0)) / len(spans) if spans else None


def _hours(span: timedelta | None) -> float | None:
    """To a tenth of an hour."""
    return None if span is None else round(span.total_seconds() / 3600, 1)


class _Names:
    """Steps as names of the people in the posts on the day."""

    def __init__(self, org: Org) -> None:
        self._org = org
        self._people = dict(Person.objects.values_list("pk", "name"))
        self._titles = dict(Position.objects.filter(pk__in=org.posts).values_list("pk", "title"))

    def of(self, chain: Sequence[Asked], on: date) -> list[dict[str, Any]]:
        return [
            {"any": step.any, "who": [self._name(position, on) for position in step.positions]}
            for step in chain
        ]

    def _name(self, position: int, on: date) -> str:
        holder = self._org.holder(position, on=on)
        return self._people.get(holder or 0) or self._titles.get(position, "")
