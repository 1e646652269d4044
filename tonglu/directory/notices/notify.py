"""Telling people: the rows in the app, and the jobs for the other channels, in the transaction of what happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from tonglu.base.dated import in_force
from tonglu.base.jobs.models import Job
from tonglu.directory.notices.kinds import KINDS
from tonglu.directory.notices.models import Choice, Notice, Post, Reach, Robot, choices_of
from tonglu.directory.notices.rules import QUIET_FROM, QUIET_UNTIL, held_until
from tonglu.directory.org.models import Company, Person, Position


@transaction.atomic
def notify(
    *, kind: str, to: Iterable[Person], facts: Mapping[str, Any], link: str, at: datetime, key: str = ""
) -> None:
    """Tells those persons, each once; with a `key`, nobody who was told with that key before.

    `link` is a path of the office's pages. `facts` fill the words of the kind, and are values of JSON.
    """
    people = {person.pk: person for person in to}
    if key:
        told = Notice.objects.filter(key=key, person__in=people).values_list("person_id", flat=True)
        people = {pk: person for pk, person in people.items() if pk not in set(told)}
    if not people:
        return
    what = {"kind": kind, "facts": dict(facts), "link": link, "at": at, "key": key}
    group = KINDS[kind].group
    notices = Notice.objects.bulk_create(
        Notice(person=person, group=group, **what) for person in people.values()
    )
    _mail(notices, people, at=at)
    _post(people.values(), what, at=at)


def _mail(notices: Iterable[Notice], people: Mapping[int, Person], *, at: datetime) -> None:
    """An e-mail at once to those who chose it, and of what is urgent to all but those who want none."""
    if not settings.MAIL_ON:
        return
    addresses = {
        reach.person_id: reach for reach in Reach.objects.filter(person__in=people).exclude(email="")
    }
    chosen = choices_of(people.values(), channel=Choice.Channel.EMAIL)
    for notice in notices:
        reach = addresses.get(notice.person_id)
        how = chosen.get((notice.person_id, notice.group), Choice.How.DIGEST)
        if reach and (how == Choice.How.ONCE or (notice.urgent and how != Choice.How.OFF)):
            after = None if notice.urgent else _quiet(at, reach)
            Job.ask(kind="notices.email", by=None, at=at, args={"notice": notice.pk}, run_after=after)


def _quiet(at: datetime, reach: Reach | None = None) -> datetime | None:
    """The end of the quiet hours, when it is quiet now; a robot keeps the usual ones."""
    local = at.astimezone(Company.current().zone)
    return held_until(
        local,
        quiet_from=reach.quiet_from if reach else QUIET_FROM,
        quiet_until=reach.quiet_until if reach else QUIET_UNTIL,
    )


def _post(people: Iterable[Person], what: Mapping[str, Any], *, at: datetime) -> None:
    """One post by each robot that has such kinds and whose unit one of them works in or below."""
    kind = KINDS[what["kind"]]
    robots = [r for r in Robot.objects.filter(is_on=True).select_related("unit") if kind.group in r.groups]
    if not robots:
        return
    names = sorted({person.pk: person.name for person in people}.items())
    paths = {pk: _paths(pk, at=at) for pk, _name in names}
    for robot in robots:
        here = [name for pk, name in names if any(path.startswith(robot.unit.path) for path in paths[pk])]
        told = what["key"] and robot.posts.filter(key=what["key"]).exists()
        if here and not told:
            ask_to_post(
                post=Post(robot=robot, people=here, **what),
                run_after=None if kind.urgent else _quiet(at),
            )


def _paths(person: int, *, at: datetime) -> list[str]:
    held = Position.objects.filter(
        in_force(Company.current().business_date(at), prefix="appointments__"), appointments__person=person
    )
    return list(held.values_list("unit__path", flat=True))


def ask_to_post(*, post: Post, run_after: datetime | None = None) -> Job:
    """Stores a post and asks for its sending."""
    post.save(force_insert=True)
    return Job.ask(kind="notices.post", by=None, at=post.at, args={"post": post.pk}, run_after=run_after)
