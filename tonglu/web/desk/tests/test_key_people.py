"""Key people and credit on the customer's record: what each sees, and that looking is written down."""

from __future__ import annotations

from datetime import date

import pytest

from conftest import MONDAY, NOW
from tonglu.base.journal.models import Change, Entry, Seal, Verification
from tonglu.customers.credit.models import CreditTerms
from tonglu.customers.credit.rules import FIVE_CS
from tonglu.customers.people.models import KeyPerson

SCORES = dict.fromkeys(FIVE_CS, 12)


@pytest.fixture
def boss(cast):
    return KeyPerson.add(
        customer=cast.customers["sun1"],
        facts={"name": "王建国", "role": "owner", "phone": "10012345678", "decides": True},
        private={"birthday": date(1975, 5, 1), "interests": "钓鱼"},
        by=cast.sun.login,
        at=NOW,
    )


@pytest.mark.parametrize(
    ("who", "sees"), [("sun", True), ("li", True), ("chen", True), ("qian", False), ("he", False)]
)
def test_private_facts_are_for_the_owner_and_his_superiors(cast, boss, who, sees):
    page = cast.client(who).get(f"/key-people/{boss.pk}")
    assert page.status_code == 200
    assert ("钓鱼" in page.text) == ("1975-05-01" in page.text) == ("10012345678" in page.text) == sees
    looks = Entry.objects.filter(verb="private.view")
    assert looks.count() == (1 if sees else 0)
    if sees:
        look = looks.get()
        assert (look.by, look.source, look.facts["fields"]) == (
            cast.people[who].login,
            "desk",
            ["birthday", "interests", "phone"],
        )


@pytest.mark.parametrize("who", ["feng", "zhao", "zheng"])
def test_a_stranger_finds_nobody(cast, boss, who):
    client = cast.client(who)
    for page in (f"/key-people/{boss.pk}", f"/customers/{boss.customer_id}/people"):
        assert client.get(page).status_code == 404


def test_the_list_shows_masked_numbers_to_everyone(cast, boss):
    for who in ("sun", "qian"):
        page = cast.client(who).get(f"/customers/{boss.customer_id}/people").text
        assert "100****5678" in page
        assert "10012345678" not in page


def test_a_clerk_changes_the_rest_and_leaves_what_he_does_not_see(cast, boss):
    form = {"name": "王建国", "role": "owner", "title": "店主", "phone": "100****5678", "interests": "赌博"}
    cast.client("qian").post(f"/key-people/{boss.pk}/change", form)
    boss = KeyPerson.objects.get(pk=boss.pk)
    assert (boss.title, boss.phone, boss.facts.interests) == ("店主", "10012345678", "钓鱼")
    assert Entry.objects.filter(verb="key_person.change", source="desk").count() == 1


def test_one_is_added_changed_let_go_and_erased_from_the_pages(cast):
    shop, client = cast.customers["sun1"], cast.client("li")
    form = {"name": "李娟", "role": "buyer", "phone": "10055556666", "birthday": "1988-02-29"}
    client.post(f"/customers/{shop.pk}/people/add", form)
    added = KeyPerson.objects.get()
    client.post(f"/key-people/{added.pk}/erase")
    client.post(f"/key-people/{added.pk}/leave")
    added = KeyPerson.objects.get()
    assert (added.name, added.phone, added.facts, added.left_on) == ("李**", "", None, MONDAY)
    verbs = Entry.objects.filter(object_type="people.keyperson").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["key_person.add", "key_person.erase", "key_person.leave"]


def test_credit_is_granted_on_the_page_by_those_who_may(cast):
    shop = cast.customers["sun1"]
    assert cast.client("sun").post(f"/customers/{shop.pk}/credit/grant", SCORES).status_code == 403
    cast.client("wang").post(
        f"/customers/{shop.pk}/credit/grant", {**SCORES, "limit": "5,000", "reason": "旺季"}
    )
    granted = CreditTerms.objects.get()
    assert (granted.grade, granted.limit, granted.points) == ("C", 5000, 60)
    assert "C 级" in cast.client("sun").get(f"/customers/{shop.pk}/credit").text
    assert cast.client("he").get(f"/customers/{shop.pk}/credit").status_code == 403


