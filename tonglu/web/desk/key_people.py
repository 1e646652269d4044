"""Key people of a customer: who they are, what is private of them, and what may be done with what is known."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from tonglu.base.errors import NotYours, Refused
from tonglu.base.journal.models import record
from tonglu.customers.cards.models import Customer
from tonglu.customers.people.models import PRIVATE, PUBLIC, KeyPerson
from tonglu.web import clock
from tonglu.web.access import FieldGroup, may, sees
from tonglu.web.desk.acts import DeskRequest, act
from tonglu.web.desk.journal import history
from tonglu.web.viewing import viewing

NAMES = {
    "birthday": gettext_lazy("生日"),
    "family": gettext_lazy("家庭"),
    "interests": gettext_lazy("爱好"),
    "note": gettext_lazy("备注"),
}


def tabs(request: DeskRequest, customer: Customer, on: str) -> list[tuple[str, str, bool]]:
    """(address, name, whether it is shown) of the parts of a customer's record that open for the one who looks."""
    parts = (
        ("customer", _("概况")),
        ("customer_people", pgettext("page", "关键人")),
        ("customer_credit", pgettext("page", "信用")),
    )
    return [
        (reverse(name, args=[customer.pk]), title, name == on)
        for name, title in parts
        if may(request.scope.roles, name)
    ]


def crumbs(customer: Customer) -> list[tuple[str, str]]:
    return [
        (reverse("customers"), pgettext("page", "客户")),
        (reverse("customer", args=[customer.pk]), customer.name),
    ]


def customer_of(request: DeskRequest, pk: int) -> Customer:
    return get_object_or_404(Customer.objects.visible_to(request.scope), pk=pk)


def customer_people(request: DeskRequest, pk: int) -> HttpResponse:
    """Everyone known at a customer; numbers as far as the one who looks may call them."""
    found = customer_of(request, pk)
    context = {
        "title": _("{name} 的关键人").format(name=found.name),
        "here": pgettext("page", "关键人"),
        "crumbs": crumbs(found),
        "customer": found,
        "tabs": tabs(request, found, "customer_people"),
        "there": found.people.there(),
        "gone": found.people.filter(left_on__isnull=False).order_by("-left_on"),
        "sees_private": sees(request.scope.roles, FieldGroup.PRIVATE),
        "roles": KeyPerson.Role.choices,
    }
    return render(request, "customer/people.html", context)


def _found(request: DeskRequest, pk: int) -> KeyPerson:
    rows = KeyPerson.objects.visible_to(request.scope).select_related("customer", "private_facts")
    return get_object_or_404(rows, pk=pk)


@transaction.atomic
def key_person(request: DeskRequest, pk: int) -> HttpResponse:
    """One key person. That someone looked at what is private of him is a row of the journal."""
    found = _found(request, pk)
    sees_private = sees(request.scope.roles, FieldGroup.PRIVATE)
    shown = found.facts.shown() if sees_private and found.facts else {}
    if shown or (sees_private and found.phone):
        facts = {
            "customer": found.customer.code,
            "fields": sorted([*shown, *(["phone"] if found.phone else [])]),
        }
        record(verb="private.view", obj=found, by=request.user, at=clock.now(), facts=facts)
    context = {
        "title": found.name,
        "crumbs": [
            *crumbs(found.customer),
            (reverse("customer_people", args=[found.customer_id]), pgettext("page", "关键人")),
        ],
        "found": found,
        "customer": found.customer,
        "sees_private": sees_private,
        "private": [(NAMES[name], str(value)) for name, value in shown.items()],
        "facts": found.facts if sees_private else None,
        "roles": KeyPerson.Role.choices,
        "history": history(found),
    }
    return render(request, "customer/key_person.html", context)


def _public(request: DeskRequest) -> dict[str, Any]:
    """The fields of the form; a number shown masked comes back untouched and is left as it is."""
    said: dict[str, Any] = {name: request.POST[name].strip() for name in PUBLIC if name in request.POST}
    said["decides"] = request.POST.get("decides") == "1"
    if "*" in said.get("phone", ""):
        del said["phone"]
    return said


def _private(request: DeskRequest) -> dict[str, Any] | None:
    """None for one without the right, whatever his form says."""
    if not sees(request.scope.roles, FieldGroup.PRIVATE):
        return None
    said: dict[str, Any] = {name: request.POST[name].strip() for name in PRIVATE if name in request.POST}
    if "birthday" in said:
        said["birthday"] = _day(said["birthday"])
    return said


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Refused(_("日期写成 1980-05-01 的样子：{text}"), text=text) from error


@act
def key_person_add(request: DeskRequest, pk: int) -> str:
    customer = customer_of(request, pk)
    added = KeyPerson.add(
        customer=customer, facts=_public(request), private=_private(request), by=request.user, at=clock.now()
    )
    return _("已记下 {name}").format(name=added.name)


@act
def key_person_change(request: DeskRequest, pk: int) -> str:
    found = _found(request, pk)
    found.change(facts=_public(request), private=_private(request), by=request.user, at=clock.now())
    return _("已更新 {name} 的资料").format(name=found.name)


@act
def key_person_leave(request: DeskRequest, pk: int) -> str:
    found = _found(request, pk)
    found.leave(on=viewing().today, by=request.user, at=clock.now())
    return _("{name} 已不在 {customer}").format(name=found.name, customer=found.customer.name)


@act
def key_person_erase(request: DeskRequest, pk: int) -> str:
    found = _found(request, pk)
    if not sees(request.scope.roles, FieldGroup.PRIVATE):
        raise NotYours(_("私人资料不在您的查看权限内"))
    found.erase(by=request.user, at=clock.now())
    return _("已按本人要求删除私人资料和电话")
