"""What a person at a terminal gets."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import Server

pytestmark = pytest.mark.slow

MONTH = ("--from", "2026-11-01", "--to", "2026-11-30", "--by", "rep", "--json")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Server]:
    """An empty home."""
    server = Server(tmp_path / "home")
    yield server
    server.stop()


def test_without_arguments_it_says_what_it_can_do(house):
    told = house.run()
    for name in ("demo", "serve", "import", "metric", "check"):
        assert f"\n  {name} " in told


def test_a_demo_is_made_once_and_told_again(house):
    first = house.run("demo", "--size", "tiny", "--if-empty")
    begun = time.perf_counter()
    again = house.run("demo", "--size", "tiny", "--if-empty")
    assert time.perf_counter() - begun < 15
    assert "正在生成演示公司" in first
    assert "正在生成演示公司" not in again
    assert again.splitlines() == first.splitlines()[2:]

    refused = house.finish("demo", "--size", "tiny")
    assert refused.returncode == 1
    assert "演示公司只装进空库" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_rep_is_told_his_own_figures_only(house):
    house.run("demo", "--size", "tiny")
    everyone = json.loads(house.run("metric", "sales_amount", *MONTH))
    his = json.loads(house.run("metric", "sales_amount", *MONTH, "--as", "rep01"))
    assert len(everyone) == 2
    assert his == [row for row in everyone if row in his]
    assert len(his) == 1


def test_the_server_says_that_it_is_well(house):
    house.run("migrate")
    house.start()
    with urllib.request.urlopen(f"{house.url}/healthz") as answer:
        told = json.load(answer)
    assert told["status"] == "ok"
    assert told["database"] == "ok"
