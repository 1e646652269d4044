"""Homes of a small company, on each database there is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest

from tests.server import Server


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """A tiny demo company, not yet served; PostgreSQL only where DATABASE_URL names a server to make a database on."""
    if request.param == "sqlite":
        yield from opened(Server(tmp_path / "home"))
        return
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        pytest.skip("no PostgreSQL (DATABASE_URL names no server)")
    name = f"house_{uuid4().hex}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"create database {name}")
    try:
        yield from opened(
            Server(tmp_path / "home", database=urlunsplit(urlsplit(address)._replace(path=f"/{name}")))
        )
    finally:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"drop database {name} with (force)")


def opened(server: Server) -> Iterator[Server]:
    server.run("demo", "--size", "tiny")
    yield server
    server.stop()
