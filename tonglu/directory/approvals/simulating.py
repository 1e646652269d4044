"""What a draft of the rules would have meant: the documents of the last 90 days, once by each set of rules."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction

from tonglu.base.accounts.models import Account
from tonglu.base.jobs.models import Job
from tonglu.base.journal.models import record
from tonglu.directory.approvals.chain import Applicant, Asked, Org, resolve
from tonglu.directory.approvals.hours import between
from tonglu.directory.approvals.kinds import Kind, Past, kinds
from tonglu.directory.approvals.models import RuleBook, Simulation
from tonglu.directory.approvals.rules import Case, Scheme
from tonglu.directory.approvals.staffing import everyone
from tonglu.directory.calendar.models import work_calendar
from tonglu.directory.org.models import Company, Person, Position

JOB = "approvals.simulate"
DAYS = 90
MOST = 100_000  # documents of a kind, the latest first; the result says where there were more
SHOWN = 500  # of those that would change, kept for looking into
CHUNK = 500  # documents read at once; of those before them only sums are kept
# who is asked on the day, step by step: whether any of them will do, and the persons (None: nobody holds the post)
Way = tuple[tuple[bool, tuple[int | None, ...]], ...]


@dataclass(frozen=True, slots=True)
class Read:
    """What is kept of a past document until its chunk is tried."""

    pk: str
    title: str
    applicant: int
    position: int
    case: Case
    on: date
    took: timedelta | None


@dataclass(frozen=True, slots=True)
class Tried:
    """A document by both sets of rules: who would be asked."""

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
    _all: timedelta | None = None

    def note(self, person: int | None, took: timedelta) -> None:
        if person is not None:
            self.taken[person].append(took)

    def of(self, person: int | None) -> timedelta:
        own = self.taken.get(person or 0)
        return _mean(own) or timedelta(0) if own else self._of_all()

    def _of_all(self) -> timedelta:
        if self._all is None:  # asked only after the last was noted
            self._all = _mean([one for each in self.taken.values() for one in each]) or timedelta(0)
        return self._all

    def along(self, way: Way) -> timedelta:
        """One step after the other; within a step the slowest, or where any will do the quickest."""
        total = timedelta(0)
        for any_will_do, people in way:
            each = [self.of(person) for person in people]
            total += min(each) if any_will_do else max(each)
        return total


@dataclass
class _Tally:
    """The sums of a kind, over all its chunks."""

    documents: int = 0
    changed: int = 0
    seats_now: int = 0
    seats_new: int = 0
    took: list[timedelta] = field(default_factory=list)
    now: Counter[Way] = field(default_factory=Counter)
    new: Counter[Way] = field(default_factory=Counter)
    more: bool = False

    def add(self, one: Tried, org: Org) -> tuple[Way, Way]:
        """Counts a document; who would be asked by the one set and by the other."""
        ways = _way(one.now, one.read.on, org), _way(one.new, one.read.on, org)
        self.documents += 1
        self.changed += one.changes
        self.seats_now += sum(len(step.positions) for step in one.now)
        self.seats_new += sum(len(step.positions) for step in one.new)
        if one.read.took:
            self.took.append(one.read.took)
        self.now[ways[0]] += 1
        self.new[ways[1]] += 1
        return ways

    def summary(self, key: str, waits: _Waits) -> dict[str, Any]:
        return {
            "kind": key,
            "documents": self.documents,
            "changed": self.changed,
            "seats_now": self.seats_now,
            "seats_new": self.seats_new,
            "took": _hours(_mean(self.took)),
            "hours_now": _hours(_expected(self.now, waits)),
            "hours_new": _hours(_expected(self.new, waits)),
            "more": self.more,
        }


def ask_for(*, book: RuleBook, by: Account, at: datetime) -> Job:
    """The simulation as a job: thousands of documents take minutes. Asked again meanwhile, it is the same one."""
    return Job.ask(kind=JOB, by=by, at=at, args={"book": book.pk}, key=key_of(book))


def key_of(book: RuleBook) -> str:
    """Of the scheme as it is now: one that was changed is another simulation."""
    return f"{JOB}:{book.pk}:{book.digest}"


def _silent(_done: int, _total: int) -> None:
    """Nobody watches."""


def simulate(
    *,
    book: RuleBook,
    by: Account,
    at: datetime,
    days: int = DAYS,
    progress: Callable[[int, int], None] = _silent,
    within: Callable[[], AbstractContextManager[object]] = transaction.atomic,
) -> Simulation:
    """Tries the draft's scheme on the documents of the last `days` days against the rules in force, and keeps what
    came of it. Expected waits are the sums over the steps of what the same people took in those days.

    Reads chunk by chunk outside any transaction and tells `progress` how many of how many; writes `within` one.
    """
    today = Company.current().business_date(at)
    start, stop = today - timedelta(days=days), today + timedelta(days=1)
    current = RuleBook.in_force(on=today)
    trial = _Trial(current.rules if current else Scheme(rules=()), book.rules)
    total = sum(min(kind.count(start, stop), MOST) for kind in kinds())
    for kind in kinds():
        for chunk in trial.chunks(kind, kind.past(start, stop)):
            progress(trial.documents, total)
            trial.take(kind.key, chunk)
    progress(trial.documents, trial.documents)
    with within():
        made = Simulation.objects.create(
            book=book, digest=book.digest, start=start, stop=today, result=trial.result(), by=by, at=at
        )
        facts = {"number": book.number, "documents": trial.documents}
        record(verb="approval.simulate", obj=book, by=by, at=at, facts=facts)
    return made


class _Trial:
    """One simulation while it goes on."""

    def __init__(self, before: Scheme, after: Scheme) -> None:
        self.before, self.after = before, after
        self.waits, self.names = _Waits(), _Names()
        self.tallies: dict[str, _Tally] = defaultdict(_Tally)
        self.changes: list[tuple[dict[str, Any], Way, Way]] = []

    @property
    def documents(self) -> int:
        return sum(tally.documents for tally in self.tallies.values())

    def chunks(self, kind: Kind, found: Iterable[Past]) -> Iterator[list[Read]]:
        """The documents of a kind, some at a time, `MOST` of them at most."""
        each = _read(kind, found, self.waits)
        left = MOST
        while left > 0 and (chunk := list(islice(each, min(CHUNK, left)))):
            left -= len(chunk)
            yield chunk
        self.tallies[kind.key].more = not left and next(each, None) is not None

    def take(self, key: str, chunk: Sequence[Read]) -> None:
        org = everyone(applying={one.position for one in chunk})
        for read in chunk:
            one = _try(read, self.before, self.after, org)
            now, new = self.tallies[key].add(one, org)
            if one.changes and len(self.changes) < SHOWN:
                self.changes.append((_change(key, one, self.names, org), now, new))

    def result(self) -> dict[str, Any]:
        """What is kept: sums by kind, and the first of those that would change."""
        tallies = ((kind.key, self.tallies[kind.key]) for kind in kinds())
        return {
            "kinds": [tally.summary(key, self.waits) for key, tally in tallies if tally.documents],
            "changes": [
                change
                | {"hours_now": _hours(self.waits.along(now)), "hours_new": _hours(self.waits.along(new))}
                for change, now, new in self.changes
            ],
        }


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


def _way(chain: Sequence[Asked], on: date, org: Org) -> Way:
    return tuple((step.any, tuple(org.holder(post, on=on) for post in step.positions)) for step in chain)


def _expected(ways: Counter[Way], waits: _Waits) -> timedelta | None:
    """The mean over the documents."""
    count = sum(ways.values())
    return sum((waits.along(way) * n for way, n in ways.items()), timedelta(0)) / count if count else None


def _change(key: str, one: Tried, names: _Names, org: Org) -> dict[str, Any]:
    case = one.read.case
    return {
        "kind": key,
        "id": one.read.pk,
        "title": one.read.title,
        "on": one.read.on.isoformat(),
        "amount": None if case.amount is None else str(case.amount),
        "classes": sorted(case.classes),
        "now": names.of(one.now, one.read.on, org),
        "new": names.of(one.new, one.read.on, org),
        "took": _hours(one.read.took),
    }


def _mean(spans: Sequence[timedelta]) -> timedelta | None:
    return sum(spans, timedelta(0)) / len(spans) if spans else None


def _hours(span: timedelta | None) -> float | None:
    """To a tenth of an hour."""
    return None if span is None else round(span.total_seconds() / 3600, 1)


class _Names:
    """Steps as names of the people in the posts on the day."""

    def __init__(self) -> None:
        self._people = dict(Person.objects.values_list("pk", "name"))
        self._titles = dict(Position.objects.values_list("pk", "title"))

    def of(self, chain: Sequence[Asked], on: date, org: Org) -> list[dict[str, Any]]:
        return [
            {"any": step.any, "who": [self._name(position, on, org) for position in step.positions]}
            for step in chain
        ]

    def _name(self, position: int, on: date, org: Org) -> str:
        return self._people.get(org.holder(position, on=on) or 0) or self._titles.get(position, "")
