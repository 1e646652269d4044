"""The cast: a small company with names, known to every test.

    公司 ── 铁西营业所 ── 一组: 李主任 leads 孙海波 and 周敏
        │             └─ 二组: 赵主任 leads 吴迪
        └─ 皇姑营业所 ── 三组: 冯雪

陈总监 leads all, 王所长 铁西, 郑所长 皇姑; 钱内勤 is 铁西's clerk, 何管理 administers. It is Monday 23 November 2026, ten
in the morning in Shanghai.
"""

from __future__ import annotations

import copy
import gc
import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import hypothesis
import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from tonglu.base.accounts.models import Account
from tonglu.base.ids import new_id
from tonglu.customers.cards.models import Customer, Ownership
from tonglu.directory.catalog.models import Brand, Category, Channel, CustomerClass, MustStock, Sku, SkuCost
from tonglu.directory.devices.models import Device
from tonglu.directory.org.models import Appointment, Company, Person, Position, Role, Unit
from tonglu.fieldwork.visits.models import CallStep
from tonglu.planning.routes.models import JourneyPlan, Stop
from tonglu.trade.prices.models import PriceRule

pytest_plugins = ["tests.counted", "tests.tables"]

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
SINCE = date(2026, 1, 1)
PASSWORD = "tonglu-test"
STEPS = ["prepare", "greet", "look", "merchandise", "stock", "order", "close", "wrapup"]


def pytest_configure() -> None:
    # how long an example takes says how busy the machine is, and nothing about the rule
    patient = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
    hypothesis.settings.register_profile("thorough", **patient)
    hypothesis.settings.register_profile("quick", max_examples=25, **patient)
    hypothesis.settings.load_profile(os.environ.get("EXAMPLES", "quick"))
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    _may_sweep()


def pytest_collection_finish() -> None:
    # what stands by now stands to the end: no collection need look at it again
    gc.freeze()


@pytest.fixture(scope="session")
def _folders(tmp_path_factory) -> Iterator[Path]:
    """Names for folders of files, one after the other; whoever writes first makes his."""
    folder = tmp_path_factory.mktemp("files")
    return (folder / str(n) for n in itertools.count())


@pytest.fixture(autouse=True)
def _monday_morning(monkeypatch: pytest.MonkeyPatch, _folders, settings) -> None:
    """Pages and endpoints believe that it is Monday morning; files go to the test's own folder."""
    monkeypatch.setenv("TONGLU_NOW", NOW.isoformat())
    settings.FILES_DIR = next(_folders)


@dataclass
class Cast:
    """Everyone by a short name: `cast.people["sun"]`, or `cast.sun`."""

    company: Company
    units: dict[str, Unit]
    positions: dict[str, Position]
    people: dict[str, Person]
    customers: dict[str, Customer]
    skus: dict[str, Sku]
    channel: Channel
    classes: dict[str, CustomerClass]

    def __getattr__(self, name: str) -> Person:
        people = self.__dict__.get("people", {})
        if name in people:
            return people[name]
        raise AttributeError(name)

    def client(self, name: str) -> Client:
        """A browser in which that person is logged in."""
        client = Client()
        client.force_login(self.people[name].login)
        return client

    def device(self, name: str, *, at: datetime = NOW) -> SimpleNamespace:
        """A phone of that person: `.device`, `.token`, and `.post(path, body)` to the phone's endpoints."""
        device, token = Device.register(person=self.people[name], name=f"{name}的手机", at=at)
        client = Client(headers={"authorization": f"Bearer {token}"})

        def post(path: str, body: object):
            return client.post(f"/phone/api/{path}", body, content_type="application/json")

        return SimpleNamespace(device=device, token=token, client=client, post=post)


def _may_sweep() -> None:
    """A test that commits sweeps PostgreSQL's tables after it with TRUNCATE, the append-only ones too."""
    here = settings.DATABASES["default"]
    if "postgresql" in here["ENGINE"]:
        here.setdefault("OPTIONS", {})["options"] = "-c tonglu.sweeps=on"


@pytest.fixture(scope="session")
def _standing_cast(django_db_setup, django_db_blocker) -> Cast:
    """The company as it stands before any test: written once for all of a process."""
    with django_db_blocker.unblock(), transaction.atomic():
        return make_cast()


