"""Every position has a first page of its own, a phone that logs in, and sees of cost what is for it."""

from __future__ import annotations

import pytest
from django.test import Client

from conftest import NOW, SINCE
from tonglu.base.accounts.models import Account
from tonglu.directory.devices.models import Device
from tonglu.directory.org.fields import SEEN_BY, FieldGroup, sees
from tonglu.directory.org.models import Appointment, Person, Position, Role
from tonglu.web.paper.document import Table

pytestmark = pytest.mark.walk


@pytest.fixture
def newcomer(cast):
    """Makes someone in a position of that role in the office of 铁西."""

    def make(role: Role) -> Person:
        account = Account.objects.create_user(role.value, "x")
        person = Person.objects.create(code=f"N-{role}"[:32], name=str(role.label), account=account)
        position = Position.objects.create(
            code=f"N-{role}", unit=cast.units["tiexi"], role=role, title=str(role.label)
        )
        Appointment.objects.create(person=person, position=position, start=SINCE)
        return person

    return make


@pytest.mark.parametrize("role", list(Role))
def test_every_position_opens_its_day_on_desk_and_phone(newcomer, worked, role):
    person = newcomer(role)
    browser = Client()
    browser.force_login(person.login)
    page = browser.get("/")
    assert page.status_code == 200
    assert ('class="figure"' in page.text) or ('class="card"' in page.text)
    for section in page.context["menu"]:
        for place in section.places:
            assert browser.get(place.url).status_code == 200, place.name
    _device, token = Device.register(person=person, name="手机", at=NOW)
    phone = Client(headers={"authorization": f"Bearer {token}"})
    assert phone.post("/phone/api/pull", {"have": {}}, content_type="application/json").status_code == 200
    assert phone.get("/phone/api/team").status_code == 200


@pytest.mark.parametrize("role", list(Role))
def test_margin_is_shown_to_those_who_may_see_cost(newcomer, worked, role):
    browser = Client()
    browser.force_login(newcomer(role).login)
    wanted = 200 if sees({role}, FieldGroup.COST) else 403
    assert browser.get("/metric/gross_margin").status_code == wanted
    assert browser.get("/metric/gross_profit?of=top").status_code == wanted
    assert ("毛利" in browser.get("/metrics").text) == (wanted == 200)
    order = browser.get(f"/orders/{worked.order.pk}")
    assert ("毛利" in order.text) == (wanted == 200 and order.status_code == 200)


def test_a_rep_sees_no_margin_on_his_own_sheet_and_his_superior_does(cast, worked):
    for who, seen in (("sun", False), ("li", True)):
        sheet = cast.client(who).get(f"/reports/{cast.sun.code}/2026-11-23").context["paper"]
        calls = next(block for block in sheet.blocks if isinstance(block, Table))
        place = next(n for n, column in enumerate(calls.columns) if "毛利" in column.title)
        sold = next(n for n, column in enumerate(calls.columns) if column.title == "销售额")
        margins = [row.values[place] for row in calls.rows if row.values[sold]]
        assert margins, who
        assert all((margin is not None) == seen for margin in margins), who


def test_every_group_of_fields_is_for_someone():
    assert set(SEEN_BY) == set(FieldGroup)
    assert all(SEEN_BY.values())
