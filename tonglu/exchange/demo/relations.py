"""Key people and credit of the outlets: a boss nearly everywhere, his birthday where a rep asked, terms for the larger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from tonglu.customers.cards.models import Customer
from tonglu.customers.credit.models import REVIEW, CreditTerms
from tonglu.customers.credit.rules import FIVE_CS, terms
from tonglu.customers.people.models import KeyPerson, PrivateFacts
from tonglu.exchange.demo.names import GIVEN, SURNAMES
from tonglu.exchange.demo.outlets import Outlet

INTERESTS = ("钓鱼", "象棋", "广场舞", "看球", "养花", "自驾游", "听评书", "打太极")
FAMILY = ("儿子读小学", "女儿上大学", "和父母同住", "小孙子刚上幼儿园", "爱人也在店里帮忙", "双胞胎女儿")
OTHERS = (KeyPerson.Role.KEEPER, KeyPerson.Role.BUYER, KeyPerson.Role.STAFF)
# mean monthly sales by class, in yuan: what a limit is made from before there is history
MONTHLY = {"A": 4_800, "B": 2_400, "C": 1_200}
SHARE_WITH_CREDIT = {"A": 0.6, "B": 0.3, "C": 0.1}


def relations(random: Random, *, made: Sequence[Outlet], since: date, today: date) -> tuple[int, int]:
    """Returns how many key people, and how many terms of credit."""
    trading = [outlet for outlet in made if outlet.customer.state != Customer.State.CLOSED]
    people = [person for outlet in trading for person in _people(random, outlet)]
    KeyPerson.objects.bulk_create(people, batch_size=2000)
    known = [_private(random, person, today) for person in people if random.random() < 0.35]
    PrivateFacts.objects.bulk_create(known, batch_size=2000)
    active = (outlet for outlet in trading if outlet.customer.state == Customer.State.ACTIVE)
    credit = [
        _terms(random, outlet, since, today)
        for outlet in active
        if random.random() < SHARE_WITH_CREDIT[outlet.grade]
    ]
    CreditTerms.objects.bulk_create(credit, batch_size=2000)
    return len(people), len(credit)


def _people(random: Random, outlet: Outlet) -> list[KeyPerson]:
    shop = outlet.customer
    role = KeyPerson.Role.MANAGER if outlet.channel in {"CVS", "SUPER"} else KeyPerson.Role.OWNER
    # the one whom the card names as its contact
    boss = KeyPerson(customer=shop, name=shop.contact, role=role, phone=shop.phone, decides=True)
    if random.random() > {"A": 0.5, "B": 0.2, "C": 0.05}[outlet.grade]:
        return [boss]
    name = random.choice(SURNAMES) + random.choice(GIVEN)
    number = f"100{random.randint(0, 99_999_999):08d}"
    other = KeyPerson(customer=shop, name=name, role=random.choice(OTHERS), phone=number)
    return [boss, other]


def _private(random: Random, person: KeyPerson, today: date) -> PrivateFacts:
    born = today - timedelta(days=random.randint(24 * 365, 62 * 365))
    return PrivateFacts(
        person=person,
        birthday=born if random.random() < 0.8 else None,
        family=random.choice(FAMILY) if random.random() < 0.5 else "",
        interests=random.choice(INTERESTS),
    )


def _terms(random: Random, outlet: Outlet, since: date, today: date) -> CreditTerms:
    scores = {name: round(most * random.uniform(0.55, 1)) for name, most in FIVE_CS.items()}
    given = terms(
        points=sum(scores.values()), monthly=Decimal(MONTHLY[outlet.grade]) * random.randint(7, 14) / 10
    )
    start = max(outlet.customer.opened_on or since, today - timedelta(days=random.randint(20, 190)))
    return CreditTerms(
        customer=outlet.customer,
        grade=given.grade,
        limit=given.limit,
        days=given.days,
        start=start,
        review_on=start + REVIEW,
        **scores,
    )
