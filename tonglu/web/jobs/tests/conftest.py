"""Kinds of jobs that only tests know."""

from __future__ import annotations

import pytest

from tonglu.web.jobs import table


@pytest.fixture
def does(monkeypatch):
    """Lets a kind be done by a function: `does("test.kind", handler)`."""
    return lambda kind, handler: monkeypatch.setitem(table.KINDS, kind, handler)
