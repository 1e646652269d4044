"""Key people and credit on the cards that a phone holds, as far as they are for its person; and that they were taken."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from tonglu.base.dated import in_force
from tonglu.base.journal.models import record
from tonglu.customers.cards.models import Customer
from tonglu.customers.credit.models import CreditTerms
from tonglu.customers.people.models import KeyPerson
from tonglu.directory.org.fields import FieldGroup, sees
from tonglu.directory.org.models import Person
from tonglu.directory.org.scope import Scope
from tonglu.web.phone.schemas import CreditOut, CustomerOut, KeyPersonOut


def people_at(customers: Collection[int], scope: Scope) -> Mapping[int, list[KeyPersonOut]]:
    """customer id → who is there. Of a customer who is on the plan and not in the scope, nothing private."""
    rows = KeyPerson.objects.there().filter(customer__in=customers)
    own = set(Customer.objects.visible_to(scope).filter(pk__in=customers).values_list("pk", flat=True))
    right = sees(scope.roles, FieldGroup.PRIVATE)
    found: dict[int, list[KeyPersonOut]] = {}
    for row in rows.select_related("private_facts"):
        found.setdefault(row.customer_id, []).append(_person(row, private=right and row.customer_id in own))
    return found


def _person(row: KeyPerson, *, private: bool) -> KeyPersonOut:
    facts = row.facts if private else None
    return KeyPersonOut(
        name=row.name,
        role=row.get_role_display(),
        title=row.title,
        phone=row.phone if private else row.masked_phone,
        decides=row.decides,
        birthday=facts.birthday if facts else None,
        family=facts.family if facts else "",
        interests=facts.interests if facts else "",
    )


def credit_of(customers: Collection[int], scope: Scope) -> Mapping[int, CreditOut]:
    """customer id → his terms today; nothing for one who may not see credit."""
    if not sees(scope.roles, FieldGroup.CREDIT):
        return {}
    rows = CreditTerms.objects.visible_to(scope).filter(in_force(scope.on), customer__in=customers)
    return {
        row.customer_id: CreditOut(grade=row.grade, limit=row.limit, days=row.days, review_on=row.review_on)
        for row in rows
    }


def note_taken(person: Person, cards: Sequence[CustomerOut], *, at: datetime) -> None:
    """That private facts went to a phone is a row of the journal, like a look at a page."""
    known = [
        card for card in cards if any(one.birthday or one.family or one.interests for one in card.people)
    ]
    if known:
        facts = {"customers": len(known), "people": sum(len(card.people) for card in known)}
        record(verb="private.view", obj=person, by=person.account, at=at, facts=facts)
