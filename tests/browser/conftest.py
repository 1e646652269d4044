"""A real server on a real database, and a real browser: nothing is shared with the test but the wire and the files."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.server import Server

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture
def server(tmp_path: Path):
    running = Server(tmp_path / "home")
    running.run("demo", "--size", "tiny")
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def chromium():
    if not shutil.which(CHROMIUM):
        if os.environ.get("CI") == "true":
            pytest.fail("no Chromium installed, and CI must play the browser tests")
        pytest.skip("browser tests (no Chromium at /usr/bin/chromium)")
    from playwright.sync_api import sync_playwright  # only where there is a browser

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
