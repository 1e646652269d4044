"""People: who holds what from when to when, and what each may see."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from tonglu.base.accounts.models import Attempt
from tonglu.base.dated import in_force
from tonglu.base.sentences import listed
from tonglu.customers.cards.models import Customer
from tonglu.directory.devices.models import Device
from tonglu.directory.org.models import Appointment, Person, Role, Unit
from tonglu.web import clock
from tonglu.web.desk.acts import DeskRequest
from tonglu.web.desk.appointments import appointing
from tonglu.web.desk.columns import Column
from tonglu.web.desk.journal import history
from tonglu.web.desk.listing import Filter, Listing
from tonglu.web.desk.picks import picks_of
from tonglu.web.desk.security import has_second_factor
from tonglu.web.viewing import viewing


def _held(person: Person) -> Sequence[Appointment]:
    return person.held_now  # type: ignore[attr-defined,no-any-return]  # prefetched by the list


def _positions(person: Person) -> str:
    return listed(
        _("{title}（代理）").format(title=a.position) if a.deputy else str(a.position) for a in _held(person)
    )


def _roles(person: Person) -> str:
    return listed(dict.fromkeys(str(Role(a.position.role).label) for a in _held(person)))


def _units(person: Person) -> str:
    return listed(dict.fromkeys(a.position.unit.name for a in _held(person)))


LISTING = Listing(
    name="people",
    href=lambda person: reverse("person", args=[person.pk]),
    columns=[
        Column("code", gettext_lazy("工号"), lambda p: p.code, sort="code"),
        Column("name", gettext_lazy("姓名"), lambda p: p.name, sort="name"),
        Column("role", gettext_lazy("岗位"), _roles),
        Column("position", gettext_lazy("任职"), _positions, kind="wide"),
        Column("unit", gettext_lazy("单位"), _units),
        Column(
            "superior",
            gettext_lazy("上级岗位"),
            lambda p: listed(str(a.position.superior) for a in _held(p) if a.position.superior),
            extra=True,
        ),
        Column(
            "account",
            gettext_lazy("账号"),
            lambda p: p.account and p.account.username,
            sort="account__username",
        ),
        Column(
            "state",
            gettext_lazy("状态"),
            lambda p: (_("在岗"), "good") if _held(p) else (_("未任职"), ""),
            kind="tone",
        ),
    ],
    filters=[
        Filter(
            "role",
            gettext_lazy("岗位"),
            lambda: Role.choices,
            lambda rows, role: rows.filter(pk__in=_in_force().filter(position__role=role).values("person")),
        )
    ],
    search=("search", "name", "code", "account__username"),
    search_hint=gettext_lazy("姓名、拼音首字母、工号、账号"),
    order="code",
    empty=gettext_lazy("您的管辖范围内没有人"),
    empty_hint=gettext_lazy("任命由管理员维护。"),
)


def _in_force() -> QuerySet[Appointment]:
    return Appointment.objects.filter(in_force(viewing().today))


def people(request: DeskRequest) -> HttpResponse:
    picks = picks_of(request)
    held = _in_force().select_related("position__unit", "position__superior").order_by("deputy", "start")
    rows = Person.objects.kept_by(request.scope).select_related("account")
    if picks.unit:
        here = Appointment.objects.filter(position__unit__path__startswith=picks.unit.path)
        now = _in_force().filter(pk__in=here).values("person")
        left = Q(pk__in=here.values("person")) & ~Q(pk__in=_in_force().values("person"))
        # who was never appointed belongs to no unit yet: he stands where all units do
        new = (
            ~Q(pk__in=Appointment.objects.values("person")) if picks.unit.parent_id is None else Q(pk__in=[])
        )
        rows = rows.filter(Q(pk__in=now) | left | new)
    rows = rows.prefetch_related(Prefetch("appointments", held, to_attr="held_now"))
    context = {
        "title": pgettext("page", "人员"),
        "heading": _("谁在哪个岗位？"),
        "subheading": _("按今天的任命"),
    }
    return LISTING.respond(request, rows, context=context)


def person(request: DeskRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Person.objects.kept_by(request.scope).select_related("account"), pk=pk)
    scope = found.scope(on=viewing().today)
    context = {
        "title": found.name,
        "crumbs": [(reverse("people"), pgettext("page", "人员"))],
        "found": found,
        "appointments": found.appointments.select_related("position__unit", "position__superior").order_by(
            "-start"
        ),
        "roles": [Role(role).label for role in sorted(scope.roles)],
        "units": Unit.objects.filter(path__in=scope.paths),
        "customers": Customer.objects.visible_to(scope).count() if scope.positions else 0,
        "colleagues": Person.objects.visible_to(scope).count() if scope.paths else 1,
        "leaves": found.leaves.order_by("-start")[:10],
        "devices": Device.objects.visible_to(request.scope).filter(person=found),
        "locked_until": found.account
        and Attempt.locked_somewhere(username=found.account.username, at=clock.now()),
        "second_factor": found.account and has_second_factor(found.account),
        "history": history(found),
        **appointing(request, found),
    }
    return render(request, "person.html", context)
