"""Cursors: no row twice and none left out, whatever is added meanwhile."""

from __future__ import annotations

import pytest

from conftest import NOW
from tonglu.base.ids import new_id
from tonglu.customers.cards.models import Customer
from tonglu.trade.orders.models import Order


def walked(program, name: str, *, between=lambda: None, **query) -> list:
    """The ids of all pages, two to a page."""
    found, cursor = [], None
    while True:
        page = program.get(name, {**query, "limit": 2, **({"cursor": cursor} if cursor else {})}).json()
        found += [row["id"] for row in page["items"]]
        cursor = page["next"]
        if cursor is None:
            return found
        between()


def test_pages_make_up_the_list(cast, program):
    mine = list(Customer.objects.filter(code__startswith="SUN").order_by("pk").values_list("pk", flat=True))
    assert walked(program("sun"), "customers") == mine


def test_what_is_added_or_removed_meanwhile_shifts_nothing(cast, program):
    made: list[Customer] = []

    def between():
        code = f"NEW{len(made)}"
        made.append(
            Customer.enter(
                code=code,
                name=code,
                unit=cast.units["one"],
                position=cast.positions["sun"],
                by=cast.qian.login,
                at=NOW,
            )
        ) if len(made) < 2 else None

    before = set(Customer.objects.filter(code__startswith="SUN").values_list("pk", flat=True))
    found = walked(program("sun"), "customers", between=between)
    assert len(found) == len(set(found))
    assert before <= set(found)


def test_uuids_page_too(cast, program):
    orders = [
        Order.objects.create(
            id=new_id(at=NOW, random=n),
            number=f"O-{n}",
            customer=cast.customers["sun1"],
            person=cast.sun,
            position=cast.positions["sun"],
            source="desk",
            placed_at=NOW,
            business_date=NOW.date(),
        )
        for n in range(5)
    ]
    assert walked(program("sun"), "orders") == sorted(str(order.pk) for order in orders)


def test_a_cursor_goes_with_its_list_and_its_filters(cast, program):
    sun = program("sun")
    cursor = sun.get("customers", {"limit": 1}).json()["next"]
    assert sun.get("customers", {"limit": 3, "cursor": cursor}).status_code == 200
    for name, query in (("customers", {"state": "active"}), ("visits", {}), ("customers", {"q": "sun"})):
        answer = sun.get(name, {**query, "cursor": cursor})
        assert (answer.status_code, answer.json()["code"]) == (422, "bad_cursor")


@pytest.mark.parametrize("change", [lambda c: c[:-1], lambda c: "x" + c, lambda c: c.replace(":", "")])
def test_a_cursor_that_was_tampered_with_is_refused(cast, program, change):
    sun = program("sun")
    cursor = change(sun.get("customers", {"limit": 1}).json()["next"])
    answer = sun.get("customers", {"cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_cursor")


def test_a_list_asks_no_more_queries_for_more_rows(cast, program, django_assert_num_queries, visit_document):
    chen = program("chen")
    for name in ("customers", "positions", "people", "price-rules"):
        chen.get(name)  # the company and the like are warm
        with django_assert_num_queries(100, exact=False) as few:
            chen.get(name, {"limit": 1})
        with django_assert_num_queries(100, exact=False) as many:
            chen.get(name, {"limit": 100})
        assert len(few) == len(many), name
