"""The source of the house, parsed once."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

ROOT: Path = settings.BASE_DIR


@dataclass(frozen=True)
class Module:
    """`name` is dotted; of a package it is the package's own."""

    name: str
    path: Path
    lines: int
    tree: ast.Module


def _module(path: Path) -> Module:
    parts = path.relative_to(ROOT).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    source = path.read_text(encoding="utf-8")
    return Module(name, path, len(source.splitlines()), ast.parse(source, str(path)))


@pytest.fixture(scope="session")
def modules() -> list[Module]:
    """Every module of the product, without migrations and tests."""
    paths = (ROOT / "tonglu").rglob("*.py")
    own = (path for path in paths if not {"migrations", "tests"} & set(path.relative_to(ROOT).parts))
    return [_module(path) for path in sorted(own)]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT
