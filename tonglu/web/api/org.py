"""The organisation: units, positions and people, as of today."""

from __future__ import annotations

from typing import Annotated

from django.db.models import Prefetch, Q
from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from pydantic import BaseModel

from tonglu.base.dated import in_force
from tonglu.directory.clients.models import Right
from tonglu.directory.org.models import Appointment, Person, Position, Role, Unit
from tonglu.web.access import EVERYONE
from tonglu.web.api.auth import ApiRequest, Bearer
from tonglu.web.api.kinds import Key, Ref, choice, ref, ref_or_none
from tonglu.web.api.paging import Asked, Page, paged

router = Router(tags=["org"])


class UnitOut(BaseModel):
    id: int
    code: str
    name: str
    kind: Annotated[Unit.Kind, choice(Unit.Kind)]
    parent: Ref | None


class UnitsAsked(Asked):
    code: Key | None = None


@router.get(
    "/units", auth=Bearer(Right.ORG_READ, EVERYONE), response=Page[UnitOut], summary=_("单位：所辖的组织树")
)
def list_units(request: ApiRequest, asked: Query[UnitsAsked]) -> object:
    rows = Unit.objects.visible_to(request.scope).select_related("parent")
    return paged(rows.filter(code=asked.code) if asked.code else rows, asked=asked, out=_unit)


def _unit(unit: Unit) -> UnitOut:
    return UnitOut(
        id=unit.pk, code=unit.code, name=unit.name, kind=Unit.Kind(unit.kind), parent=ref_or_none(unit.parent)
    )


class PositionOut(BaseModel):
    """`holder` acts in it today: the deputy while there is one."""

    id: int
    code: str
    title: str
    role: Annotated[Role, choice(Role)]
    unit: Ref
    superior: Ref | None
    holder: Ref | None


class PositionsAsked(Asked):
    code: Key | None = None
    unit: Key | None = None
    role: Annotated[Role, choice(Role)] | None = None


@router.get(
    "/positions",
    auth=Bearer(Right.ORG_READ, EVERYONE),
    response=Page[PositionOut],
    summary=_("岗位，今天由谁担任"),
)
def list_positions(request: ApiRequest, asked: Query[PositionsAsked]) -> object:
    scope = request.scope
    rows = Position.objects.filter(Q(pk__in=scope.positions) | scope.units_q("unit"))
    wanted = {"code": asked.code, "unit__code": asked.unit, "role": asked.role}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    held = Appointment.objects.filter(in_force(scope.on)).select_related("person").order_by("-deputy", "id")
    with_holders = rows.select_related("unit", "superior").prefetch_related(
        Prefetch("appointments", held, to_attr="held_now")
    )
    return paged(with_holders, asked=asked, out=_position)


def _position(position: Position) -> PositionOut:
    held: list[Appointment] = position.held_now  # type: ignore[attr-defined]  # prefetched above
    return PositionOut(
        id=position.pk,
        code=position.code,
        title=position.title,
        role=Role(position.role),
        unit=ref(position.unit),
        superior=ref_or_none(position.superior),
        holder=ref(held[0].person) if held else None,
    )


class PersonOut(BaseModel):
    id: int
    code: str
    name: str
    positions: list[Ref]


class PeopleAsked(Asked):
    code: Key | None = None


@router.get(
    "/people",
    auth=Bearer(Right.ORG_READ, "people"),
    response=Page[PersonOut],
    summary=_("人员，今天担任的岗位"),
)
def list_people(request: ApiRequest, asked: Query[PeopleAsked]) -> object:
    rows = Person.objects.visible_to(request.scope)
    held = Appointment.objects.filter(in_force(request.scope.on)).select_related("position").order_by("id")
    rows = rows.prefetch_related(Prefetch("appointments", held, to_attr="held_now"))
    return paged(rows.filter(code=asked.code) if asked.code else rows, asked=asked, out=_person)


def _person(person: Person) -> PersonOut:
    held: list[Appointment] = person.held_now  # type: ignore[attr-defined]  # prefetched above
    return PersonOut(
        id=person.pk, code=person.code, name=person.name, positions=[ref(a.position) for a in held]
    )
