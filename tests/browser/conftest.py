"""A real server on a real database, and a real browser: nothing is shared with the test but the wire and the files."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

CHROMIUM = "/usr/bin/chromium"
MONDAY_NINE = "2026-11-23T09:00:00+08:00"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """`tonglu serve` as its own process on its own SQLite home; it can be stopped and started again."""

    def __init__(self, home: Path, port: int) -> None:
        self.home, self.port = home, port
        self.url = f"http://127.0.0.1:{port}"
        self.env = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        self.env |= {"TONGLU_HOME": str(home), "TONGLU_NOW": MONDAY_NINE}
        self.process: subprocess.Popen[bytes] | None = None

    def run(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "tonglu", *arguments]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self) -> None:
        command = [sys.executable, "-m", "tonglu", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command, env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _attempt in range(450):
            try:
                urllib.request.urlopen(f"{self.url}/healthz", timeout=2)
            except OSError:
                time.sleep(0.2)
            else:
                return
        raise AssertionError("the server did not come up")

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=20)
            self.process = None

    def rows(self, sql: str, *parameters: object) -> list[tuple[object, ...]]:
        """Straight from the database file, past the code under test."""
        with sqlite3.connect(self.home / "tonglu.sqlite3") as connection:
            return connection.execute(sql, parameters).fetchall()


@pytest.fixture
def server(tmp_path: Path):
    running = Server(tmp_path / "home", free_port())
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
