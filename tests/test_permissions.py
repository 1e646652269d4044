"""Same person, same rows, same fields, everywhere: every URL, every position, lists, records, exports, phone, command.

What each may see is worked out by the oracle of `permission_scene.py`, not with the code under test. The scene is set
once and taken back after each test. The last line of the run's report counts the cells that were checked.

Whoever adds an address with an argument adds it to `RECORDS` (it opens) or `ACTIONS` (it changes something); whoever
adds a surface of its own adds the facts that it shows to `test_fields_show_to_those_whose_eyes_they_are_for`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from python_calamine import CalamineWorkbook

from conftest import MONDAY, NOW, Cast
from tests.counted import cells
from tests.permission_scene import COSTS, CREDIT, EVERYONE, NUMBER, ONE_EACH, PRIVATE, Oracle, make_scene
from tonglu.base.jobs.models import Job
from tonglu.base.journal.models import Entry
from tonglu.customers.cards.models import Customer
from tonglu.customers.people.models import KeyPerson
from tonglu.directory.approvals.models import Approval, RuleBook
from tonglu.directory.catalog.models import Channel, CustomerClass, Sku
from tonglu.directory.clients.models import Right, Token
from tonglu.directory.devices.models import Device
from tonglu.directory.forms.models import Filled, Form
from tonglu.directory.notices.models import Notice, Robot
from tonglu.directory.org.models import Person, Position, Unit
from tonglu.directory.webhooks.models import Subscription
from tonglu.exchange.imports.models import Import
from tonglu.fieldwork.dayplans.models import DayPlan
from tonglu.fieldwork.visits.models import Visit
from tonglu.planning.targets.models import TargetCell, TargetVersion
from tonglu.results.metrics import engine
from tonglu.results.metrics.engine import Cut
from tonglu.results.reports.figures import DaySheet
from tonglu.results.reports.models import DayReport
from tonglu.trade.deliveries.models import Delivery
from tonglu.trade.orders.models import Order
from tonglu.trade.prices.models import PriceRule
from tonglu.web import access, middleware
from tonglu.web.api.api import api
from tonglu.web.commands import cli

# whatever a test does to the scene is taken back after it
pytestmark = [pytest.mark.django_db, pytest.mark.walk]


def checked(count: int = 1) -> None:
    """Counts cells of person × row; the root conftest adds them up over all workers and prints the sum."""
    cells["permission"] += count


@pytest.fixture(scope="module")
def _scene(standing) -> Iterator[tuple[Cast, Oracle, Path, DaySheet]]:
    """Set once for the module, and taken back."""
    with standing(make_scene) as cast:
        yield cast, Oracle(), settings.FILES_DIR, DayReport.objects.filter(person=cast.sun).get().live()


@pytest.fixture(autouse=True)
def _played(_scene, _monday_morning, settings) -> None:
    """The photos of the scene are where the scene put them."""
    settings.FILES_DIR = _scene[2]
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"


@pytest.fixture(autouse=True)
def _known(_scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks is looked up once in a scene that does not change: thousands of requests ask for him."""
    monkeypatch.setattr(
        middleware, "person_of", lambda request: _once(("person", request.user.pk), person_of, request)
    )
    monkeypatch.setattr(
        middleware, "scope_of", lambda request: _once(("scope", request.user.pk), scope_of, request)
    )


_asked: dict[tuple[str, int | None], Any] = {}
person_of, scope_of = middleware.person_of, middleware.scope_of


def _once(key: tuple[str, int | None], ask: Callable[[Any], Any], request: Any) -> Any:
    if key not in _asked:
        _asked[key] = ask(request)
    return _asked[key]


@pytest.fixture
def scene(_scene) -> Cast:
    return _scene[0]


@pytest.fixture
def oracle(_scene) -> Oracle:
    return _scene[1]


