"""What a verb writes, and what follows from it."""

from __future__ import annotations

import pytest

from conftest import NOW
from tonglu import flow
from tonglu.base.journal.models import Entry, react, record
from tonglu.base.journal.source import coming_from, under_token


@pytest.fixture
def reactions():
    yield
    flow.register()


def said(cast, **facts) -> Entry:
    return record(verb="test.say", obj=cast.sun, by=None, at=NOW, facts=facts)


def test_what_a_program_does_carries_its_token_and_its_name_until_the_request_ends(cast):
    with coming_from(Entry.Source.API):
        before = said(cast, a=1)
        under_token(token=7, client="ERP")
        inside = said(cast, a=1)
    assert before.facts == {"a": 1}
    assert (inside.source, inside.facts) == ("api", {"a": 1, "token": 7, "client": "ERP"})
    assert said(cast).facts == {}


def test_what_follows_from_every_verb_comes_after_what_follows_from_one(cast, reactions):
    seen = []
    own = {"test.say": [lambda entry, obj: seen.append("own")]}
    react(own, every=[lambda entry, obj: seen.append((entry.verb, obj))])
    said(cast)
    record(verb="test.else", obj=cast.zhou, by=None, at=NOW)
    assert seen == ["own", ("test.say", cast.sun), ("test.else", cast.zhou)]
