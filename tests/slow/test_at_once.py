"""Two processes do the same at the same instant: one key sent twice, one chain sealed twice, one step answered twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier
from typing import Any, TypeVar

import httpx
import psycopg
import pytest

from tests.server import Server
from tests.slow.conftest import home
from tonglu.exchange.demo.logins import PASSWORD

pytestmark = pytest.mark.slow

T = TypeVar("T")
KEYS = 20

ISSUE = """
from datetime import timedelta
from tonglu.directory.clients.models import Right, Token
from tonglu.directory.org.models import Person, Position
from tonglu.web import clock
clerk, now = Person.objects.get(account__username="clerk1"), clock.now()
rights = [Right.CUSTOMERS_READ, Right.CUSTOMERS_WRITE]
token, text = Token.issue(person=clerk, client="twins", rights=rights, expires_at=now + timedelta(days=1), at=now)
units = clerk.scope(on=now.date()).units_q("unit")
print(text, Position.objects.filter(units, role="rep").first().code)
"""

# waits for the file, so that both begin together; small batches, so that they meet often
SEAL = """
import time
from pathlib import Path
from tonglu.base.journal.models import Entry, Seal
Entry.objects.exists()
Path({ready!r}).touch()
while not Path({go!r}).exists():
    time.sleep(0.001)
print(Seal.seal_all(batch=2))
"""

# orders below the floor price, small ones for the head alone and large ones for the head and then the director;
# the director may answer for the head: id of the round, and the seat that waits
ASKED = """
import json
from decimal import Decimal
from tonglu.customers.cards.models import Customer
from tonglu.directory.approvals.models import Approval, RuleBook
from tonglu.directory.org.models import Person
from tonglu.trade.orders.models import Order, Wanted
from tonglu.trade.prices.models import PriceRule
from tonglu.web import clock
now = clock.now()
RuleBook.set_up(on=now.date(), by=None, at=now)
rep = Person.objects.get(account__username="rep01")
scope = rep.scope(on=now.date())
customer = Customer.objects.visible_to(scope).first()
rule = PriceRule.objects.filter(floor_price__gt=1).first()
placed = [
    Order.place(
        customer=customer, person=rep, position=rep.position(on=now.date()), source=Order.Source.PHONE,
        lines=[Wanted(rule.sku_id, quantity, rule.floor_price - Decimal("0.50"))],
        placed_at=now, by=rep.login, at=now,
    )
    for quantity in (10, 10, 10, 100_000, 100_000, 100_000)
]
rounds = [Approval.of(kind="order_price", object_id=str(order.pk)).get() for order in placed]
print(json.dumps([(a.pk, s.step, s.place) for a in rounds for s in a.seats.all()]))
"""


# one calls the order off, the head refuses it, at the same instant; what each was told
CANCELLED = """
import json
from threading import Barrier, Thread
from django.db import connection
from tonglu.base.errors import Refused
from tonglu.directory.approvals.answering import answer
from tonglu.directory.org.models import Person
head, told = Person.objects.get(account__username="head1").login, []

def at_once(*calls):
    start = Barrier(len(calls))

    def run(call):
        start.wait(30)
        try:
            call()
            told.append("done")
        except Refused as refused:
            told.append(refused.code)
        except Exception as error:
            told.append(repr(error))
        connection.close()

    threads = [Thread(target=run, args=[call]) for call in calls]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

for approval in rounds:
    order = Order.objects.get(pk=approval.object_id)
    at_once(
        lambda: order.cancel(by=rep.login, at=now, reason="客户不要了"),
        lambda: answer(approval=approval, verdict="refuse", words="太低", by=head, at=now),
    )
print(json.dumps(told))
"""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One company for all of them: none minds what the others left."""
    with home(request.param, tmp_path_factory.mktemp("house")) as made:
        yield made


@pytest.fixture(scope="module")
def twins(house: Server) -> Iterator[tuple[Server, Server]]:
    """Two servers, each a process of its own, on one database."""
    other = house.twin()
    house.start()
    other.start()
    yield house, other
    other.stop()


def ask(house: Server, sql: str) -> list[tuple[Any, ...]]:
    """From the database itself, past the code under test."""
    if not (database := house.env.get("DATABASE_URL")):
        return house.rows(sql)
    with psycopg.connect(database) as connection:
        return connection.execute(sql).fetchall()


def both(first: Callable[[], T], second: Callable[[], T]) -> tuple[T, T]:
    """Two calls that begin at the same instant."""
    start = Barrier(2)

    def after_the_signal(call: Callable[[], T]) -> T:
        start.wait(30)
        return call()

    with ThreadPoolExecutor(2) as pool:
        one, two = pool.map(after_the_signal, (first, second))
    return one, two


