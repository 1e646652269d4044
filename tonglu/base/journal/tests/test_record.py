"""What a verb writes, and what follows from it."""

from __future__ import annotations

import pytest

from conftest import NOW
from tonglu import flow
from tonglu.base.journal.models import Entry, carrying, react, record


@pytest.fixture
def reactions():
    yield
    flow.register()


def said(cast, **facts) -> Entry:
    return record(verb="test.say", obj=cast.sun, by=None, at=NOW, facts=facts)


def test_what_is_carried_is_in_every_entry_meanwhile(cast):
    with carrying(client="ERP"):
        inside = said(cast, a=1)
        with carrying(token=7):
            deeper = said(cast)
    assert inside.facts == {"a": 1, "client": "ERP"}
    assert deeper.facts == {"client": "ERP", "token": 7}
    assert said(cast).facts == {}


def test_what_follows_from_every_verb_comes_after_what_follows_from_one(cast, reactions):
    seen = []
    own = {"test.say": [lambda entry, obj: seen.append("own")]}
    react(own, every=[lambda entry, obj: seen.append((entry.verb, obj))])
    said(cast)
    record(verb="test.else", obj=cast.zhou, by=None, at=NOW)
    assert seen == ["own", ("test.say", cast.sun), ("test.else", cast.zhou)]
