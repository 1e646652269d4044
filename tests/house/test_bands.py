"""The order of the bands holds for tables, for HTTP and for the clock too, where import-linter does not look."""

from __future__ import annotations

import ast
from configparser import ConfigParser

import pytest
from django.apps import apps
from django.conf import settings

HTTP = ("django.http", "django.urls", "django.shortcuts", "django.views", "django.middleware")
OWN = [model for model in apps.get_models() if model.__module__.startswith("tonglu.")]


def bands() -> list[str]:
    """The bands from the top of the house to its ground, as the contract lists them."""
    contracts = ConfigParser()
    contracts.read(settings.BASE_DIR / ".importlinter")
    return contracts["importlinter:contract:bands"]["layers"].split()


def depth(module: str) -> int:
    """0 is the roof; what a table may point to lies at least as deep as the table itself."""
    return next(n for n, band in enumerate(bands()) if module == band or module.startswith(f"{band}."))


@pytest.mark.parametrize("model", OWN, ids=lambda model: model._meta.label)
def test_no_table_points_up_the_house(model):
    fields = (field for field in model._meta.get_fields() if field.is_relation and field.concrete)
    targets = [field.related_model for field in fields]
    own = [to for to in targets if to.__module__.startswith("tonglu.")]
    assert [to._meta.label for to in own if depth(to.__module__) < depth(model.__module__)] == []


def imported(tree: ast.AST) -> set[str]:
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return plain | {
        node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module
    }


def test_http_lives_in_web_alone(modules):
    below = [module for module in modules if not module.name.startswith("tonglu.web")]
    assert [m.name for m in below if any(name.startswith(HTTP) for name in imported(m.tree))] == []


CLOCKS = {
    ("timezone", "now"),
    ("timezone", "localdate"),
    ("timezone", "localtime"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
}


def reads_a_clock(tree: ast.AST) -> bool:
    asked = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    return any(isinstance(node.value, ast.Name) and (node.value.id, node.attr) in CLOCKS for node in asked)


def test_one_module_reads_the_clock_and_everybody_else_is_told_the_time(modules):
    assert [module.name for module in modules if reads_a_clock(module.tree)] == ["tonglu.web.clock"]
