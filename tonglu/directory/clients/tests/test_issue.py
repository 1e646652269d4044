"""A person lets another program act for him."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conftest import NOW
from tonglu.base.errors import Refused
from tonglu.base.journal.models import Entry
from tonglu.directory.clients.models import Right, Token

YEAR = NOW + timedelta(days=365)


def issued(cast, **more) -> tuple[Token, str]:
    given = {
        "client": " 金蝶 ERP ",
        "rights": ["orders:read", "customers:read"],
        "expires_at": YEAR,
        "at": NOW,
    }
    return Token.issue(person=cast.qian, **{**given, **more})


def test_the_text_is_shown_once_and_only_its_hash_is_kept(cast):
    token, text = issued(cast)
    stored = Token.objects.get(pk=token.pk)
    assert (stored.client, stored.rights) == ("金蝶 ERP", ["customers:read", "orders:read"])
    assert text.startswith(stored.hint)
    assert text not in str(vars(stored))
    assert Token.of_text(text) == stored
    assert Token.of_text(text + "x") is None


def test_the_journal_says_what_it_may_do_and_not_what_it_is(cast):
    token, text = issued(cast)
    entry = Entry.objects.get(verb="token.issue")
    assert (entry.by, entry.object_id) == (cast.qian.login, str(token.pk))
    assert entry.facts["rights"] == ["customers:read", "orders:read"]
    assert text not in str(entry.facts)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"client": " "}, "no_client"),
        ({"rights": []}, "no_rights"),
        ({"rights": ["everything"]}, "no_rights"),
        ({"expires_at": NOW}, "bad_expiry"),
        ({"expires_at": NOW + timedelta(days=731)}, "bad_expiry"),
    ],
)
def test_a_token_without_purpose_rights_or_end_is_refused(cast, more, code):
    with pytest.raises(Refused) as refused:
        issued(cast, **more)
    assert refused.value.code == code
    assert (Token.objects.count(), Entry.objects.filter(verb="token.issue").count()) == (0, 0)


def test_everyone_sees_his_own_and_the_administrator_all(cast):
    token, _text = issued(cast)
    seen = {
        who
        for who, person in cast.people.items()
        if token in Token.objects.visible_to(person.scope(on=NOW.date()))
    }
    assert seen == {"qian", "he"}


def test_every_right_is_offered_in_order():
    assert Right.values == list(dict.fromkeys(Right.values))