@pytest.fixture
def cast(_standing_cast, db) -> Cast:
    # a test that commits sweeps the tables after it, and with them whoever stood there
    return copy.deepcopy(_standing_cast) if Company.objects.exists() else make_cast()


@pytest.fixture(scope="module")
def standing(django_db_setup, django_db_blocker, tmp_path_factory) -> Callable[..., Any]:
    """For scenes that every test of a module plays in: `with standing(make) as scene` writes one on that Monday morning
    and takes it back. Give each test a deep copy of what `make` returned, so that none sees another's objects.
    """

    @contextmanager
    def stand(make: Callable[[], Any]) -> Iterator[Any]:
        with pytest.MonkeyPatch.context() as patched, django_db_blocker.unblock(), transaction.atomic():
            patched.setenv("TONGLU_NOW", NOW.isoformat())
            patched.setattr(settings, "FILES_DIR", tmp_path_factory.mktemp("scene"))
            yield make()
            transaction.set_rollback(True)

    return stand


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests without the cast come first, while the tables are empty; those that sweep the cast away come last."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    names = getattr(item, "fixturenames", ())
    if "_standing_cast" not in names:
        return 0
    marker = item.get_closest_marker("django_db")
    commits = "transactional_db" in names or bool(marker and marker.kwargs.get("transaction"))
    return 2 if commits else 1


def make_cast() -> Cast:
    """The company, written to the database as it stands; for scenes that more than one test plays in."""
    company = Company.objects.create(code="test", name="通路测试饮品", source="test")
    units = _units()
    positions, people = _people(units)
    channel = Channel.objects.create(code="C1", name="传统小店")
    classes = {
        code: CustomerClass.objects.create(code=code, name=f"{code}类", rank=n)
        for n, code in enumerate("ABC")
    }
    skus = _skus(channel)
    customers = _customers(units, positions, channel, classes)
    for n, key in enumerate(STEPS, start=1):
        CallStep.objects.create(sequence=n, key=key, name=key)
    return Cast(company, units, positions, people, customers, skus, channel, classes)


def _units() -> dict[str, Unit]:
    company = Unit.objects.create(code="HQ", name="通路测试饮品", kind=Unit.Kind.COMPANY)
    tiexi = Unit.objects.create(code="TX", name="铁西营业所", kind=Unit.Kind.OFFICE, parent=company)
    huanggu = Unit.objects.create(code="HG", name="皇姑营业所", kind=Unit.Kind.OFFICE, parent=company)
    return {
        "company": company,
        "tiexi": tiexi,
        "huanggu": huanggu,
        "one": Unit.objects.create(code="TX1", name="铁西一组", kind=Unit.Kind.TEAM, parent=tiexi),
        "two": Unit.objects.create(code="TX2", name="铁西二组", kind=Unit.Kind.TEAM, parent=tiexi),
        "three": Unit.objects.create(code="HG1", name="皇姑三组", kind=Unit.Kind.TEAM, parent=huanggu),
    }


PEOPLE = [
    ("chen", "陈总监", Role.DIRECTOR, "company"),
    ("he", "何管理", Role.ADMINISTRATOR, "company"),
    ("wang", "王所长", Role.HEAD, "tiexi"),
    ("zheng", "郑所长", Role.HEAD, "huanggu"),
    ("qian", "钱内勤", Role.CLERK, "tiexi"),
    ("li", "李主任", Role.SUPERVISOR, "one"),
    ("zhao", "赵主任", Role.SUPERVISOR, "two"),
    ("sun", "孙海波", Role.REP, "one"),
    ("zhou", "周敏", Role.REP, "one"),
    ("wu", "吴迪", Role.REP, "two"),
    ("feng", "冯雪", Role.REP, "three"),
]


def _people(units: dict[str, Unit]) -> tuple[dict[str, Position], dict[str, Person]]:
    positions, people = {}, {}
    for n, (key, name, role, unit) in enumerate(PEOPLE, start=1):
        account = Account.objects.create_user(key, PASSWORD)
        people[key] = Person.objects.create(
            code=f"E{n:03d}", name=name, account=account, search=f"{name} {key}"
        )
        positions[key] = Position.objects.create(
            code=f"P-{key}", unit=units[unit], role=role, title=f"{name}的岗位"
        )
        Appointment.objects.create(person=people[key], position=positions[key], start=SINCE)
    return positions, people