@pytest.fixture
def unpainted(_scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are asked for and not painted, reports not computed: whether a door opens is decided before."""
    monkeypatch.setattr("django.shortcuts.loader.render_to_string", lambda *args, **kwargs: "")
    monkeypatch.setattr(DayReport, "sheet", lambda report: _scene[3])


# --- doors: every URL is registered, and opens for the roles of its rule alone -----------------------------------------


def patterns(resolver=None, prefix="", namespace=""):
    """(full name, route, pattern) of every URL."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry, route, inner)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", route, entry


def plain_pages():
    return sorted(name for name, route, _p in patterns() if name in access.RULES and "<" not in route)


def test_every_url_is_registered_or_on_the_public_list():
    for name, route, _pattern in patterns():
        if name.startswith("api:"):
            assert name.removeprefix("api:") in API_PUBLIC | api_operations().keys(), route
        elif name.startswith("phone:"):
            assert name.removeprefix("phone:") in access.PHONE | access.PHONE_PUBLIC, route
        else:
            assert name in access.RULES or name in access.PUBLIC, f"{route} ({name}) has no rule"
        checked()


# pages without rows of anyone's, and those that are cut by themselves; each has tests of its own
ELSEWHERE = {
    "board_paper",
    "reports_paper",
    "push_replay",
    "metric",
    "report_file",
    "import_template",
    # only the maker's own; tested with their pages
    "delegation_take_back",
    "target_submit",
    # by the person they are about: tonglu/web/desk/tests/test_calendar.py, tonglu/web/jobs/tests/test_export.py
    "calendar_remove",
    "job_file",
    "leave_answer",
    "leave_take_back",
    "leave_withdraw",
    # one's own alone: tonglu/web/login/tests/test_end.py
    "chat_end",
    "phone_end",
    "session_end",
    # tonglu/web/desk/tests/test_saved_views.py
    "view_default",
    "view_drop",
    "view_rename",
}


def test_every_url_with_an_argument_is_walked():
    wanted = {name for name, route, _p in patterns() if name in access.RULES and "<" in route}
    known = set(RECORDS) | set(ACTIONS) | ELSEWHERE
    assert wanted <= known, f"not walked: {wanted - known}"


@pytest.mark.parametrize("who", EVERYONE)
def test_pages_open_for_their_roles_and_for_nobody_else(scene, oracle, unpainted, who):
    client, roles = scene.client(who), oracle.roles(scene.people[who])
    doors = {name: bool(roles & access.RULES[name]) for name in plain_pages()}
    for name, allowed in doors.items():
        status = client.get(reverse(name)).status_code
        # recovery codes are there for one who has a second factor
        wanted = {200, 302, 404 if name == "mfa_view_recovery_codes" else 405, 405} if allowed else {403}
        assert status in wanted, f"{who} ({roles}) at {name}: {status}"
        checked()
    # Wu is away this week: Zhou acts in his position, and nothing opens for him
    assert any(doors.values()) == (who != "wu"), f"{who} sees nothing"
    assert not all(doors.values()), f"{who} is refused nothing"


def test_without_a_login_every_page_leads_to_the_login():
    client = Client()
    for name in plain_pages():
        response = client.get(reverse(name))
        assert response.status_code == 302, name
        assert response.url.startswith("/login"), name
        checked()


# --- rows: lists, their exports, and records ------------------------------------------------------------------------------


def facts_of(model):
    return list(model.objects.select_related("customer"))


def sees_form(oracle, person, form) -> bool:
    """Those who see their own post alone see what they fill in themselves, the office all."""
    return fills(oracle, person, form) if oracle.roles(person) <= oracle.OWN_ONLY else True


def fills(oracle, person, form) -> bool:
    """Whom a form is for is written in its definition; nobody was named for the first: whoever works outside."""
    roles = oracle.roles(person)
    if form.key == "cooler_check":
        outside = {"rep", "township_rep", "red_member", "red_supervisor", "red_manager"}
        return bool(roles & (outside | oracle.LEADERS))
    return "supervisor" in roles


def sees_token(oracle, person, token) -> bool:
    return token.person_id == person.pk or "administrator" in oracle.roles(person)


LISTS = {
    "customers": (lambda: list(Customer.objects.all()), Oracle.sees_customer),
    "orders": (lambda: facts_of(Order), Oracle.sees_fact),
    "visits": (lambda: facts_of(Visit), Oracle.sees_fact),
    "plans": (lambda: list(DayPlan.objects.all()), Oracle.sees_own),
    "reports": (lambda: list(DayReport.objects.all()), Oracle.sees_own),
    "filled_forms": (lambda: list(Filled.objects.all()), lambda o, p, row: o.sees_post(p, row.position_id)),
    "forms": (lambda: list(Form.objects.all()), sees_form),
    "people": (lambda: list(Person.objects.all()), Oracle.sees_person),
    "notices": (lambda: list(Notice.objects.all()), lambda o, p, row: row.person_id == p.id),
    "robots": (lambda: list(Robot.objects.all()), lambda o, p, row: o.leads(p)),
    "tokens": (lambda: list(Token.objects.all()), sees_token),
    "webhooks": (lambda: list(Subscription.objects.all()), sees_token),
    "jobs": (lambda: list(Job.objects.all()), Oracle.sees_job),
    "imports": (lambda: list(Import.objects.select_related("by__person")), Oracle.sees_import),
    "devices": (
        lambda: list(Device.objects.select_related("person")),
        lambda o, p, row: o.sees_person(p, row.person),
    ),
    "journal": (
        lambda: list(Entry.objects.select_related("by__person")),
        Oracle.sees_entry,
    ),
}
# whose exports are opened and counted; the others' come from the same rows
EXPORTING = {"chen", "li", "sun", "moved", "finance", "he"}
SINCE = "?period=2026-11"


def exported(client, url) -> int:
    """Rows of the list's Excel file, with its head and foot."""
    book = client.get(f"{url}{SINCE}&export=xlsx")
    assert book.status_code == 200
    rows = CalamineWorkbook.from_filelike(BytesIO(b"".join(book) if book.streaming else book.content))
    return len(rows.get_sheet_by_index(0).to_python())


@pytest.mark.parametrize("who", EVERYONE)
def test_lists_and_their_exports_show_exactly_what_the_oracle_says(scene, oracle, monkeypatch, who):
    client, person, views = scene.client(who), scene.people[who], []
    monkeypatch.setattr(
        "django.shortcuts.loader.render_to_string",
        lambda _template, context, *more, **most: views.append(context) or "",
    )
    for name, (everything, sees) in LISTS.items():
        if not oracle.roles(person) & access.RULES[name]:
            continue  # the door is shut; tested above
        rows = everything()
        expected = {row.pk for row in rows if sees(oracle, person, row)}
        assert client.get(reverse(name) + SINCE).status_code == 200
        view = views.pop()["list"]
        assert {row.pk for row in view.rows} == expected, f"{who} at {name}"
        assert len(view.page.object_list) == min(len(expected), view.listing.size)
        if expected and who in EXPORTING and name != "journal":
            foot = 1 if view.foot else 0
            assert exported(client, reverse(name)) == 1 + len(expected) + foot, f"{who} exports {name}"
        checked(len(rows))


def seen_version(oracle: Oracle, person: Person, version: TargetVersion) -> bool:
    cells_of_it = TargetCell.objects.filter(version=version).select_related("person")
    return any(oracle.sees_person(person, cell.person) for cell in cells_of_it)


def sees_approval(oracle: Oracle, person: Person, row: Approval) -> bool:
    """One's own line, one's own, and what one is asked about."""
    asked = set(row.seats.values_list("position", flat=True))
    mine = oracle.held.get(person.id, set())
    return row.applicant_id == person.id or oracle.sees_post(person, row.position_id) or bool(asked & mine)


CUSTOMERS = (lambda: list(Customer.objects.all()), lambda row: [row.pk], Oracle.sees_customer)
PEOPLE_OF = (
    lambda: facts_of(KeyPerson),
    lambda row: [row.pk],
    lambda o, p, row: o.sees_customer(p, row.customer),
)
REPORTS = (
    lambda: list(DayReport.objects.select_related("person")),
    lambda row: [row.person.code, row.day],
    Oracle.sees_own,
)
RECORDS = {
    "customer": CUSTOMERS,
    "customer_people": CUSTOMERS,
    "customer_credit": CUSTOMERS,
    "key_person": PEOPLE_OF,
    "order": (lambda: facts_of(Order), lambda row: [row.pk], Oracle.sees_fact),
    "order_number": (lambda: facts_of(Order), lambda row: [row.number], Oracle.sees_fact),
    "visit": (lambda: facts_of(Visit), lambda row: [row.pk], Oracle.sees_fact),
    "plan": (lambda: list(DayPlan.objects.all()), lambda row: [row.pk], Oracle.sees_own),
    "report": REPORTS,
    "report_paper": (REPORTS[0], lambda row: [row.person.code, row.day, "xlsx"], Oracle.sees_own),
    "plan_paper": (lambda: list(DayPlan.objects.all()), lambda row: [row.pk, "xlsx"], Oracle.sees_own),
    "order_paper": (lambda: facts_of(Order), lambda row: [row.pk, "xlsx"], Oracle.sees_fact),
    "order_note": (lambda: facts_of(Order), lambda row: [row.pk, "xlsx"], Oracle.sees_fact),
    "person": (lambda: list(Person.objects.all()), lambda row: [row.pk], Oracle.sees_person),
    "device": (
        lambda: list(Device.objects.select_related("person")),
        lambda row: [row.pk],
        lambda o, p, row: o.sees_person(p, row.person),
    ),
    "form": (lambda: list(Form.objects.all()), lambda row: [row.key], sees_form),
    "form_fill": (lambda: list(Form.objects.all()), lambda row: [row.key], fills),
    "form_book": (lambda: list(Form.objects.all()), lambda row: [row.key], sees_form),
    "form_schema": (lambda: list(Form.objects.all()), lambda row: [row.key], sees_form),
    "form_edit": (lambda: list(Form.objects.all()), lambda row: [row.key], sees_form),
    "form_versions": (lambda: list(Form.objects.all()), lambda row: [row.key], sees_form),
    "filled_form": (
        lambda: list(Filled.objects.all()),
        lambda row: [row.pk],
        lambda o, p, row: o.sees_post(p, row.position_id),
    ),
    "form_picture": (
        lambda: list(Filled.objects.all()),
        lambda row: [row.photos.get().sha256],
        # the clerk put them there
        lambda o, p, row: o.sees_post(p, row.position_id) or "clerk" in o.roles(p),
    ),
    "notice": (
        lambda: list(Notice.objects.all()),
        lambda row: [row.pk],
        lambda o, p, row: row.person_id == p.id,
    ),
    "robot": (lambda: list(Robot.objects.all()), lambda row: [row.pk], lambda o, p, row: o.leads(p)),
    "token": (lambda: list(Token.objects.select_related("person")), lambda row: [row.pk], sees_token),
    "webhook": (lambda: list(Subscription.objects.all()), lambda row: [row.pk], sees_token),
    "job": (lambda: list(Job.objects.all()), lambda row: [row.pk], Oracle.sees_job),
    "job_part": (lambda: list(Job.objects.all()), lambda row: [row.pk], Oracle.sees_job),
    **{
        name: (lambda: list(Import.objects.all()), lambda row: [row.pk], Oracle.sees_import)
        for name in ("import", "import_preview", "import_duplicates", "import_errors")
    },
    "approval": (lambda: list(Approval.objects.all()), lambda row: [row.pk], sees_approval),
    "rule_book": (lambda: list(RuleBook.objects.all()), lambda row: [row.pk], lambda o, p, row: True),
    "photo": (lambda: facts_of(Visit), lambda row: [row.photos.get().sha256], Oracle.sees_fact),
    "sku": (list, lambda row: [row.pk], lambda o, p, row: True),
    "target": (lambda: list(TargetVersion.objects.all()), lambda row: [row.pk], seen_version),
    # the history of a thing opens for whoever may open the thing; kinds of their own below
    "thing_history": (
        lambda: list(Customer.objects.all()),
        lambda row: ["cards.customer", row.pk],
        Oracle.sees_customer,
    ),
}


def fewer(rows: Iterable[tuple[Any, bool]], *, door: bool) -> Iterator[tuple[Any, bool]]:
    """Every row that stays shut behind an open door, and two that open: that the lists hold the others is tested above.

    A shut door is tried with one row.
    """
    opened = 0
    for row, opens in rows:
        opened += bool(opens)
        if not opens or opened <= 2:
            yield row, opens
        if not door:
            return


@pytest.mark.parametrize("who", EVERYONE)
def test_a_record_opens_only_for_those_whose_it_is(scene, oracle, unpainted, who):
    client, person = scene.client(who), scene.people[who]
    for name, (rows, arguments, sees) in RECORDS.items():
        door = bool(oracle.roles(person) & access.RULES[name])
        right = ((row, door and sees(oracle, person, row)) for row in rows())
        for row, opens in fewer(right, door=door):
            response = client.get(reverse(name, args=arguments(row)))
            wanted = {200, 302} if opens else {403, 404}
            assert response.status_code in wanted, f"{who} at {name} {row}: {response.status_code}"
            assert response.status_code != 302 or "/login" not in response.url
            checked()


KINDS = {
    "orders.order": "order",
    "visits.visit": "visit",
    "dayplans.dayplan": "plan",
    "reports.dayreport": "report",
    "org.person": "person",
    "people.keyperson": "key_person",
    "devices.device": "device",
    "targets.targetversion": "target",
}


@pytest.mark.parametrize("who", ONE_EACH)
def test_the_history_of_a_thing_opens_with_the_thing(scene, oracle, unpainted, who):
    client, person = scene.client(who), scene.people[who]
    roles = oracle.roles(person)
    for kind, name in KINDS.items():
        rows, _arguments, sees = RECORDS[name]
        door = bool(roles & access.RULES[name])
        right = ((row, sees(oracle, person, row) if door else "administrator" in roles) for row in rows())
        for row, opens in fewer(right, door=door or "administrator" in roles):
            status = client.get(reverse("thing_history", args=[kind, row.pk])).status_code
            assert status in ({200} if opens else {403, 404}), (
                f"{who} at the history of {kind} {row}: {status}"
            )
            checked()


ACTIONS = {
    "token_revoke": ("token", {}),
    "approval_answer": ("approval", {"verdict": "approve"}),
    "rule_edit": ("rule_book", {"do": "save"}),
    "rule_simulate": ("rule_book", {}),
    "rule_apply": ("rule_book", {}),
    "person_password": ("person", {}),
    "person_unlock": ("person", {}),
    "person_close": ("person", {}),
    "person_appoint": (
        "person",
        {"position": "P-li", "start": "2026-11-24", "last": "2026-11-25", "deputy": "1"},
    ),
    "person_relieve": ("person", {"on": "2026-11-24"}),
    "person_reopen": ("person", {}),
    "person_second_factor": ("person", {}),
    "robot_test": ("robot", {}),
    "robot_switch": ("robot", {}),
    "job_cancel": ("job", {}),
    "webhook_try": ("webhook", {}),
    "webhook_stop": ("webhook", {}),
    "job_retry": ("job", {}),
    "import_choose": ("import", {"existing": "skip"}),
    "import_run": ("import", {"existing": "skip"}),
    "import_decide": ("import", {"all": "skip"}),
    "import_undo": ("import", {"reason": "错了"}),
    "import_passwords": ("import", {}),
    "form_fill": ("form_fill", {"q.works": "yes"}),
    "form_step": ("form_edit", {"do": "save", "definition": "{}"}),
    "plan_decide": ("plan", {"approve": "1", "words": "好"}),
    "order_release": ("order", {"words": "好"}),
    "order_deliver": ("order", {}),
    "order_cancel": ("order", {"reason": "错了"}),
    "device_revoke": ("device", {}),
    "report_comment": ("report", {"words": "好"}),
    "report_sign": ("report", {"words": "好"}),
    "target_approve": ("target", {}),
    "key_person_add": ("customer", {"name": "乙", "role": "owner"}),
    "key_person_change": ("key_person", {"name": "乙", "role": "owner"}),
    "key_person_leave": ("key_person", {}),
    "key_person_erase": ("key_person", {}),
    "credit_grant": ("customer", {"character": "1"}),
}


@pytest.mark.parametrize("who", EVERYONE)
def test_a_stranger_cannot_act_on_what_is_not_his(scene, oracle, unpainted, who):
    before = Entry.objects.count()
    client, person = scene.client(who), scene.people[who]
    for name, (record, data) in ACTIONS.items():
        rows, arguments, sees = RECORDS[record]
        door = bool(oracle.roles(person) & access.RULES[name])
        for row in rows() if door else rows()[:1]:
            if door and sees(oracle, person, row):
                continue
            response = client.post(reverse(name, args=arguments(row)), data)
            assert response.status_code in {403, 404}, f"{who} at {name} {row}: {response.status_code}"
            checked()
    assert Entry.objects.count() == before


# --- fields: what not everyone sees who sees the row --------------------------------------------------------------------


def shows(text: str, figure: str) -> bool:
    """Whether a figure stands in a text by itself, and not as a part of another."""
    return re.search(rf"(?<![\d.]){re.escape(figure)}(?!\d)", text) is not None


def surfaces(scene: Cast, who: str) -> Iterator[tuple[str, str]]:
    """(name, everything it says) of whatever may show a fact about Sun's first shop, his order and its tea."""
    client, device = scene.client(who), scene.device(who)
    shop, order = scene.customers["sun1"], Order.objects.get(person=scene.sun)
    boss = KeyPerson.objects.get(customer=shop)
    report = f"/reports/{scene.sun.code}/{MONDAY}"
    columns = "&".join(f"col={key}" for key in ("code", "contact", "phone", "people", "credit", "limit"))
    pages = {
        "customers": f"/customers?{columns}",
        "customer": f"/customers/{shop.pk}",
        "key people": f"/customers/{shop.pk}/people",
        "key person": f"/key-people/{boss.pk}",
        "credit": f"/customers/{shop.pk}/credit",
        "history": f"/journal/cards.customer/{shop.pk}",
        "history of him": f"/journal/people.keyperson/{boss.pk}",
        "journal": "/journal?period=2026-11",
        "order": f"/orders/{order.pk}",
        "sku": f"/skus/{scene.skus['tea'].pk}",
        "report": report,
        "today": "/",
        "board": "/board?period=2026-11",
        "margin": "/metric/gross_margin?period=2026-11",
        "profit": "/metric/gross_profit?period=2026-11&by=customer",
        # words that are parts of it: what was searched for stands in the page as it was typed
        "search": f"/search?q={PRIVATE[:-1]}",
        "search by number": f"/search?q={NUMBER[:-1]}",
    }
    for name, url in pages.items():
        yield name, client.get(url).content.decode()
    for name, url in {
        "customers exported": f"/customers?{columns}&export=xlsx",
        "report as a workbook": f"{report}.xlsx",
        "margin exported": "/metric/gross_profit?period=2026-11&by=customer&export=xlsx",
    }.items():
        book = client.get(url)
        yield name, _sheet(book.content) if book.status_code == 200 else ""
    pulled = device.post("pull", {"have": {}}).content.decode()
    yield "phone", pulled
    command = ["metric", "gross_margin", "--from", "2026-11-01", "--to", "2026-11-30", "--as", who]
    yield "command", CliRunner().invoke(cli, command).output


def _sheet(content: bytes) -> str:
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    return "\n".join(" ".join(f"{c:,.1f}" if isinstance(c, float) else str(c) for c in row) for row in rows)


# where a fact must show to whoever may see it and opens the place
SHOWN_AT = {
    "private": {"key person"},
    "number": {"key person"},
    "credit": {"credit", "customers"},
    "cost": {"order", "sku", "report"},
}


@pytest.mark.parametrize("who", [who for who in ONE_EACH if who not in {"wu", "zhou", "redlead"}])
def test_fields_show_to_those_whose_eyes_they_are_for(scene, oracle, who):
    person = scene.people[who]
    has = oracle.sees_customer(person, scene.customers["sun1"])
    may = {
        "private": has and oracle.sees(person, "private"),
        "number": has and oracle.sees(person, "private"),
        "credit": has and oracle.sees(person, "credit"),
        "cost": oracle.sees(person, "cost"),
    }
    for name, text in surfaces(scene, who):
        found = {
            "private": PRIVATE in text,
            "number": NUMBER in text,
            "credit": CREDIT in text,
            "cost": any(shows(text, figure) for figure in COSTS),
        }
        for group, shown in found.items():
            assert may[group] or not shown, f"{who} sees {group} at {name}"
            assert shown or not (may[group] and has and name in SHOWN_AT[group]), (
                f"{who} misses {group} at {name}"
            )
            checked()


# --- the public API: a token of each person, and what stands in the OpenAPI document ---------------------------------

API_PUBLIC = {"openapi-json", "api-root"}
# name of a list → its rows, and who sees one of them; what everybody with the door sees has no oracle
API_LISTS = {
    "list_units": (
        lambda: list(Unit.objects.all()),
        lambda o, p, row: bool(o.leads(p) & set(o._up(o.units, row.id))),
    ),
    "list_positions": (
        lambda: list(Position.objects.all()),
        lambda o, p, row: o.sees_post(p, row.pk) if row.pk in o.posts else False,
    ),
    "list_people": (lambda: list(Person.objects.all()), lambda o, p, row: o.sees_person(p, row)),
    "list_customers": (lambda: list(Customer.objects.all()), lambda o, p, row: o.sees_customer(p, row)),
    "list_orders": (lambda: facts_of(Order), lambda o, p, row: o.sees_fact(p, row)),
    "list_visits": (lambda: facts_of(Visit), lambda o, p, row: o.sees_fact(p, row)),
    "list_day_plans": (
        lambda: list(DayPlan.objects.all()),
        lambda o, p, row: o.sees_own(p, row),
    ),
    "list_day_reports": (
        lambda: list(DayReport.objects.all()),
        lambda o, p, row: o.sees_own(p, row),
    ),
    "list_deliveries": (
        lambda: list(Delivery.objects.select_related("order__customer")),
        lambda o, p, row: o.sees_fact(p, row.order),
    ),
    "list_targets": (
        lambda: list(TargetCell.objects.select_related("person")),
        lambda o, p, row: o.sees_person(p, row.person),
    ),
    "list_price_rules": (lambda: list(PriceRule.objects.all()), lambda o, p, row: True),
    "list_skus": (lambda: list(Sku.objects.all()), lambda o, p, row: True),
    "list_channels": (lambda: list(Channel.objects.all()), lambda o, p, row: True),
    "list_classes": (lambda: list(CustomerClass.objects.all()), lambda o, p, row: True),
    "list_entries": (lambda: list(Entry.objects.all()), lambda o, p, row: True),
}
API_RECORDS = {
    "get_customer": "list_customers",
    "get_order": "list_orders",
    "get_visit": "list_visits",
    "get_day_plan": "list_day_plans",
    "get_day_report": "list_day_reports",
}
# verbs on a record of that list, with a body that would do
API_ACTIONS = {
    "correct_customer": ("list_customers", {"phone": "1"}),
    "hand_over_customer": ("list_customers", {"position": "P-li", "on": "2026-11-24"}),
    "cancel_order": ("list_orders", {"reason": "错了"}),
    "deliver_order": ("list_orders", {}),
}
API_OTHERS = {"me", "list_metrics", "get_metric", "list_days", "create_customer", "place_order"}


def api_operations() -> dict:
    """Name → (method, path, the roles for whom its door is open)."""
    return {
        operation.view_func.__name__: (method.lower(), path, operation.auth_callbacks[0].roles)
        for bound in api._get_bound_routers()
        for path, view in bound.path_operations.items()
        for operation in view.operations
        for method in operation.methods
    }


def programs(scene):
    """(short name, person, a client with a token of his that has every right) of all the cast."""
    for key in ONE_EACH:
        until = NOW + timedelta(days=1)
        _token, text = Token.issue(
            person=scene.people[key], client="test", rights=Right.values, expires_at=until, at=NOW
        )
        yield key, scene.people[key], Client(headers={"authorization": f"Bearer {text}"})


def test_every_operation_of_the_api_is_walked():
    known = API_LISTS.keys() | API_RECORDS.keys() | API_ACTIONS.keys() | API_OTHERS
    assert api_operations().keys() == known
    checked(len(known))


# an operation and the page of the office that shows the same
SAME_DOOR = {
    "list_customers": "customers",
    "get_customer": "customer",
    "list_orders": "orders",
    "get_order": "order",
    "cancel_order": "order_cancel",
    "deliver_order": "order_deliver",
    "list_visits": "visits",
    "get_visit": "visit",
    "list_day_plans": "plans",
    "get_day_plan": "plan",
    "list_day_reports": "reports",
    "get_day_report": "report",
    "list_targets": "targets",
    "list_people": "people",
    "list_skus": "skus",
    "list_price_rules": "sku",
    "get_metric": "metric",
    "list_metrics": "metrics",
    "list_entries": "journal",
}


def test_a_door_of_the_api_opens_for_whom_the_page_opens():
    operations = api_operations()
    for name, page in SAME_DOOR.items():
        assert operations[name][2] == access.RULES[page], name
        checked()


def test_the_api_lists_and_opens_exactly_what_the_oracle_says(scene, oracle):
    operations = api_operations()
    everything = {name: (rows(), sees) for name, (rows, sees) in API_LISTS.items() if name != "list_entries"}
    for who, person, client in programs(scene):
        roles = oracle.roles(person)
        for name, (rows, sees) in everything.items():
            _method, path, doors = operations[name]
            answer = client.get(f"/api/v1{path}", {"limit": 500})
            if not roles & doors:
                assert answer.status_code == 403, f"{who} at {name}"
                checked()
                continue
            expected = {str(row.pk) for row in rows if sees(oracle, person, row)}
            assert {str(item["id"]) for item in answer.json()["items"]} == expected, f"{who} at {name}"
            checked(len(rows))
        for name, listed_by in API_RECORDS.items():
            rows, sees = everything[listed_by]
            _method, path, doors = operations[name]
            for row in rows:
                status = client.get(f"/api/v1{path.format(id=row.pk)}").status_code
                wanted = 403 if not roles & doors else 200 if sees(oracle, person, row) else 404
                assert status == wanted, f"{who} at {name} {row}: {status}"
                checked()


def test_the_journal_over_the_api_is_the_one_at_the_desk(scene, oracle):
    entries = list(Entry.objects.select_related("by__person"))
    for who, person, client in programs(scene):
        answer = client.get("/api/v1/journal", {"limit": 500})
        if not oracle.roles(person) & access.RULES["journal"]:
            assert answer.status_code == 403, who
            checked()
            continue
        expected = {e.pk for e in entries if oracle.sees_entry(person, e)}
        shown = {item["id"] for item in answer.json()["items"]}
        assert {pk for pk in shown if pk <= entries[0].pk} == expected, who
        checked(len(entries))


def test_a_stranger_cannot_act_over_the_api_on_what_is_not_his(scene, oracle):
    operations = api_operations()
    everything = {name: (API_LISTS[name][0](), API_LISTS[name][1]) for name, _body in API_ACTIONS.values()}
    verbs = {"customer.correct", "customer.hand_over", "order.cancel", "order.deliver"}
    before = Entry.objects.filter(verb__in=verbs).count()
    for who, person, client in programs(scene):
        roles = oracle.roles(person)
        for name, (listed_by, body) in API_ACTIONS.items():
            method, path, doors = operations[name]
            for row in everything[listed_by][0]:
                if roles & doors and everything[listed_by][1](oracle, person, row):
                    continue
                address = f"/api/v1{path.format(id=row.pk)}"
                status = getattr(client, method)(address, body, content_type="application/json").status_code
                assert status == (404 if roles & doors else 403), f"{who} at {name} {row}: {status}"
                checked()
    assert Entry.objects.filter(verb__in=verbs).count() == before


def test_figures_over_the_api_count_the_facts_of_the_own_line(scene, oracle):
    visits = list(Visit.objects.all())
    for who, person, client in programs(scene):
        if not oracle.roles(person) & access.RULES["metric"]:
            continue
        asked = {"first": "2026-11-01", "last": "2026-11-30"}
        cells = client.get("/api/v1/metrics/visits", asked).json()["cells"]
        calls = sum(oracle.sees_post(person, visit.position_id) for visit in visits)
        assert [cell["value"] for cell in cells] == ([str(calls)] if calls else []), who
        checked()


# those who call on outlets, and one of those who do not
CALLING = ("sun", "zhou", "wu", "feng", "tan", "moved", "promoter", "li", "he")


# --- the phone, figures and the command line ------------------------------------------------------------------------------


@pytest.mark.parametrize("who", CALLING)
def test_a_phone_holds_the_outlets_that_its_person_calls_on(scene, oracle, who):
    active = list(Customer.objects.filter(state=Customer.State.ACTIVE))
    person = scene.people[who]
    pulled = scene.device(who).post("pull", {"have": {}}).json()
    mine = oracle.held.get(person.id, set())
    plans = DayPlan.objects.filter(person=person, day__gte=MONDAY)
    planned = set(plans.values_list("stops__customer", flat=True))
    expected = {c.code for c in active if oracle.owner.get(c.id) in mine or c.id in planned}
    assert {customer["code"] for customer in pulled["customers"]} == expected, who
    checked(len(active))


def test_only_one_who_leads_signs_from_the_phone(scene, oracle):
    waiting = list(DayPlan.objects.filter(state=DayPlan.State.SUBMITTED, day__gte=MONDAY))
    for who in EVERYONE:
        phone, person = scene.device(who), scene.people[who]
        leading = bool(oracle.roles(person) & oracle.LEADERS)
        team = phone.client.get("/phone/api/team").json()
        mine = {
            p.pk
            for p in waiting
            if leading and oracle.sees_post(person, p.position_id) and p.person != person
        }
        assert {plan["id"] for plan in team["plans"]} == mine, who
        for plan in waiting:
            if plan.pk in mine:
                continue
            answer = phone.post(f"plans/{plan.pk}/decision", {"approve": True, "words": ""})
            assert answer.status_code in {403, 422}, f"{who} signs {plan.person}"
            checked()


def test_figures_count_the_facts_of_the_own_line(scene, oracle):
    visits = list(Visit.objects.all())
    for who in EVERYONE:
        person = scene.people[who]
        cut = Cut(date(2026, 11, 1), date(2026, 11, 30), MONDAY, person.scope(on=MONDAY))
        calls = sum(oracle.sees_post(person, visit.position_id) for visit in visits)
        assert (engine.value(key="visits", cut=cut) or 0) == calls, who
        checked()
