"""Another program at the door: it has a token of someone in the cast and speaks JSON."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from conftest import NOW
from tonglu.directory.clients.models import Right, Token


class Program:
    """`program.get("customers")`, `program.post("orders", {...}, key="…")`; `.token` is what it shows."""

    def __init__(self, token: Token, text: str, language: str = "") -> None:
        self.token, self.text = token, text
        spoken = {"accept-language": language} if language else {}
        self.client = Client(headers={"authorization": f"Bearer {text}", **spoken})

    def get(self, path: str, query: dict | None = None, **headers: str):
        return self.client.get(f"/api/v1/{path}", query or {}, headers=headers)

    def post(self, path: str, body: object = None, *, key: str = "", method: str = "post", **headers: str):
        given = {**({"idempotency-key": key} if key else {}), **headers}
        send = getattr(self.client, method)
        return send(f"/api/v1/{path}", body or {}, content_type="application/json", headers=given)

    def patch(self, path: str, body: object, *, key: str = "", **headers: str):
        return self.post(path, body, key=key, method="patch", **headers)


@pytest.fixture
def program(cast) -> Callable[..., Program]:
    """`program("qian", "orders:read")` acts for 钱内勤; without rights named it has them all."""

    def make(name: str, *rights: str, language: str = "") -> Program:
        token, text = Token.issue(
            person=cast.people[name],
            client="ERP",
            rights=rights or Right.values,
            expires_at=NOW + timedelta(days=30),
            at=NOW,
        )
        return Program(token, text, language)

    return make
