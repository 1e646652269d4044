"""Filling a form in on the desk: asked in the browser, checked again here, and nothing typed is lost."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from tonglu.base.errors import NotYours, Refused
from tonglu.base.ids import new_id
from tonglu.customers.cards.models import Customer
from tonglu.directory.catalog.models import Sku
from tonglu.directory.forms.definition import Type, dump
from tonglu.directory.forms.filled import Subject
from tonglu.directory.forms.models import Filled, Form, FormVersion, InvalidAnswers
from tonglu.directory.forms.rules import Fault
from tonglu.directory.org.models import Person, Position
from tonglu.web import clock
from tonglu.web.desk.acts import DeskRequest
from tonglu.web.desk.form_fields import parts
from tonglu.web.desk.form_post import posted
from tonglu.web.forms import asked_of, customers_in_reach, sees_private, subject_of
from tonglu.web.pictures import taken
from tonglu.web.viewing import viewing

CHOICES = 1000


def fill(request: DeskRequest, key: str) -> HttpResponse:
    """The form to fill in; by POST what was filled in. With `replaces`, a correction of what is there."""
    form = get_object_or_404(Form.objects.fillable_by(request.scope), key=key)
    replaces = _replaced(request)
    version = _version(request, form, replaces)
    answers: dict[str, Any] = dict(replaces.answers) if replaces else {}
    faults: dict[str, Fault] = {}
    refusal = ""
    if request.method == "POST":
        answers = posted(asked_of(version, request.scope), request.POST)
        try:
            filled = _store(request, version, answers, replaces)
        except InvalidAnswers as invalid:
            faults, refusal = invalid.faults, _("有 {n} 处要改，还没有保存").format(n=len(invalid.faults))
        except Refused as refused:
            refusal = refused.reason
        else:
            messages.success(request, _("{title} 已保存").format(title=form.title))
            return redirect("filled_form", pk=filled.pk)
    return render(request, "forms/fill.html", _page(request, version, answers, faults, refusal, replaces))


def _page(
    request: DeskRequest,
    version: FormVersion,
    answers: dict[str, Any],
    faults: dict[str, Fault],
    refusal: str,
    replaces: Filled | None,
) -> dict[str, Any]:
    form, asked = version.form, asked_of(version, request.scope)
    wants_skus = any(
        q.type is Type.SKUS for q in [*asked.questions, *(c for q in asked.questions for c in q.columns)]
    )
    return {
        "title": _("更正") if replaces else _("填写"),
        "crumbs": [
            (reverse("forms"), pgettext("page", "表单")),
            (reverse("form", args=[form.key]), form.title),
        ],
        "form": form,
        "version": version,
        "parts": parts(asked, answers, faults),
        "definition": dump(asked),
        "scored": asked.scored,
        "refusal": refusal,
        "replaces": replaces,
        "customer": request.POST.get("customer") or request.GET.get("customer", ""),
        "person_picked": request.POST.get("person") or request.GET.get("person", ""),
        "customers": _customers(request) if form.subject == Form.Subject.CUSTOMER and not replaces else [],
        "people": _people(request) if form.subject == Form.Subject.PERSON and not replaces else [],
        "skus": Sku.objects.filter(state=Sku.State.ACTIVE).order_by("code") if wants_skus else [],
        "language": "en" if request.user.language.startswith("en") else "zh",
    }


def _customers(request: DeskRequest) -> list[Customer]:
    return list(
        Customer.objects.filter(customers_in_reach(request.scope)).distinct().order_by("code")[:CHOICES]
    )


def _people(request: DeskRequest) -> list[Person]:
    return list(Person.objects.visible_to(request.scope).order_by("code")[:CHOICES])


def _version(request: DeskRequest, form: Form, replaces: Filled | None) -> FormVersion:
    """That of the page that was sent, of the record that is corrected, else the one in force."""
    if request.method == "POST" and request.POST.get("version", "").isdecimal():
        return get_object_or_404(form.versions.select_related("form"), pk=request.POST["version"])
    if replaces and replaces.version.form_id == form.pk:
        return replaces.version
    version = form.version(on=viewing().today)
    if version is None:
        raise Refused(_("{title} 还没有生效的版本").format(title=form.title))
    return version


def _replaced(request: DeskRequest) -> Filled | None:
    id = request.POST.get("replaces") or request.GET.get("replaces")
    if not id:
        return None
    rows = Filled.objects.visible_to(request.scope).select_related(
        "version__form", "about", "person", "position"
    )
    return get_object_or_404(rows, pk=id)


def _store(
    request: DeskRequest, version: FormVersion, answers: dict[str, Any], replaces: Filled | None
) -> Filled:
    now = clock.now()
    return Filled.fill(
        id=new_id(at=now),
        version=version,
        answers=answers,
        person=request.person,
        position=_position(request, version),
        finished_at=now,
        at=now,
        subject=_subject(request, version.form, replaces),
        replaces=replaces,
        private=sees_private(request.scope),
    )


def _position(request: DeskRequest, version: FormVersion) -> Position:
    """Of those that he acts in, the first that fills this form in."""
    roles = {row.role for row in version.form.roles.all()}
    held = request.person.held(on=viewing().today)
    position = next((p for p in held if p.role in roles), None)
    if position is None:
        raise NotYours(_("这张表单不由您的岗位填写"))
    return position


def _subject(request: DeskRequest, form: Form, replaces: Filled | None) -> Subject:
    """A correction stays about the same."""
    if replaces:
        return Subject(replaces.subject_name, replaces.customer_id, replaces.visit_id, replaces.about)
    return subject_of(
        form=form,
        scope=request.scope,
        customer=_customer_of(request.POST.get("customer", "")),
        person=int(request.POST["person"]) if request.POST.get("person", "").isdecimal() else None,
    )


def _customer_of(typed: str) -> int | None:
    """The customer whose code stands first in what was typed or chosen: `C0012 铁西便利店`."""
    code = typed.split(maxsplit=1)[0] if typed.strip() else ""
    return Customer.objects.filter(code=code).values_list("pk", flat=True).first()


@require_POST
def keep_photo(request: DeskRequest) -> HttpResponse:
    """Takes a picture in before the form is sent, so that a fault elsewhere does not lose it."""
    try:
        file = taken(request, by=request.user)
    except Refused as refused:
        return JsonResponse({"detail": refused.reason}, status=422)
    return JsonResponse({"sha256": file.sha256})
