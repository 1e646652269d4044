"""What a run counts: `cells["permission"]`, added up over all workers and printed at its end.

A module of its own, because pytest forgets a conftest when it reads the next one, and a test that imports it gets a copy.
"""

from __future__ import annotations

from collections import Counter

import pytest

cells: Counter[str] = Counter()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker hands its count of permission cells to the run that started it."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["cells"] = cells["permission"]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node) -> None:
    cells["permission"] += getattr(node, "workeroutput", {}).get("cells", 0)


def pytest_unconfigure(config: pytest.Config) -> None:
    if cells["permission"] and not hasattr(config, "workeroutput"):
        print(f"permission cells: {cells['permission']}")
