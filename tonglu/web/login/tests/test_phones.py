"""Which phones get in, and which are asked for the password again."""

from __future__ import annotations

import pytest

from conftest import MONDAY, PASSWORD
from tonglu.base.journal.models import Entry
from tonglu.directory.devices.models import Device
from tonglu.directory.org.models import Appointment


def log_in(client, username="sun", password=PASSWORD):
    body = {"username": username, "password": password, "device": "t"}
    return client.post("/phone/api/login", body, content_type="application/json")


def test_an_account_that_is_closed_registers_no_phone(cast, client):
    cast.sun.login.is_active = False
    cast.sun.login.save(update_fields=["is_active"])
    assert (log_in(client).status_code, log_in(client).json()["code"]) == (401, "bad_login")
    assert not Device.objects.exists()


def test_one_who_has_left_registers_no_phone_and_fetches_no_prices(cast, client):
    phone = cast.device("sun")
    Appointment.objects.get(person=cast.sun).end(on=MONDAY)
    assert log_in(client).json()["code"] == "no_post"
    pulled = phone.post("pull", {"have": {}}).json()
    assert [pulled[name] for name in ("skus", "prices", "must_stock", "customers")] == [[]] * 4


@pytest.mark.parametrize("how", ["own", "given"])
def test_with_a_new_password_every_phone_asks_for_it(cast, client, how):
    phone, other = cast.device("sun"), cast.device("zhou")
    if how == "own":
        client.post("/login", {"login": "sun", "password": PASSWORD})
        new = {"oldpassword": PASSWORD, "password1": "three brown hens", "password2": "three brown hens"}
        client.post("/me/password", new)
        assert Entry.objects.filter(verb="account.change_password").count() == 1
    else:
        cast.client("he").post(f"/people/{cast.sun.pk}/password")
    assert phone.client.get("/phone/api/notices").json()["code"] == "expired"
    assert other.client.get("/phone/api/notices").status_code == 200
