"""The empty tables of the test database, kept from one run to the next: eighty migrations take longer than most tests."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from itertools import chain
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".cache" / "tables"


def kept() -> Path | None:
    """Where the tables of today's migrations lie, or will lie; None where the database is no SQLite."""
    if connection.vendor != "sqlite":
        return None
    digest = hashlib.sha256((ROOT / "uv.lock").read_bytes())
    for file in sorted(chain(ROOT.glob("tonglu/**/migrations/*.py"), ROOT.glob("tonglu/base/*.py"))):
        digest.update(file.read_bytes())
    digest.update(repr(settings.INSTALLED_APPS).encode())
    return FOLDER / f"{digest.hexdigest()[:16]}.sqlite3"


def keep(file: Path) -> None:
    """Copies the connection's database to the file, in place of those of older migrations."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    part = file.with_suffix(f".{os.getpid()}")
    connection.ensure_connection()
    copy = sqlite3.connect(part)
    connection.connection.backup(copy)
    copy.close()
    part.replace(file)


def take(file: Path) -> None:
    """Puts the tables in the file in the place of the connection's own."""
    connection.ensure_connection()
    copy = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)  # one that is gone is not made anew, empty
    copy.backup(connection.connection)
    copy.close()


@pytest.fixture(scope="session")
def _tables() -> Path | None:
    """The file of tables that this run may start from; there is none in the first run after a new migration."""
    file = kept()
    return file if file and file.exists() else None


@pytest.fixture(scope="session")
def django_db_use_migrations(_tables) -> bool:
    return _tables is None


@pytest.fixture(scope="session")
def django_db_setup(_tables, django_db_setup, django_db_blocker) -> None:
    with django_db_blocker.unblock():
        if _tables:
            take(_tables)
        elif file := kept():
            keep(file)
