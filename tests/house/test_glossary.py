"""One word for one thing: every noun, choice and metric stands in `docs/glossary.md` under its Chinese name."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.utils.translation import override

from tonglu.results.metrics.register import REGISTER

OWN = [model for model in apps.get_models() if model.__module__.startswith("tonglu.")]


@pytest.fixture(scope="module")
def terms() -> set[tuple[str, str]]:
    """(Chinese, identifier) of every row; the identifier stands in the last cell."""
    page = (settings.BASE_DIR / "docs/glossary.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line[:1] == "|"
    ]
    return {(row[0], name) for row in rows for name in re.findall(r"`([^`]+)`", row[-1])}


def test_every_noun_is_in_the_glossary(terms):
    assert {model.__name__ for model in OWN} <= {name for _chinese, name in terms}


def test_every_metric_is_in_the_glossary(terms):
    with override("zh-hans"):
        assert {(str(metric.name), key) for key, metric in REGISTER.items()} <= terms


def test_every_role_state_kind_and_source_is_in_the_glossary(terms):
    with override("zh-hans"):
        choices = {
            (str(label), f"{model.__name__}.{field.name}.{key}")
            for model in OWN
            for field in model._meta.concrete_fields
            for key, label in field.flatchoices
        }
    assert choices - terms == set()


def test_no_identifier_has_two_names(terms):
    names = [name for _chinese, name in terms]
    assert sorted({name for name in names if names.count(name) > 1}) == []
