"""`tonglu` as processes of their own on a database of their own, for tests that share nothing with it but the wire."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

MONDAY_NINE = "2026-11-23T09:00:00+08:00"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """`tonglu serve` and its sister commands on one home; the server can be stopped and started again.

    The database is an SQLite file in `home`, or the one that `database` (a URL) names. What the server says is kept
    in `home/log`.
    """

    def __init__(self, home: Path, *, database: str = "") -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.home, self.port, self.log = home, free_port(), home / "log"
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        self.env |= {"TONGLU_HOME": str(home), "TONGLU_NOW": MONDAY_NINE}
        if database:
            self.env["DATABASE_URL"] = database
        self.process: subprocess.Popen[bytes] | None = None

    def finish(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs a command to its end, whatever its exit code."""
        command = [sys.executable, "-m", "tonglu", *arguments]
        return subprocess.run(command, env=self.env, capture_output=True, text=True, check=False)

    def run(self, *arguments: str) -> str:
        """Runs a command that must end well, and gives what it printed."""
        done = self.finish(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def twin(self) -> Server:
        """Another server on the same home and database, not yet started."""
        return Server(self.home, database=self.env.get("DATABASE_URL", ""))

    def script(self, code: str) -> subprocess.Popen[str]:
        """A process of the house's own that runs some lines; Django is set up before them."""
        command = [sys.executable, "-c", f"import django; django.setup()\n{code}"]
        env = self.env | {"DJANGO_SETTINGS_MODULE": "tonglu.settings"}
        return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def told(self, code: str) -> str:
        """What such lines print; they must end well."""
        process = self.script(code)
        said, problem = process.communicate()
        assert process.returncode == 0, problem
        return said

    def start(self) -> None:
        command = [sys.executable, "-m", "tonglu", "serve", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, env=self.env, stdout=log, stderr=log)
        for _attempt in range(450):
            try:
                urllib.request.urlopen(f"{self.url}/healthz", timeout=2).close()
            except OSError:
                time.sleep(0.2)
            else:
                return
        raise AssertionError(f"the server did not come up: {self.log.read_text()}")

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=20)
            self.process = None

    def change(self, sql: str) -> None:
        """A change that somebody else made, past the code under test."""
        with sqlite3.connect(self.home / "tonglu.sqlite3", timeout=30) as connection:
            connection.execute(sql)

    def rows(self, sql: str, *parameters: object) -> list[tuple[object, ...]]:
        """Straight from the SQLite file, past the code under test."""
        with sqlite3.connect(self.home / "tonglu.sqlite3") as connection:
            return connection.execute(sql, parameters).fetchall()
