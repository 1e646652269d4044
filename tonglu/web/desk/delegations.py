"""My delegations: who answers for me while I am away."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tonglu.base.errors import Refused
from tonglu.directory.approvals.models import Delegation
from tonglu.directory.org.models import Person
from tonglu.web import clock
from tonglu.web.desk.acts import DeskRequest, act
from tonglu.web.viewing import viewing


def delegations(request: DeskRequest) -> HttpResponse:
    rows = Delegation.objects.filter(Q(person=request.person) | Q(to=request.person))
    context = {
        "title": pgettext("page", "审批委托"),
        "crumbs": [(reverse("approvals"), pgettext("page", "审批"))],
        "rows": rows.select_related("person", "to"),
        "tomorrow": viewing().today + timedelta(days=1),
    }
    return render(request, "approvals/delegations.html", context)


@act
def delegation_give(request: DeskRequest) -> str:
    """To a colleague by code or name, from a day up to and with another."""
    to = _colleague(request.POST.get("to", "").strip())
    try:
        start = date.fromisoformat(request.POST.get("start", ""))
        last = date.fromisoformat(request.POST.get("last", ""))
    except ValueError as error:
        raise Refused(_("请选开始和结束的日期")) from error
    Delegation.give(
        person=request.person,
        to=to,
        start=start,
        stop=last + timedelta(days=1),
        reason=request.POST.get("reason", ""),
        by=request.user,
        at=clock.now(),
    )
    return _("{start} 至 {last} 由 {name} 代您审批").format(start=start, last=last, name=to.name)


def _colleague(text: str) -> Person:
    found = list(Person.objects.filter(Q(code=text) | Q(name=text), account__isnull=False)[:2])
    if len(found) != 1:
        raise Refused(_("找不到“{text}”，或有同名；请填人员编码"), text=text)
    return found[0]


@act
def delegation_take_back(request: DeskRequest, pk: int) -> str:
    found = get_object_or_404(Delegation, pk=pk, person=request.person)
    found.take_back(by=request.user, on=viewing().today, at=clock.now())
    return _("已收回对 {name} 的委托").format(name=found.to.name)
