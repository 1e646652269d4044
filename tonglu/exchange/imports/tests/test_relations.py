"""Key people and credit terms come in by their verbs; what is private only from those who see it, and it stays nowhere."""

from __future__ import annotations

import json
from datetime import date

import pytest

from conftest import MONDAY
from tonglu.base.errors import NotYours
from tonglu.base.journal.models import Entry
from tonglu.customers.credit.models import CreditTerms
from tonglu.customers.people.models import KeyPerson, PrivateFacts
from tonglu.exchange.imports.models import ImportedRow, ImportRun
from tonglu.exchange.imports.nouns.relations import KeyPeople
from tonglu.exchange.imports.tests.conftest import back, counts

PEOPLE = ["客户编码", "姓名", "角色", "电话", "拍板", "生日"]
WANG = ["SUN1", "王建国", "老板", "13911112222", "是", "1980-05-01"]
TERMS = ["客户编码", "品德", "能力", "资本", "抵押", "条件", "额度", "原因", "生效日期"]


@pytest.fixture
def director_imports(monkeypatch):
    """As someone who keeps the lists and leads too."""
    monkeypatch.setattr(KeyPeople, "roles", KeyPeople.roles | {"director"})


def test_the_clerk_brings_people_without_what_is_private(cast, send):
    brought = send("key_people", PEOPLE, WANG, by="qian")
    person = KeyPerson.objects.get()
    assert (person.customer, person.role, person.decides, person.phone) == (
        cast.customers["sun1"],
        "owner",
        True,
        "13911112222",
    )
    assert brought.run.unused == ["生日"]
    assert not PrivateFacts.objects.exists()
    assert Entry.objects.get(verb="key_person.add").by == cast.qian.login
    assert counts(send("key_people", PEOPLE, WANG, by="qian")) == {"rows": 1, "same": 1}


def test_who_sees_private_facts_brings_them_and_they_stay_nowhere_else(cast, send, director_imports):
    send("key_people", PEOPLE, WANG, by="chen")
    assert KeyPerson.objects.get().facts.birthday == date(1980, 5, 1)
    changed = [*WANG[:3], "13933334444", "是", "1981-06-02"]
    refused = send("key_people", PEOPLE, changed, by="chen")
    assert "王建国" not in back(refused)[2]
    send("key_people", PEOPLE, changed, by="chen", existing="update")

    person = KeyPerson.objects.get()
    assert (person.facts.birthday, person.phone) == (date(1981, 6, 2), "13933334444")
    assert Entry.objects.filter(verb="key_person.change").count() == 1
    kept = [*ImportRun.objects.values_list("pairs", flat=True), *ImportedRow.objects.values("changes")]
    said = json.dumps([*kept, *Entry.objects.values_list("facts", flat=True)], ensure_ascii=False)
    assert not [secret for secret in ("王建国", "1391111", "1393333", "1980", "1981-06") if secret in said]


def test_a_trial_leaves_nobody(cast, send):
    assert counts(send("key_people", PEOPLE, WANG, by="qian", dry=True)) == {"rows": 1, "created": 1}
    assert not KeyPerson.objects.exists()


def test_another_line_s_customer_is_unknown(cast, send, monkeypatch):
    monkeypatch.setattr(KeyPeople, "roles", KeyPeople.roles | {"supervisor"})
    send("key_people", PEOPLE, WANG, [cast.customers["feng1"].code, *WANG[1:]], by="li")
    assert [person.customer for person in KeyPerson.objects.all()] == [cast.customers["sun1"]]


def test_credit_is_granted_by_those_who_may(cast, send):
    brought = send(
        "credit",
        TERMS,
        ["SUN1", "20", "20", "15", "10", "10", "5000", "老客户", ""],
        ["SUN2", "20", "20", "15", "10", "10", "5000", "", ""],
        ["ZHOU1", "26", "20", "15", "10", "10", "", "", ""],
        by="wang",
    )
    terms = CreditTerms.objects.get()
    assert (terms.customer, terms.grade, terms.limit, terms.start) == (
        cast.customers["sun1"],
        "B",
        5000,
        MONDAY,
    )
    assert "要写原因" in back(brought)[3]
    assert set(back(brought)) == {3, 4}
    assert Entry.objects.get(verb="credit.grant").by == cast.wang.login


def test_the_same_terms_again_grant_nothing(cast, send):
    row = ["SUN1", "20", "20", "15", "10", "10", "5000", "老客户", ""]
    send("credit", TERMS, row, by="wang")
    assert counts(send("credit", TERMS, row, by="wang")) == {"rows": 1, "same": 1}
    assert CreditTerms.objects.count() == 1


@pytest.mark.parametrize("name", ["qian", "he", "li", "sun"])
def test_nobody_else_grants_credit(cast, send, name):
    with pytest.raises(NotYours):
        send("credit", TERMS, ["SUN1", "20", "20", "15", "10", "10", "", "", ""], by=name)
