"""Who leads, and who holds a role: to whom a thing is to be told."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from tonglu.directory.org.models import LEADERS, Person, Position, Role


def holders(role: Role, *, on: date) -> list[Person]:
    """Everyone who acts in such a position on a day, deputies included."""
    return _acting(Position.objects.filter(role=role), on=on)


def nearest_leaders(position: Position, *, on: date) -> list[Person]:
    """Who leads a position most directly on a day: in its own unit if there is someone, else in the next one up.

    The position's own holder is not among them.
    """
    units = [*reversed(position.unit.ancestors())]
    own = position.holder(on=on)
    for unit in [position.unit, *units]:
        posts = unit.positions.filter(role__in=LEADERS).exclude(pk=position.pk)
        found = [person for person in _acting(posts, on=on) if person != own]
        if found:
            return found
    return []


def line_above(position: Position, *, on: date) -> list[Person]:
    """Everyone who leads a position on a day, from its own unit up to the company; not its own holder."""
    units = [*position.unit.ancestors(), position.unit]
    posts = Position.objects.filter(unit__in=units, role__in=LEADERS).exclude(pk=position.pk)
    own = position.holder(on=on)
    return [person for person in _acting(posts.order_by("-unit__path"), on=on) if person != own]


def _acting(positions: QuerySet[Position], *, on: date) -> list[Person]:
    people = {p.pk: p for post in positions if (p := post.holder(on=on))}
    return list(people.values())
