"""The scene of the permission test, set once for a module, and the oracle that says who sees what in it.

The oracle reads appointments and ownerships once and reasons in plain Python, not with the code under test.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.conf import settings

from conftest import MONDAY, NOW, PASSWORD, PEOPLE, SINCE, Cast, make_cast, visit_document_of
from tonglu.base.accounts.models import Account
from tonglu.base.ids import new_id
from tonglu.base.jobs.models import Job
from tonglu.base.journal.models import Entry
from tonglu.base.periods import parse
from tonglu.customers.cards.models import Customer, Ownership
from tonglu.customers.credit.models import CreditTerms
from tonglu.customers.people.models import KeyPerson
from tonglu.directory.approvals.asking import take_up
from tonglu.directory.approvals.models import RuleBook
from tonglu.directory.catalog.models import SkuCost
from tonglu.directory.clients.models import Token
from tonglu.directory.files.models import store
from tonglu.directory.forms.models import Filled, Form
from tonglu.directory.notices.models import Robot
from tonglu.directory.org.models import Appointment, Person, Position, Role, Unit
from tonglu.directory.webhooks.models import Subscription
from tonglu.exchange.imports.models import Import
from tonglu.fieldwork.dayplans.models import Call, DayPlan
from tonglu.planning.targets.models import TargetPlan, Wanted
from tonglu.results.reports.models import DayReport
from tonglu.trade.deliveries.models import Delivery
from tonglu.trade.orders.models import Order

# the positions that the cast has not got: short name → role, unit
MORE = {
    "tan": (Role.TOWNSHIP_REP, "three"),
    "area": (Role.AREA_MANAGER, "company"),
    "red": (Role.RED_MEMBER, "tiexi"),
    "redlead": (Role.RED_SUPERVISOR, "tiexi"),
    "redhead": (Role.RED_MANAGER, "company"),
    "css": (Role.CSS_HEAD, "tiexi"),
    "promoter": (Role.PROMOTER, "one"),
    "driver": (Role.DELIVERER, "huanggu"),
    "finance": (Role.FINANCE, "company"),
    "legal": (Role.LEGAL, "tiexi"),
}
EVERYONE = [key for key, *_rest in PEOPLE] + [*MORE, "moved"]
# whom the whole house of pages is shown: one of each position, and who is away or has moved
ONE_EACH = [key for key in EVERYONE if key not in {"zheng", "zhao", "feng"}]

# words and figures that stand nowhere else: where one shows, its group of fields shows
PRIVATE = "私密爱好甲"
NUMBER = "10087654321"
CREDIT = "87,600"
COST = "1.3579"
# what shows where cost shows: the cost of a bottle; of thirty at 2.50 the profit, and the margin in percent
COSTS = ("1.36", "34.26", "45.7")


@dataclass(frozen=True)
class Post:
    id: int
    role: str
    path: tuple[int, ...]


class Oracle:
    """Who sees what on Monday."""

    LEADERS = frozenset({"supervisor", "head", "area_manager", "director"})
    OWN_ONLY = frozenset({"rep", "township_rep", "promoter"})
    GROUPS = {
        "private": frozenset({"rep", "township_rep"}) | LEADERS,
        "cost": LEADERS | {"finance"},
        "credit": frozenset({"rep", "township_rep", "clerk", "css_head", "finance", "legal"}) | LEADERS,
    }

    def __init__(self) -> None:
        units = {u.id: u.parent_id for u in Unit.objects.all()}
        self.posts = {p.id: Post(p.id, p.role, self._up(units, p.unit_id)) for p in Position.objects.all()}
        self.held: dict[int, set[int]] = {}
        self.named: dict[int, set[int]] = {}
        current = [a for a in Appointment.objects.all() if self._today(a)]
        deputised = {a.position_id: a.person_id for a in current if a.deputy}
        for a in current:
            self.named.setdefault(a.person_id, set()).add(a.position_id)
            if a.deputy or a.position_id not in deputised:
                self.held.setdefault(a.person_id, set()).add(a.position_id)
        self.owner = {o.customer_id: o.position_id for o in Ownership.objects.all() if self._today(o)}
        self.units = units

    @staticmethod
    def _up(units: dict[int, int | None], unit: int | None) -> tuple[int, ...]:
        path: list[int] = []
        while unit is not None:
            path.append(unit)
            unit = units[unit]
        return tuple(path)

    @staticmethod
    def _today(row) -> bool:
        return row.start <= MONDAY and (row.stop is None or row.stop > MONDAY)

    def roles(self, person: Person) -> set[str]:
        return {self.posts[p].role for p in self.held.get(person.id, ())}

    def leads(self, person: Person) -> set[int]:
        """The units that he leads or serves; what lies below them has one of them on its way up."""
        posts = (self.posts[p] for p in self.held.get(person.id, ()))
        return {post.path[0] for post in posts if post.role not in self.OWN_ONLY}

    def sees_post(self, person: Person, post: int) -> bool:
        return post in self.held.get(person.id, ()) or bool(self.leads(person) & set(self.posts[post].path))

    def sees_customer(self, person: Person, customer: Customer) -> bool:
        if customer.id in self.owner:
            return self.sees_post(person, self.owner[customer.id])
        return bool(self.leads(person) & set(self._up(self.units, customer.unit_id)))

    def sees_fact(self, person: Person, fact) -> bool:
        """At a customer of his, of a post of his, or recorded by himself."""
        return self.sees_own(person, fact) or self.sees_customer(person, fact.customer)

    def sees_own(self, person: Person, fact) -> bool:
        return fact.person_id == person.id or self.sees_post(person, fact.position_id)

    def sees_person(self, person: Person, other: Person) -> bool:
        return person == other or any(self.sees_post(person, p) for p in self.named.get(other.id, ()))

    def sees_entry(self, person: Person, entry: Entry) -> bool:
        """What his people did is for one who leads; what was granted to his customers for whoever sees credit."""
        roles = self.roles(person)
        if "administrator" in roles:
            return True
        if entry.object_type == "credit.creditterms" and self.sees(person, "credit"):
            customer = CreditTerms.objects.select_related("customer").get(pk=entry.object_id).customer
            if self.sees_customer(person, customer):
                return True
        did = entry.by.person if entry.by else None
        return bool(roles & self.LEADERS) and did is not None and self.sees_person(person, did)

    def sees_job(self, person: Person, job: Job) -> bool:
        return "administrator" in self.roles(person) or job.by_id == person.account_id

    IMPORTING = {
        "customers": frozenset({"clerk", "administrator"}),
        "credit": frozenset({"head", "area_manager", "director", "finance"}),
    }

    def sees_import(self, person: Person, brought: Import) -> bool:
        his = bool(self.roles(person) & self.IMPORTING[brought.noun])
        return his and self.sees_person(person, brought.by.person)

    def sees(self, person: Person, group: str) -> bool:
        return bool(self.roles(person) & self.GROUPS[group])


CUSTOMERS = "客户编码,客户名称\nSUN1,改名\n,\n"
TERMS = "客户编码,品德,能力,资本,抵押,条件\nSUN2,20,20,15,10,10\nSUN3,,,,,\n"
# who brought in what
IMPORTS = {
    "qian": ("customers", CUSTOMERS),
    "he": ("customers", CUSTOMERS),
    "wang": ("credit", TERMS),
    "zheng": ("credit", TERMS),
}


def make_scene() -> Cast:
    """Everyone has something; Zhou deputises Wu, sun5 went over to Feng today, `moved` left 三组 a week ago."""
    cast = make_cast()
    for key, (role, unit) in MORE.items():
        _hire(cast, key, role, unit)
    SkuCost.objects.filter(sku=cast.skus["tea"]).update(cost=Decimal(COST))
    _moved(cast)
    for rep in ("sun", "zhou", "wu", "feng"):
        _worked(cast, rep)
    _known(cast)
    Delivery.deliver(order=Order.objects.get(person=cast.sun), by=cast.qian.login, at=NOW)
    cast.customers["sun5"].hand_over(to=cast.positions["feng"], on=MONDAY, by=cast.chen.login, at=NOW)
    week = {"start": MONDAY, "stop": MONDAY + timedelta(days=5), "deputy": True}
    Appointment.objects.create(person=cast.zhou, position=cast.positions["wu"], **week)
    for who, (noun, rows) in IMPORTS.items():
        someone = cast.people[who]
        brought = Import.bring(
            noun=noun,
            file="list.csv",
            content=rows.encode(),
            by=someone.login,
            scope=someone.scope(on=MONDAY),
            at=NOW,
        )
        brought.carry_out(context=brought.context(at=NOW, on=MONDAY, scope=None), dry=True)
    RuleBook.set_up(on=MONDAY, by=None, at=NOW)
    take_up(at=NOW)
    for who in ("qian", "li"):
        until = NOW + timedelta(days=9)
        Token.issue(person=cast.people[who], client="ERP", rights=["org:read"], expires_at=until, at=NOW)
    plan = TargetPlan.objects.create(metric="sales_amount", year=2026)
    cells = [Wanted(cast.people[rep], parse("2026-11"), 1000, 900) for rep in ("sun", "wu")]
    plan.draft(cells=cells, reason="年度", by=cast.wang.login, at=NOW).approve(by=cast.chen.login, at=NOW)
    for who in ("qian", "li"):
        place = {"url": "https://erp.example.com/", "private": False}
        Subscription.subscribe(person=cast.people[who], verbs=["webhook.*"], at=NOW, **place)
    Robot.objects.create(unit=cast.units["company"], name="群", vendor="wecom", url="https://x.example/k")
    for asker in (cast.sun.login, cast.wang.login, None):
        Job.ask(kind="journal.seal", by=asker, at=NOW)
    _check_coolers(cast)
    return cast


def _hire(cast: Cast, key: str, role: Role, unit: str, *, since: date = SINCE) -> None:
    account = Account.objects.create_user(key, PASSWORD)
    cast.people[key] = Person.objects.create(code=f"X-{key}", name=f"{role.label}{key}", account=account)
    cast.positions[key] = Position.objects.create(
        code=f"P-{key}", unit=cast.units[unit], role=role, title=f"{key}的岗位"
    )
    Appointment.objects.create(person=cast.people[key], position=cast.positions[key], start=since)


def _moved(cast: Cast) -> None:
    """Someone who acted for Feng until a week ago, recorded a day there, and is a rep of 二组 now."""
    _hire(cast, "moved", Role.REP, "two", since=MONDAY - timedelta(days=7))
    fortnight = {"start": MONDAY - timedelta(days=14), "stop": MONDAY - timedelta(days=7)}
    acting = Appointment.objects.create(
        person=cast.moved, position=cast.positions["feng"], deputy=True, **fortnight
    )
    then = NOW - timedelta(days=10)
    _worked(cast, "moved", position="feng", customer="feng2", at=then)
    assert acting.start <= then.date() < acting.stop


def _worked(cast: Cast, who: str, *, position: str = "", customer: str = "", at: datetime = NOW) -> None:
    """A call with an order, a photo and a report, and a plan for the next day."""
    photo = b"\xff\xd8 the shelf" + who.encode()
    name = hashlib.sha256(photo).hexdigest()
    sent = visit_document_of(cast, customer or f"{who}1", started=at - timedelta(hours=1))
    sent["body"]["photos"] = [{"sha256": name, "step": "look"}]
    body = {"sent_at": NOW.isoformat(), "documents": [sent]}
    answer = cast.device(who).post("documents", body).json()["answers"][0]
    assert answer["outcome"] == "accepted", answer
    store(sha256=name, content=photo, content_type="image/jpeg", by=cast.people[who].login, at=NOW)
    post = cast.positions[position or who]
    DayPlan.submit(
        person=cast.people[who],
        position=post,
        on=at.date() + timedelta(days=1),
        calls=[Call(cast.customers[customer or f"{who}1"].pk)],
        goal_deals=1,
        goal_sales=100,
        by=cast.people[who].login,
        at=at,
    )
    assert DayReport.objects.filter(person=cast.people[who], position=post).exists()


def _known(cast: Cast) -> None:
    """Of sun1 and feng1 someone is known, and what they may owe."""
    for shop, by in (("sun1", cast.sun), ("feng1", cast.feng)):
        KeyPerson.add(
            customer=cast.customers[shop],
            facts={"name": "甲", "role": "owner", "phone": NUMBER, "decides": True},
            private={"interests": PRIVATE},
            by=by.login,
            at=NOW,
        )
        CreditTerms.grant(
            customer=cast.customers[shop],
            scores={"character": 25, "capacity": 25, "capital": 20, "collateral": 15, "conditions": 15},
            monthly=Decimal(58_400),
            on=MONDAY - timedelta(days=30),
            by=cast.chen.login,
            at=NOW,
        )


def _check_coolers(cast) -> None:
    """Each rep filled a form in, with a photo; there is one more that only leaders fill in."""
    definitions = json.loads(
        (settings.BASE_DIR / "tonglu/directory/forms/tests/form_cases.json").read_text(encoding="utf-8")
    )["definitions"]
    coaching = {**definitions["coaching"], "roles": ["supervisor"]}
    versions = [
        Form.create(definition=definition, by=cast.qian.login, at=NOW).publish(
            start=MONDAY, by=cast.qian.login, at=NOW
        )
        for definition in (definitions["cooler"], coaching)
    ]
    for rep in ("sun", "zhou", "wu", "feng"):
        content = b"\xff\xd8 the cooler" + rep.encode()
        name = hashlib.sha256(content).hexdigest()
        store(sha256=name, content=content, content_type="image/jpeg", by=cast.qian.login, at=NOW)
        Filled.fill(
            id=new_id(),
            version=versions[0],
            answers={"works": "yes", "share": 10, "photo": [name]},
            person=cast.people[rep],
            position=cast.positions[rep],
            finished_at=NOW,
            at=NOW,
        )
