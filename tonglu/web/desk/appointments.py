"""Who holds a position from when: appointed, deputised and relieved on a person's page."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from tonglu.base.dated import in_force
from tonglu.base.errors import Refused
from tonglu.directory.org.models import Appointment, Person, Position
from tonglu.web import clock
from tonglu.web.access import may
from tonglu.web.desk.acts import DeskRequest, act
from tonglu.web.viewing import viewing

# positions that the field proposes; others are typed
MOST = 500


def appointing(request: DeskRequest, person: Person) -> dict[str, Any]:
    """What the forms on his page offer to one who may appoint: code, title and holder of each position; what runs."""
    if not may(request.scope.roles, "person_appoint"):
        return {}
    today = viewing().today
    held = Appointment.objects.filter(in_force(today), deputy=False)
    holders = dict(held.values_list("position_id", "person__name"))
    running = person.appointments.filter(Q(stop__isnull=True) | Q(stop__gt=today))
    return {
        "may_appoint": True,
        "posts": [(p.code, p.title, holders.get(p.pk)) for p in _positions(request)[:MOST]],
        "running": running.select_related("position").order_by("start"),
    }


def _positions(request: DeskRequest) -> QuerySet[Position]:
    """Those of his line."""
    scope = request.scope
    return Position.objects.filter(Q(pk__in=scope.positions) | scope.units_q("unit"))


@act
def appoint(request: DeskRequest, pk: int) -> str:
    person, said = _person(request, pk), request.POST
    start, last = _day(said.get("start", "")), said.get("last", "").strip()
    made = Appointment.appoint(
        person=person,
        position=_position(request, said.get("position", "").strip()),
        start=start,
        stop=_day(last) + timedelta(days=1) if last else None,
        deputy=bool(said.get("deputy")),
        by=request.user,
        at=clock.now(),
    )
    if made.deputy:
        return _("{name} 从 {start} 到 {last} 代理 {position}").format(
            name=person.name, start=start, last=last, position=made.position
        )
    return _("{name} 从 {start} 起任 {position}").format(
        name=person.name, start=start, position=made.position
    )


@act
def relieve(request: DeskRequest, pk: int) -> str:
    person = _person(request, pk)
    wanted = request.POST.get("appointment", "")
    held = get_object_or_404(
        person.appointments.filter(position__in=_positions(request)).select_related("position"),
        pk=int(wanted) if wanted.isdecimal() and len(wanted) < 19 else 0,
    )
    on = _day(request.POST.get("on", ""))
    held.relieve(on=on, by=request.user, at=clock.now())
    return _("{name} 从 {on} 起不再任 {position}").format(name=person.name, on=on, position=held.position)


def _person(request: DeskRequest, pk: int) -> Person:
    return get_object_or_404(Person.objects.kept_by(request.scope), pk=pk)


def _position(request: DeskRequest, text: str) -> Position:
    found = list(_positions(request).filter(Q(code=text) | Q(title=text))[:2])
    if len(found) != 1:
        raise Refused(_("找不到岗位“{text}”，或有同名；请填岗位编码"), text=text)
    return found[0]


def _day(text: str) -> date:
    try:
        found = parse_date(text.strip())
    except ValueError:
        found = None
    if found is None or found.year >= 9999:
        raise Refused(_("请把日子填完整"))
    return found