def test_two_who_seal_at_once_leave_one_chain(house: Server, tmp_path: Path) -> None:
    go, ready = tmp_path / "go", [tmp_path / "one", tmp_path / "two"]
    sealers = [house.script(SEAL.format(ready=str(each), go=str(go))) for each in ready]
    while not all(each.exists() for each in ready):
        assert all(sealer.poll() is None for sealer in sealers)
    go.touch()
    said = [sealer.communicate() for sealer in sealers]
    assert [sealer.returncode for sealer in sealers] == [0, 0], said
    rows = ask(house, "select count(*) from journal_entry")[0][0]
    assert sum(int(out) for out, _problem in said) == rows
    assert f"journal: {rows} rows, {rows} sealed, first broken: —" in house.run("check")
    links = ask(
        house, "select count(*), count(distinct previous), count(distinct entry_id) from journal_seal"
    )
    assert links == [(rows, rows, rows)]


def test_one_key_sent_to_two_processes_has_one_effect_and_one_answer(twins: tuple[Server, Server]) -> None:
    text, position = twins[0].told(ISSUE).split()
    headers = {"authorization": f"Bearer {text}"}
    first, second = (httpx.Client(base_url=f"{s.url}/api/v1", headers=headers, timeout=60) for s in twins)

    def sent(program: httpx.Client, n: int) -> httpx.Response:
        body = {"code": f"TWIN{n}", "name": f"并发{n}号店", "position": position}
        while True:
            answer = program.post("/customers", json=body, headers={"idempotency-key": f"twin-{n}"})
            if answer.status_code != 409:
                return answer
            assert answer.json()["code"] == "in_progress"

    with first, second:
        for n in range(KEYS):
            one, two = both(lambda n=n: sent(first, n), lambda n=n: sent(second, n))
            assert (one.status_code, two.status_code) == (201, 201), (one.text, two.text)
            assert (one.content, one.headers["location"]) == (two.content, two.headers["location"])
            replayed = [answer.headers.get("idempotency-replayed") for answer in (one, two)]
            assert sorted(map(str, replayed)) == ["None", "true"]
    made = "select count(*) from cards_customer where code like 'TWIN%'"
    told = "select count(*) from journal_entry where verb = 'customer.enter' and source = 'api'"
    assert (ask(twins[0], made), ask(twins[0], told)) == ([(KEYS,)], [(KEYS,)])


@contextmanager
def logged_in(server: Server, username: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=60, follow_redirects=True) as client:
        client.get("/login")
        form = {"login": username, "password": PASSWORD, "csrfmiddlewaretoken": client.cookies["csrftoken"]}
        assert client.post("/login", data=form).status_code == 200
        yield client


def test_of_two_who_answer_one_step_at_once_one_counts_and_the_other_is_told(
    twins: tuple[Server, Server],
) -> None:
    found = json.loads(twins[0].told(ASKED))
    assert len(found) == 6

    def answered(client: httpx.Client, approval: int, step: int) -> str:
        form = {"verdict": "approve", "step": str(step), "next": f"/approvals/{approval}"}
        form["csrfmiddlewaretoken"] = client.cookies["csrftoken"]
        page = client.post(f"/approvals/{approval}/answer", data=form)
        assert page.status_code == 200, page.text
        return page.text

    counted = (
        "select s.approval_id, s.step, s.place from approvals_answer a"
        " join approvals_seat s on s.id = a.seat_id where s.approval_id in"
        f" ({', '.join(str(approval) for approval, _step, _place in found)})"
    )
    with logged_in(twins[0], "head1") as head, logged_in(twins[1], "director") as director:
        for approval, step, _place in found:
            pages = both(
                lambda a=approval, s=step: answered(head, a, s),
                lambda a=approval, s=step: answered(director, a, s),
            )
            assert sorted("message error" in page for page in pages) == [False, True]
    assert sorted(ask(twins[0], counted)) == sorted(map(tuple, found))


def test_an_order_that_is_called_off_and_refused_at_once_is_cancelled_once(house: Server) -> None:
    told = json.loads(house.told(ASKED + CANCELLED).splitlines()[-1])
    assert len(told) == 12
    assert told.count("done") == 6
    assert set(told) <= {"done", "refused", "already_decided"}
    twice = "select count(*) - count(distinct order_id) from orders_cancellation"
    assert ask(house, twice) == [(0,)]
