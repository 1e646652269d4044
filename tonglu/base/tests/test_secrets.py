"""What must be read again lies sealed in the database, and opens under older keys too."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

from conftest import NOW
from tonglu.base.errors import Refused
from tonglu.base.secrets import Secret, kept, open_column, renewed, seal, seal_column, unseal
from tonglu.directory.notices.models import Robot
from tonglu.directory.notices.rules import masked


@pytest.fixture
def robot(cast) -> Robot:
    made = Robot(
        unit=cast.units["tiexi"],
        name="群",
        vendor="dingtalk",
        url="https://x.example/k",
        secret="SEC0123456789",
    )
    made.set_up(by=cast.he.login, at=NOW)
    return Robot.objects.get()


def column(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"select {name} from notices_robot")
        return cursor.fetchone()[0]


def test_a_secret_lies_sealed_in_the_database_and_opens_again(robot):
    assert (robot.url.open(), robot.secret.open()) == ("https://x.example/k", "SEC0123456789")
    assert "x.example" not in column("url")
    assert "SEC" not in column("secret")


def test_none_stays_none(cast):
    Robot.objects.create(unit=cast.units["tiexi"], name="群", vendor="wecom", url="https://x.example/k")
    assert (column("secret"), bool(Robot.objects.get().secret), Robot.objects.get().secret.open()) == (
        "",
        False,
        "",
    )


def test_it_does_not_say_itself(robot):
    assert (str(robot.secret), f"{robot.secret!r}", str(Secret())) == ("••••", "••••", "")
    assert robot.secret_shown == masked("SEC0123456789")


def test_what_an_older_key_sealed_still_opens_and_is_renewed(robot, settings):
    old = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new one", [old]
    for one in kept():
        one.replace(renewed(one.sealed))
    settings.SECRET_KEY_FALLBACKS = []
    assert Robot.objects.get().secret.open() == "SEC0123456789"
    sealed = seal("x")
    assert renewed(sealed) == sealed


def test_a_lost_key_is_said_in_words_and_keeps_no_page_from_being_shown(robot, settings, cast):
    settings.SECRET_KEY = "another"
    with pytest.raises(Refused, match="TONGLU_SECRET_KEY") as refused:
        unseal(robot.secret.sealed)
    assert refused.value.code == "secret_lost"
    assert (robot.secret_shown, robot.address_shown) == ("••••?", "••••?")
    page = cast.client("he").get(f"/robots/{robot.pk}")
    assert page.status_code == 200


def test_what_stood_open_is_sealed_by_the_migration_and_opened_when_it_is_taken_back(robot):
    plain = {"url": "https://x.example/k", "secret": ""}
    with connection.cursor() as cursor:
        cursor.execute("update notices_robot set url = %s, secret = %s", list(plain.values()))
    seal_column("notices", "robot", *plain)(apps, None)
    assert (column("url")[:4], column("secret")) == ("gAAA", "")
    assert Robot.objects.get().url.open() == plain["url"]
    open_column("notices", "robot", *plain)(apps, None)
    assert {name: column(name) for name in plain} == plain
