"""Cards on a phone carry key people and credit, and taking private facts along is written down."""

from __future__ import annotations

from datetime import date

from conftest import MONDAY, NOW
from tonglu.base.journal.models import Entry
from tonglu.customers.credit.models import CreditTerms
from tonglu.customers.credit.rules import FIVE_CS
from tonglu.customers.people.models import KeyPerson
from tonglu.fieldwork.dayplans.models import Call, DayPlan


def test_a_rep_has_his_people_with_him_and_it_is_written_down_once(cast):
    shop = cast.customers["sun1"]
    KeyPerson.add(
        customer=shop,
        facts={"name": "王建国", "role": "owner", "phone": "10012345678"},
        private={"birthday": date(1975, 5, 1)},
        by=cast.sun.login,
        at=NOW,
    )
    CreditTerms.grant(customer=shop, scores=FIVE_CS, monthly=2000, on=MONDAY, by=cast.wang.login, at=NOW)
    phone = cast.device("sun")
    first = phone.post("pull", {"have": {}}).json()
    card = next(card for card in first["customers"] if card["id"] == shop.pk)
    assert (card["people"][0]["phone"], card["people"][0]["birthday"]) == ("10012345678", "1975-05-01")
    assert (card["credit"]["grade"], card["credit"]["days"]) == ("A", 45)
    assert phone.post("pull", {"have": first["hashes"]}).json()["customers"] == []
    looks = Entry.objects.filter(verb="private.view")
    assert [(look.source, look.device, look.facts) for look in looks] == [
        ("phone", str(phone.device.pk), {"customers": 1, "people": 1})
    ]


def test_at_a_customer_of_someone_else_nothing_private_comes_along(cast):
    shop = cast.customers["sun1"]
    KeyPerson.add(
        customer=shop,
        facts={"name": "王建国", "role": "owner", "phone": "10012345678"},
        private={"interests": "钓鱼"},
        by=cast.sun.login,
        at=NOW,
    )
    DayPlan.submit(
        person=cast.feng,
        position=cast.positions["feng"],
        on=MONDAY,
        calls=[Call(shop.pk)],
        goal_deals=0,
        goal_sales=0,
        by=cast.feng.login,
        at=NOW,
    )
    pulled = cast.device("feng").post("pull", {"have": {}}).json()
    card = next(card for card in pulled["customers"] if card["id"] == shop.pk)
    assert card["people"][0]["phone"] == "100****5678"
    assert (card["people"][0]["interests"], card["credit"]) == ("", None)
    assert not Entry.objects.filter(verb="private.view").exists()
