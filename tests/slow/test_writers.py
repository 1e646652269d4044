"""Phones, two imports and the sealing of the journal write at once: nothing is lost, nothing is doubled."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import psycopg
import pytest

from tests.server import MONDAY_NINE, Server
from tonglu.base.ean import check_digit
from tonglu.base.ids import new_id
from tonglu.exchange.demo.logins import PASSWORD

pytestmark = pytest.mark.slow

NINE = datetime.fromisoformat(MONDAY_NINE)
REPS = ("rep01", "rep02")
BATCH, LEAST = 3, 10
OUTLETS, SKUS = 2000, 300


class Phone:
    """A phone that has logged in and pulled; `send` repeats what was answered `retry`, as phones do."""

    def __init__(self, http: httpx.Client, username: str) -> None:
        self.http, self.headers = http, dict[str, str]()
        login = {"username": username, "password": PASSWORD, "device": "test"}
        self.headers["authorization"] = f"Bearer {self.post('login', login)['token']}"
        pulled = self.post("pull", {"have": {}})
        self.customers = [customer["id"] for customer in pulled["customers"]]
        self.sku = pulled["skus"][0]["id"]
        self.price = next(p["net_price"] for p in pulled["prices"] if p["sku"] == self.sku)
        self.outcomes: Counter[str] = Counter()

    def post(self, path: str, body: dict[str, Any]) -> Any:
        response = self.http.post(f"/{path}", json=body, headers=self.headers)
        assert response.status_code == 200, response.text
        return response.json()

    def call(self, number: int) -> dict[str, Any]:
        """A visit of this morning with a count and an order."""
        start = NINE - timedelta(hours=2) + timedelta(seconds=number)
        line = {"sku": self.sku, "quantity": 24, "price": self.price}
        body = {
            "customer": self.customers[number % len(self.customers)],
            "started_at": start.isoformat(),
            "ended_at": (start + timedelta(minutes=10)).isoformat(),
            "stock": [{"sku": self.sku, "shelf": number, "back": 0}],
            "order": {"id": str(new_id()), "lines": [line], "note": ""},
        }
        made = {"id": str(new_id()), "kind": "visit", "schema_version": 2, "made_at": start.isoformat()}
        return {**made, "body": body}

    def send(self, documents: list[dict[str, Any]]) -> None:
        while documents:
            answers = self.post("documents", {"sent_at": MONDAY_NINE, "documents": documents})["answers"]
            self.outcomes.update(answer["outcome"] for answer in answers)
            again = {answer["id"] for answer in answers if answer["outcome"] == "retry"}
            documents = [document for document in documents if document["id"] in again]


def morning(twins: tuple[Phone, Phone], *, busy: Callable[[], bool]) -> set[UUID]:
    """A rep's calls for as long as the other writers are `busy`, each batch from both of his phones at once."""
    sent: list[str] = []
    with ThreadPoolExecutor(len(twins)) as pool:
        while len(sent) < LEAST * BATCH or busy():
            batch = [twins[0].call(len(sent) + n) for n in range(BATCH)]
            list(pool.map(lambda phone, batch=batch: phone.send(batch), twins))
            sent += [document["id"] for document in batch]
    return set(map(UUID, sent))


def sheet(path: Path, head: list[str], rows: list[list[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


def outlets(folder: Path) -> Path:
    """Shops some 100 m from each other: no two are one."""
    rows = [[f"并发{n}号店", f"测试路{n}号", 123 + n % 50 / 800, 41 + n // 50 / 1000] for n in range(OUTLETS)]
    return sheet(folder / "outlets.csv", ["name", "address", "lng", "lat"], rows)


def articles(folder: Path) -> Path:
    codes = [f"690{n:09}" for n in range(SKUS)]
    rows = [[f"并发商品{n}", "500ml", f"{code}{check_digit(code)}"] for n, code in enumerate(codes)]
    return sheet(folder / "skus.csv", ["name", "spec", "barcode"], rows)


def spawn(house: Server, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tonglu", *arguments]
    return subprocess.Popen(
        command, env=house.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def ask(house: Server, sql: str) -> list[tuple[Any, ...]]:
    """From the database itself, past the code under test."""
    if not (database := house.env.get("DATABASE_URL")):
        return house.rows(sql)
    with psycopg.connect(database) as connection:
        return connection.execute(sql).fetchall()


def counts(house: Server) -> Counter[str]:
    tables = ("cards_customer", "catalog_sku", "visits_visit", "visits_stockcount", "orders_order")
    rows = {table: ask(house, f"select count(*) from {table}")[0][0] for table in tables}
    verbs = ask(house, "select verb, count(*) from journal_entry group by verb")
    return Counter(rows | {verb: n for verb, n in verbs if verb.startswith("document.")})


@pytest.fixture
def http(house: Server) -> Iterator[httpx.Client]:
    house.start()
    with httpx.Client(base_url=f"{house.url}/phone/api", timeout=60) as client:
        yield client


def test_writers_at_once_lose_nothing(house: Server, http: httpx.Client, tmp_path: Path) -> None:
    before = counts(house)
    pairs = [(Phone(http, rep), Phone(http, rep)) for rep in REPS]
    writers = [
        spawn(house, "import", "outlets", str(outlets(tmp_path)), "--datum", "wgs84"),
        spawn(house, "import", "skus", str(articles(tmp_path))),
        spawn(house, "check", "--seal"),
    ]
    with ThreadPoolExecutor(len(pairs)) as pool:
        busy = partial(any_alive, writers)
        sent = set[UUID]().union(*pool.map(partial(morning, busy=busy), pairs))
    for writer in writers:
        said, _ = writer.communicate()
        assert writer.returncode == 0, said

    added = counts(house)
    added.subtract(before)
    of_each_call = ("visits_visit", "visits_stockcount", "orders_order", "document.accepted")
    assert {name: n for name, n in added.items() if n} == {
        "cards_customer": OUTLETS,
        "catalog_sku": SKUS,
        **dict.fromkeys(of_each_call, len(sent)),
    }
    documents = ask(
        house, "select id from devices_phonedocument where outcome = 'accepted' and kind = 'visit'"
    )
    assert sent <= {UUID(str(key)) for (key,) in documents}
    outcomes = sum((phone.outcomes for pair in pairs for phone in pair), Counter[str]())
    assert (outcomes["accepted"], outcomes["duplicate"]) == (len(sent), len(sent))
    assert not outcomes["refused"]
    the_journal_holds(house)


def any_alive(writers: list[subprocess.Popen[str]]) -> bool:
    return any(writer.poll() is None for writer in writers)


def the_journal_holds(house: Server) -> None:
    """After one more sealing every row has its seal and the chain is whole; so is SQLite's file."""
    told = house.run("check", "--seal")
    rows = ask(house, "select count(*) from journal_entry")[0][0]
    assert f"journal: {rows} rows, {rows} sealed, first broken: —" in told
    if "DATABASE_URL" not in house.env:
        assert house.rows("pragma integrity_check") == [("ok",)]
