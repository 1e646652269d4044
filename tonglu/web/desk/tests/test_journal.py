"""The journal for whoever looks after credit: what was granted to the customers of his line, and nothing else."""

from __future__ import annotations

from decimal import Decimal

import pytest

from conftest import MONDAY, NOW
from tonglu.customers.credit.models import CreditTerms
from tonglu.directory.clients.models import Right, Token
from tonglu.directory.org.models import Position, Role

SCORES = {"character": 25, "capacity": 25, "capital": 20, "collateral": 15, "conditions": 15}
JOURNAL = "/journal?period=2026-11"


@pytest.fixture
def granted(cast):
    """Wang granted terms to a shop of 铁西 and Chen to one of 皇姑; Qian keeps 铁西's finance now."""
    for shop, by in (("sun1", cast.wang), ("feng1", cast.chen)):
        CreditTerms.grant(
            customer=cast.customers[shop],
            scores=SCORES,
            monthly=Decimal(50_000),
            on=MONDAY,
            by=by.login,
            at=NOW,
        )
    Position.objects.filter(pk=cast.positions["qian"].pk).update(role=Role.FINANCE)
    return cast


def shown(page):
    return {(entry.verb, entry.facts["customer"]) for entry in page.context["list"].rows}


def test_finance_searches_the_credit_of_its_line(granted):
    client = granted.client("qian")
    assert shown(client.get(JOURNAL)) == {("credit.grant", "SUN1")}
    assert shown(client.get(f"{JOURNAL}&q=SUN1")) == {("credit.grant", "SUN1")}
    assert shown(client.get(f"{JOURNAL}&q=FENG1")) == set()


def test_a_rep_finds_what_was_granted_with_his_customer_and_not_in_the_journal(granted):
    assert granted.client("sun").get(JOURNAL).status_code == 403
    assert granted.client("sun").get(f"/customers/{granted.customers['sun1'].pk}/credit").status_code == 200


def test_a_program_of_finance_reads_the_same(granted, client):
    _token, text = Token.issue(
        person=granted.qian, client="ERP", rights=[Right.JOURNAL_READ], expires_at=NOW.replace(day=30), at=NOW
    )
    answer = client.get("/api/v1/journal", headers={"authorization": f"Bearer {text}"})
    assert [item["facts"]["customer"] for item in answer.json()["items"]] == ["SUN1"]


def test_an_export_is_told_by_the_names_of_the_list_and_its_columns(cast):
    cast.client("he").get("/webhooks?q=erp&col=url&col=person&export=csv")
    page = cast.client("he").get(f"/journal/org.person/{cast.he.pk}").content.decode()
    assert all(said in page for said in ("列表：推送订阅", "条件：查找 erp", "列：网址、代表"))
