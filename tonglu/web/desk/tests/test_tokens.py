"""Tokens at the desk: issued, shown once, revoked."""

from __future__ import annotations

import re
from datetime import datetime

from django.test import Client

from conftest import SHANGHAI
from tonglu.base.journal.models import Entry
from tonglu.directory.clients.models import Token

FORM = {"client": "金蝶", "until": "2027-06-30", "right": ["customers:read", "orders:read"]}


def issued(client, **more) -> str:
    """The token's text as the page shows it."""
    page = client.post("/tokens/new", {**FORM, **more}).content.decode()
    return re.search(r'value="(tgl_[^"]+)"', page)[1]


def test_the_text_is_shown_once_and_works(cast):
    qian = cast.client("qian")
    text = issued(qian)
    token = Token.objects.get()
    assert token.expires_at == datetime(2027, 6, 30, 23, 59, 59, tzinfo=SHANGHAI)
    for page in (f"/tokens/{token.pk}", "/tokens"):
        shown = qian.get(page).content.decode()
        assert (token.client in shown, text in shown) == (True, False)
    answer = Client(headers={"authorization": f"Bearer {text}"}).get("/api/v1/customers")
    assert answer.status_code == 200


def test_a_page_with_a_token_is_not_kept_by_the_browser(cast):
    assert cast.client("qian").post("/tokens/new", FORM)["Cache-Control"] == "no-store"


def test_what_is_refused_is_said_and_what_was_written_stays(cast):
    for wrong, words in (
        ({"right": []}, "至少勾选一项权限"),
        ({"until": "soon"}, "2027-12-31"),
        ({"client": " "}, "哪个系统"),
    ):
        page = cast.client("qian").post("/tokens/new", {**FORM, **wrong}).content.decode()
        assert words in page
    assert not Token.objects.exists()


def test_only_rights_that_open_something_are_offered_and_given(cast):
    page = cast.client("he").get("/tokens/new").content.decode()
    assert ("journal:read" in page, "orders:write" in page) == (True, False)
    issued(cast.client("he"), right=["journal:read", "orders:write"])
    assert Token.objects.get().rights == ["journal:read"]


def test_a_token_is_revoked_by_its_person_or_the_administrator(cast):
    text = issued(cast.client("qian"))
    token = Token.objects.get()
    for who in ("wang", "li"):
        assert cast.client(who).post(f"/tokens/{token.pk}/revoke").status_code == 404
    cast.client("he").post(f"/tokens/{token.pk}/revoke")
    assert Client(headers={"authorization": f"Bearer {text}"}).get("/api/v1/customers").status_code == 401
    assert Entry.objects.get(verb="token.revoke").by == cast.he.login


def test_the_reference_names_every_address(cast):
    page = cast.client("qian").get("/api").content.decode()
    document = Client().get("/api/v1/openapi.json").json()
    assert [path for path in document["paths"] if path not in page] == []