def _skus(channel: Channel) -> dict[str, Sku]:
    brand = Brand.objects.create(code="TL", name="通路")
    category = Category.objects.create(code="TEA", name="茶饮料")
    skus = {}
    for n, (key, name, pack, price) in enumerate(
        [("tea", "冰红茶", 15, "2.50"), ("water", "纯净水", 24, "1.00"), ("juice", "橙汁饮料", 6, "4.00")],
        start=1,
    ):
        skus[key] = Sku.objects.create(
            code=f"S{n:03d}",
            name=name,
            spec="500ml",
            brand=brand,
            category=category,
            pack_size=pack,
            search=name,
        )
        net = Decimal(price)
        PriceRule.objects.create(
            sku=skus[key],
            start=SINCE,
            list_price=net + Decimal("0.20"),
            net_price=net,
            floor_price=net * Decimal("0.9"),
        )
        SkuCost.objects.create(sku=skus[key], start=SINCE, cost=net * Decimal("0.6"))
    for key in ("tea", "water"):
        MustStock.objects.create(sku=skus[key], channel=channel, start=SINCE, opening_quantity=30)
    return skus


OUTLETS = {"sun": 5, "zhou": 3, "wu": 2, "feng": 2}


def _customers(units, positions, channel, classes) -> dict[str, Customer]:
    """`sun1` … `sun5`, `zhou1` …: Sun's are on his Monday line, in order; `orphan` belongs to nobody yet."""
    customers = {}
    for key, count in OUTLETS.items():
        position = positions[key]
        plan = JourneyPlan.objects.create(
            position=position, name=f"{key}线", cycle_weeks=1, start=date(2026, 11, 2)
        )
        for n in range(1, count + 1):
            customer = Customer.objects.create(
                code=f"{key.upper()}{n}",
                name=f"{key}第{n}便利店",
                channel=channel,
                customer_class=classes["ABC"[n % 3]],
                unit=position.unit,
                lng=123.36 + n / 1000,
                lat=41.78,
                search=f"{key}{n}",
            )
            Ownership.objects.create(customer=customer, position=position, start=SINCE)
            Stop.objects.create(plan=plan, customer=customer, weekday=0, weeks=1, sequence=n)
            customers[f"{key}{n}"] = customer
    customers["orphan"] = Customer.objects.create(
        code="ORPHAN",
        name="还没人管的店",
        channel=channel,
        unit=units["tiexi"],
        state=Customer.State.PROSPECT,
    )
    return customers


@pytest.fixture
def visit_document(cast):
    """Makes visit documents as a phone does: `visit_document("sun1", id=…, minutes=…)`."""
    return partial(visit_document_of, cast)


def visit_document_of(
    cast: Cast,
    customer: str,
    *,
    started: datetime | None = None,
    minutes: int = 15,
    order: bool = True,
    **more: object,
) -> dict:
    start = started or NOW - timedelta(hours=1)
    tea, water = cast.skus["tea"].pk, cast.skus["water"].pk
    body = {
        "customer": cast.customers[customer].pk,
        "started_at": start.isoformat(),
        "ended_at": (start + timedelta(minutes=minutes)).isoformat(),
        "place": {"lng": 123.361, "lat": 41.78, "accuracy": 12.0},
        "steps": [{"key": key, "seconds": 60} for key in STEPS],
        "stock": [{"sku": tea, "shelf": 4, "back": 0}, {"sku": water, "shelf": 0, "back": 0}],
        "proposals": [
            {"sku": tea, "suggested": 45, "agreed": 30, "reason": {"code": "rule15"}, "refusal": "cash"}
        ],
        "competitors": [{"brand": "冰露", "product": "纯净水", "price": "1.00", "note": "买二送一"}],
        "photos": [{"sha256": "a" * 64, "step": "look"}],
        "note": "",
    }
    if order:
        body["order"] = {
            "id": str(new_id()),
            "lines": [{"sku": tea, "quantity": 30, "price": "2.50"}],
            "note": "",
        }
    made = {
        "id": str(new_id()),
        "kind": "visit",
        "schema_version": 2,
        "made_at": (start + timedelta(minutes=minutes)).isoformat(),
        "body": body,
    }
    return {**made, **more}
