"""What desk and phone share about forms: whom a filled-in one is about, and who is asked private questions."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from tonglu.base.errors import NotYours, Refused
from tonglu.customers.cards.models import Customer
from tonglu.directory.forms.definition import Definition
from tonglu.directory.forms.filled import Subject
from tonglu.directory.forms.models import Form, FormVersion
from tonglu.directory.org.models import Person
from tonglu.directory.org.scope import Scope
from tonglu.web.access import FieldGroup, sees


def sees_private(scope: Scope) -> bool:
    """Whether this person is asked, and shown, what is private of other people."""
    return sees(scope.roles, FieldGroup.PRIVATE)


def asked_of(version: FormVersion, scope: Scope) -> Definition:
    """The questions that this person sees."""
    return version.parsed if sees_private(scope) else version.parsed.public


def subject_of(
    *, form: Form, scope: Scope, customer: int | None, person: int | None, visit: UUID | None = None
) -> Subject:
    """Whom or what it is about, if the scope reaches there.

    Raises Refused when the form needs a customer or person and none is named, NotYours for one out of reach.
    """
    if form.subject == Form.Subject.CUSTOMER:
        found = _customer(scope, customer)
        return Subject(name=found.name, customer=found.pk, visit=visit)
    if form.subject == Form.Subject.PERSON:
        about = _person(scope, person)
        return Subject(name=about.name, person=about)
    return Subject(visit=visit)


def customers_in_reach(scope: Scope) -> Q:
    """Customers of the own line, and those that one's plan of the day leads to."""
    planned = Q(planned_stops__plan__person=scope.person_id, planned_stops__plan__day=scope.on)
    return Q(pk__in=Customer.objects.visible_to(scope).values("pk")) | planned


def _customer(scope: Scope, customer: int | None) -> Customer:
    if customer is None:
        raise Refused(_("请选择客户"), code="no_subject")
    found = Customer.objects.filter(customers_in_reach(scope), pk=customer).first()
    if found is None:
        raise NotYours(_("这个客户不在您的管辖范围；请主管交接或排入计划"))
    return found


def _person(scope: Scope, person: int | None) -> Person:
    if person is None:
        raise Refused(_("请选择人员"), code="no_subject")
    found = Person.objects.visible_to(scope).filter(pk=person).first()
    if found is None:
        raise NotYours(_("这个人不在您的管辖范围"))
    return found
