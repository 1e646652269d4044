"""The house stays readable: small files, short functions, and every room says what it is for."""

from __future__ import annotations

import ast
import re
from statistics import median

from django.apps import apps
from django.core.management import call_command

FILE, FILE_MEDIAN, FUNCTION = 350, 80, 60
DRAWERS = {"utils", "helpers", "services", "signals", "misc", "common", "admin"}


def test_no_file_is_longer_than_350_lines_and_half_are_under_80(modules):
    assert {module.name: module.lines for module in modules if module.lines > FILE} == {}
    assert median(module.lines for module in modules if module.lines) <= FILE_MEDIAN


def test_no_function_is_longer_than_60_lines(modules):
    functions = (
        (module.name, node)
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    sizes = {f"{name}.{node.name}": node.end_lineno - node.lineno + 1 for name, node in functions}
    assert {name: n for name, n in sizes.items() if n > FUNCTION} == {}


def test_every_room_says_what_it_takes_in_and_hands_on(modules):
    packages = {m.name: ast.get_docstring(m.tree) or "" for m in modules if m.path.stem == "__init__"}
    assert [name for name, docstring in packages.items() if not docstring] == []
    rooms = [app.name for app in apps.get_app_configs() if app.name in packages and any(app.get_models())]
    assert [room for room in rooms if not re.search(r"[Tt]akes in\b.+\bhands", packages[room], re.S)] == []


def test_there_is_no_drawer_for_odds_and_ends(modules):
    assert [module.name for module in modules if module.path.stem in DRAWERS] == []


def test_the_migrations_are_what_the_models_say(db):
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_the_docs_point_at_files_that_exist(root):
    pages = [root / "STYLE.md", root / "README.md", *(root / "docs").rglob("*.md")]
    named = re.compile(r"`((?:tonglu|docs|tests|benchmarks|scripts)/[\w./-]+)`")
    dead = [
        f"{page.name}: {path}"
        for page in pages
        for path in named.findall(page.read_text(encoding="utf-8"))
        if not (root / path).exists()
    ]
    assert dead == []
