"""The examples of `docs/api.md`, run as they stand."""

from __future__ import annotations

import re
import shlex
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from conftest import NOW
from tonglu.directory.clients.models import Right, Token

PAGE = Path(settings.BASE_DIR) / "docs/api.md"


def examples() -> list[str]:
    """The curl commands of all shell blocks, each on one line."""
    blocks = re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [line for line in lines if line.startswith("curl ")]


def run(command: str, token: str):
    """What curl would do: -X, -H, -d, and the address."""
    words = shlex.split(command.replace("$TOKEN", token).replace("$TONGLU", ""), comments=True)[1:]
    method, headers, body, address = "", {}, None, ""
    while words:
        word = words.pop(0)
        match word:
            case "-X":
                method = words.pop(0)
            case "-H":
                name, _colon, value = words.pop(0).partition(": ")
                headers[name] = value
            case "-d":
                body = words.pop(0)
            case _:
                address = word
    parts = urlsplit(address)
    return Client().generic(
        method or ("POST" if body else "GET"),
        f"{parts.path}?{parts.query}" if parts.query else parts.path,
        (body or "").encode(),
        content_type=headers.pop("Content-Type", "application/octet-stream"),
        headers=headers,
    )


def test_every_example_does_what_the_page_says(cast):
    until = NOW + timedelta(days=1)
    _token, text = Token.issue(person=cast.qian, client="docs", rights=Right.values, expires_at=until, at=NOW)
    commands = [
        command.replace('customers/1"', f'customers/{cast.customers["sun1"].pk}"').replace(
            "customers/1/", f"customers/{cast.customers['sun1'].pk}/"
        )
        for command in examples()
    ]
    assert len(commands) >= 9
    for command in commands:
        said = re.search(r"# (\d+)$", command)
        wanted = {int(said[1])} if said else {200, 201}
        answer = run(command, text)
        assert answer.status_code in wanted, f"{command}: {answer.status_code} {answer.content.decode()}"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 412, 422, 429, 500])
def test_every_status_is_explained(status):
    assert f"| {status} |" in PAGE.read_text(encoding="utf-8")
