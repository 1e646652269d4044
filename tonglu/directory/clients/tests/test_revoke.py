"""A token that is not needed any more, or leaked, is ended."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conftest import NOW
from tonglu.base.errors import Refused
from tonglu.base.journal.models import Entry
from tonglu.directory.clients.models import Token


@pytest.fixture
def token(cast) -> Token:
    until = NOW + timedelta(days=1)
    return Token.issue(person=cast.qian, client="ERP", rights=["orders:read"], expires_at=until, at=NOW)[0]


def test_a_revoked_token_opens_nothing(cast, token):
    assert token.opens(at=NOW)
    token.revoke(by=cast.he.login, at=NOW)
    assert not token.opens(at=NOW)
    assert not Token.objects.usable(at=NOW).exists()
    assert Entry.objects.get(verb="token.revoke").facts == {"name": "ERP", "person": cast.qian.code}


def test_it_is_revoked_once(cast, token):
    token.revoke(by=cast.qian.login, at=NOW)
    with pytest.raises(Refused, match="ERP"):
        token.revoke(by=cast.he.login, at=NOW)
    assert Entry.objects.filter(verb="token.revoke").count() == 1


def test_one_that_expired_opens_nothing(token):
    assert token.opens(at=NOW + timedelta(hours=23))
    assert not token.opens(at=NOW + timedelta(days=1))