@pytest.mark.parametrize("limit", ["NaN", "Infinity", "-5", "1e30", "=1", "很多"])
def test_a_limit_that_is_no_money_is_refused_in_words(cast, limit):
    page = f"/customers/{cast.customers['sun1'].pk}/credit"
    asked = {**SCORES, "limit": limit, "reason": "旺季", "next": page}
    answer = cast.client("wang").post(f"{page}/grant", asked, follow=True)
    assert "额度写成数字" in answer.text
    assert not CreditTerms.objects.exists()


def test_credit_is_a_column_for_those_who_see_it(cast):
    shop = cast.customers["sun1"]
    CreditTerms.grant(customer=shop, scores=SCORES, monthly=0, on=MONDAY, by=cast.wang.login, at=NOW)
    for who, seen in (("sun", True), ("he", False)):
        page = cast.client(who).get("/customers?col=code&col=credit&col=people")
        assert ("C 级" in page.text) == seen, who
        assert ("信用等级" in page.text) == seen, who


def test_the_whole_history_of_a_customer_tells_verbs_and_fields(cast, boss):
    shop = cast.customers["sun1"]
    shop.hand_over(to=cast.positions["zhou"], on=MONDAY, by=cast.wang.login, at=NOW)
    CreditTerms.grant(customer=shop, scores=SCORES, monthly=0, on=MONDAY, by=cast.wang.login, at=NOW)
    url = f"/journal/cards.customer/{shop.pk}"
    page = cast.client("li").get(url)
    assert [one.entry.verb for one in page.context["moments"]] == [
        "credit.grant",
        "customer.hand_over",
        "key_person.add",
    ]
    handed = page.context["moments"][1].changes
    assert [(str(one.name), one.new) for one in handed] == [("止", "2026-11-23")]
    # the administrator sees the customer and not his credit
    assert "credit.grant" not in [one.entry.verb for one in cast.client("he").get(url).context["moments"]]
    assert cast.client("feng").get(url).status_code == 404
    for who, status in (("sun", 404), ("he", 200)):
        assert cast.client(who).get(f"/journal/org.company/{cast.company.pk}").status_code == status
    assert cast.client("he").get("/journal/nothing.here/1").status_code == 404


def test_leaders_look_back_over_their_line_and_the_administrator_over_all(cast, boss, plan):
    KeyPerson.add(
        customer=cast.customers["feng1"], facts={"name": "冯姐", "role": "owner"}, by=cast.feng.login, at=NOW
    )

    def seen(who):
        page = cast.client(who).get("/journal?period=2026-11&verb=key_person.add")
        return {entry.by for entry in page.context["list"].rows}

    assert seen("li") == {cast.sun.login}
    assert seen("zheng") == {cast.feng.login}
    assert seen("chen") == seen("he") == {cast.sun.login, cast.feng.login}
    assert cast.client("sun").get("/journal").status_code == 403


def test_the_administrator_is_told_on_every_page_that_the_chain_broke(cast, boss):
    Seal.seal_all()
    Verification.objects.create(at=NOW, seal_id=0, broken=Entry.objects.first().pk)
    assert "哈希链断开了" in cast.client("he").get("/people").text
    assert "哈希链断开了" not in cast.client("chen").get("/people").text
    page = cast.client("he").get("/journal/chain")
    assert "第一处对不上的地方" in page.text


def test_the_chain_is_sealed_and_verified_from_its_page(cast, boss):
    client = cast.client("he")
    client.post("/journal/chain/verify", {"whole": "1"})
    assert (Seal.objects.count(), Verification.latest_one().broken) == (Entry.objects.count(), None)
    assert "✓ 完整" in client.get("/journal/chain").text
    assert Change.objects.count() == 0
