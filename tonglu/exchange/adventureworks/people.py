"""Units, positions, people and who held what when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from tonglu.base.accounts.models import Account
from tonglu.base.search import search_text
from tonglu.directory.org.models import Appointment, Person, Position, Role, Unit
from tonglu.exchange.adventureworks.join import Joined
from tonglu.exchange.adventureworks.posts import Posts
from tonglu.exchange.adventureworks.source import Employee, Source

NAME = "Adventure Works"


@dataclass(frozen=True, slots=True)
class Organisation:
    """What was written: the company's unit, territories' units, positions by code, people by employee number."""

    company: Unit
    units: Mapping[str, Unit]
    positions: Mapping[str, Position]
    people: Mapping[str, Person]


def write_organisation(source: Source, joined: Joined, posts: Posts, *, password: str) -> Organisation:
    company = Unit.objects.create(code="AW", name=NAME, kind=Unit.Kind.COMPANY)
    areas, territories = _units(source, company)
    units = _Units(source, company, areas, territories)
    positions = _positions(source, joined, posts, units)
    people = _people(source, joined, password)
    Appointment.objects.bulk_create(
        Appointment(person=people[person], position=positions[held.post], start=held.start, stop=held.stop)
        for person, stays in posts.held.items()
        for held in stays
    )
    return Organisation(company, territories, positions, people)


@dataclass(frozen=True, slots=True)
class _Units:
    source: Source
    company: Unit
    areas: Mapping[str, Unit]
    territories: Mapping[str, Unit]

    def of_leader(self, led: frozenset[str]) -> Unit:
        """The group that holds every territory he leads; the company where none does."""
        groups = {territory.group for territory in self.source.territories if territory.id in led}
        return self.areas[groups.pop()] if len(groups) == 1 else self.company


def _units(source: Source, company: Unit) -> tuple[dict[str, Unit], dict[str, Unit]]:
    areas = {
        group: Unit.objects.create(
            code=slugify(group).upper(), name=group, kind=Unit.Kind.AREA, parent=company
        )
        for group in dict.fromkeys(territory.group for territory in source.territories)
    }
    territories = {
        territory.id: Unit.objects.create(
            code=f"T{int(territory.id):02d}",
            name=territory.name,
            kind=Unit.Kind.OFFICE,
            parent=areas[territory.group],
        )
        for territory in source.territories
    }
    return areas, territories


def _positions(source: Source, joined: Joined, posts: Posts, units: _Units) -> dict[str, Position]:
    """From the top down, so that each finds its superior's."""
    written: dict[str, Position] = {}
    for employee in sorted(_wanted(source, joined), key=lambda employee: employee.level):
        above = posts.held.get(joined.superiors[employee.id])
        superior = written[above[0].post] if above else None
        for code in dict.fromkeys(held.post for held in posts.held[employee.id]):
            if code in posts.territories:
                unit, role = units.territories[posts.territories[code]], Role.REP
                title = f"{employee.title} · {unit.name}"
            else:
                unit, title = units.of_leader(posts.leaders[code]), employee.title
                role = Role.DIRECTOR if unit == units.company else Role.HEAD
            written[code] = Position.objects.create(
                code=code, unit=unit, role=role, title=title, superior=superior
            )
    return written


def _people(source: Source, joined: Joined, password: str) -> dict[str, Person]:
    """One password for all is hashed once: hashing is slow on purpose, and each differs once it is changed."""
    hashed = make_password(password)
    employees = _wanted(source, joined)
    accounts = Account.objects.bulk_create(
        Account(username=employee.login, password=hashed, language="en") for employee in employees
    )
    people = Person.objects.bulk_create(
        Person(
            code=employee.id,
            name=employee.login,
            account=account,
            search=search_text(employee.login, employee.id),
        )
        for employee, account in zip(employees, accounts, strict=True)
    )
    return {person.code: person for person in people}


def _wanted(source: Source, joined: Joined) -> list[Employee]:
    return [employee for employee in source.employees if employee.id in joined.superiors]
