"""Forms on the phone: those that a person fills in, in his bundle; and the documents that come of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from pydantic import AwareDatetime, BaseModel

from tonglu.base.errors import Refused
from tonglu.directory.catalog.models import Channel
from tonglu.directory.devices.gate import Body
from tonglu.directory.devices.models import PhoneDocument
from tonglu.directory.forms.definition import dump
from tonglu.directory.forms.models import Filled, Form, FormVersion
from tonglu.directory.org.models import Company, Person
from tonglu.directory.org.scope import Scope
from tonglu.web.forms import asked_of, sees_private, subject_of
from tonglu.web.phone.form_schemas import ColleagueOut, FormOut
from tonglu.web.phone.parsing import acting_position, parsed

COLLEAGUES = 300


class FormBody(BaseModel):
    """A filled-in form: by which version, about whom, when it was finished by the phone's clock."""

    version: int
    answers: dict[str, Any]
    finished_at: AwareDatetime
    customer: int | None = None
    person: int | None = None
    visit: UUID | None = None
    replaces: UUID | None = None


def forms_of(scope: Scope) -> list[FormOut]:
    """The versions in force of the forms that this person fills in, without what is not for his eyes."""
    in_force = FormVersion.objects.filter(form=OuterRef("pk"), start__lte=scope.on).order_by("-number")
    current = Form.objects.fillable_by(scope).annotate(current=Subquery(in_force.values("pk")[:1]))
    ids = current.filter(current__isnull=False).values("current")
    channels = dict(Channel.objects.values_list("code", "pk"))
    versions = FormVersion.objects.filter(pk__in=ids).select_related("form")
    return [
        FormOut(
            version=version.pk,
            key=version.form.key,
            number=version.number,
            subject=version.parsed.subject,
            used_for=version.form.used_for,
            channels=[channels[code] for code in version.parsed.channels if code in channels],
            everywhere=not version.parsed.channels,
            definition=dump(asked_of(version, scope)),
        )
        for version in versions.order_by("form__used_for", "form__key")
    ]


def colleagues(scope: Scope) -> list[ColleagueOut]:
    """Whom a form can be about: the people of one's own line."""
    people = Person.objects.visible_to(scope).order_by("code")[:COLLEAGUES]
    return [
        ColleagueOut(id=person.pk, code=person.code, name=person.name, search=person.search)
        for person in people
    ]


def take_form(document: PhoneDocument, raw: Body) -> None:
    """Stores the form that a phone reports, by the version that the person saw. Raises Refused, saying why."""
    body = parsed(FormBody, raw)
    version = FormVersion.objects.select_related("form").filter(pk=body.version).first()
    if version is None:
        raise Refused(_("表单版本 {version} 不存在；请同步后重填"), version=body.version, code="unknown_form")
    finished = document.instant(body.finished_at)
    on = Company.current().business_date(finished)
    scope = document.person.scope(on=on)
    Filled.fill(
        id=document.id,
        version=version,
        answers=body.answers,
        person=document.person,
        position=acting_position(document, on),
        finished_at=finished,
        at=document.received_at,
        subject=subject_of(
            form=version.form, scope=scope, customer=body.customer, person=body.person, visit=body.visit
        ),
        replaces=_replaced(body.replaces, scope),
        private=sees_private(scope),
    )


def _replaced(id: UUID | None, scope: Scope) -> Filled | None:
    if id is None:
        return None
    found = Filled.objects.visible_to(scope).filter(pk=id).first()
    if found is None:
        raise Refused(_("要更正的记录不存在，或还没有收到；请稍后重发"), code="unknown_form")
    return found
