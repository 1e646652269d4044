"""The door as people find it, with nobody counted out yet."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _nobody_counted():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def tries():
    """Tries a password at the desk; the response."""

    def attempt(username, password, client=None, **more):
        return (client or Client()).post("/login", {"login": username, "password": password, **more})

    return attempt


@pytest.fixture
def authenticator():
    """Gives a person a second factor; returns what reads the code of this moment."""

    def give(person):
        TOTP.activate(person.login, SECRET)
        RecoveryCodes.activate(person.login)
        assert Authenticator.objects.filter(user=person.login).count() == 2
        return lambda: format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))

    return give
