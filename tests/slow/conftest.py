"""Homes of a small company, on each database there is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest

from tests.server import Server


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """A tiny demo company, not yet served; PostgreSQL only where DATABASE_URL names a server to make a database on."""
    with home(request.param, tmp_path) as made:
        yield made


@contextmanager
def home(kind: str, folder: Path) -> Iterator[Server]:
    """A tiny demo company in a folder, not yet served; afterwards it is stopped, and its database gone."""
    if kind == "sqlite":
        with stopped(Server(folder / "home")) as made:
            yield made
        return
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        pytest.skip("no PostgreSQL (DATABASE_URL names no server)")
    name = f"house_{uuid4().hex}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"create database {name}")
    try:
        database = urlunsplit(urlsplit(address)._replace(path=f"/{name}"))
        with stopped(Server(folder / "home", database=database)) as made:
            yield made
    finally:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"drop database {name} with (force)")


@contextmanager
def stopped(server: Server) -> Iterator[Server]:
    """With a company in it; stopped at the end."""
    server.run("demo", "--size", "tiny")
    try:
        yield server
    finally:
        server.stop()
