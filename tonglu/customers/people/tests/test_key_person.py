"""A key person is written down, changed, leaves, and is erased; what is private stays out of the journal."""

from __future__ import annotations

import json
from datetime import date

import pytest

from conftest import MONDAY, NOW
from tonglu.base.errors import Refused
from tonglu.base.journal.models import Change, Entry
from tonglu.customers.people.models import KeyPerson, PrivateFacts

FACTS = {"name": "王建国", "role": "owner", "title": "老板", "phone": "10012345678", "decides": True}
PRIVATE = {"birthday": date(1975, 5, 1), "interests": "钓鱼"}


@pytest.fixture
def boss(cast):
    return KeyPerson.add(
        customer=cast.customers["sun1"], facts=FACTS, private=PRIVATE, by=cast.sun.login, at=NOW
    )


def test_he_is_written_down_with_what_is_private_apart(cast, boss):
    assert boss.masked_phone == "100****5678"
    assert PrivateFacts.objects.get(person=boss).shown() == PRIVATE
    entry = Entry.objects.get(verb="key_person.add")
    assert entry.facts == {"customer": "SUN1", "role": "owner", "private": ["birthday", "interests"]}
    assert entry.object_name == "SUN1 sun第1便利店 · 老板"


def test_a_change_says_what_changed_and_nothing_private(cast, boss):
    boss.change(
        facts={"name": "王建军", "phone": "10087654321", "title": "总经理"},
        private={"interests": "象棋"},
        by=cast.li.login,
        at=NOW,
    )
    kept = {change.field: (change.old, change.new) for change in Change.objects.all()}
    assert kept == {
        "name": (None, None),
        "phone": ("100****5678", "100****4321"),
        "title": ("老板", "总经理"),
        "interests": (None, None),
    }
    journal = json.dumps([entry.facts for entry in Entry.objects.all()], ensure_ascii=False)
    assert not {"王建国", "王建军", "象棋", "10087654321"} & set(journal.split('"'))


def test_one_without_the_right_changes_the_rest_alone(cast, boss):
    boss.change(facts={"title": "店主"}, private=None, by=cast.qian.login, at=NOW)
    assert PrivateFacts.objects.get(person=boss).shown() == PRIVATE


def test_he_leaves_once(cast, boss):
    boss.leave(on=MONDAY, by=cast.sun.login, at=NOW)
    assert list(KeyPerson.objects.there()) == []
    assert Entry.objects.filter(verb="key_person.leave").count() == 1
    with pytest.raises(Refused, match="离开"):
        boss.leave(on=MONDAY, by=cast.sun.login, at=NOW)


def test_he_is_erased_on_request(cast, boss):
    boss.erase(by=cast.li.login, at=NOW)
    left = KeyPerson.objects.get(pk=boss.pk)
    assert (left.name, left.phone, left.facts) == ("王**", "", None)
    assert Entry.objects.filter(verb="key_person.erase").count() == 1


@pytest.mark.parametrize("facts", [{**FACTS, "name": " "}, {**FACTS, "role": "king"}])
def test_he_has_a_name_and_a_known_role(cast, facts):
    with pytest.raises(Refused):
        KeyPerson.add(customer=cast.customers["sun1"], facts=facts, by=cast.sun.login, at=NOW)
    assert not KeyPerson.objects.exists()
