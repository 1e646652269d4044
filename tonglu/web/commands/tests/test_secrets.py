"""`tonglu secrets`: what opens, what needs an older key, what is lost; and all of it under a new key."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from click.testing import CliRunner

from conftest import NOW
from tonglu.directory.notices.models import Robot
from tonglu.directory.webhooks.models import Subscription
from tonglu.web.commands import cli

PLACES = (
    "mfa.authenticator.secret",
    "notices.robot.secret",
    "notices.robot.url",
    "webhooks.subscription.secret",
)


def secrets(*words: str) -> tuple[int, list[str]]:
    done = CliRunner().invoke(cli, ["secrets", *words])
    return done.exit_code, done.output.splitlines()


@pytest.fixture
def keys(cast, settings) -> str:
    """A robot, a subscription and an authenticator from the time of the first key, which is returned."""
    Robot.objects.create(
        unit=cast.units["tiexi"], name="群", vendor="feishu", url="https://x.example/k", secret="s"
    )
    Subscription.subscribe(person=cast.he, url="https://x.example/h", verbs=["*"], private=False, at=NOW)
    TOTP.activate(cast.he.login, "JBSWY3DPEHPK3PXP")
    return settings.SECRET_KEY


def test_all_of_them_are_sealed_under_a_new_key(keys, settings):
    assert secrets() == (0, [f"{place}: 1 open" for place in PLACES])
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [keys]
    assert secrets() == (0, [f"{place}: 1 older key" for place in PLACES])
    assert secrets("--renew") == (0, [f"{place}: 1 renewed" for place in PLACES])
    settings.SECRET_KEY_FALLBACKS = []
    assert secrets() == (0, [f"{place}: 1 open" for place in PLACES])
    assert Robot.objects.get().url.open() == "https://x.example/k"
    assert Authenticator.objects.get().wrap().validate_code("000000") is False


def test_a_lost_key_is_told_and_changes_nothing(keys, settings):
    settings.SECRET_KEY = "another"
    assert secrets("--renew") == (1, [f"{place}: 1 lost" for place in PLACES])
    settings.SECRET_KEY = keys
    assert secrets()[0] == 0
