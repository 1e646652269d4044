from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from tonglu.base.accounts.rules import MANY, WINDOW, locked_until


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, username: str, password: str | None = None, **extra: Any) -> Account:
        account = self.model(username=self.model.normalize_username(username), **extra)
        account.set_password(password)
        account.save(force_insert=True)
        return account


class Account(AbstractBaseUser):
    """A login 账号. `language` is a Django language code."""

    username = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=16, default="zh-hans")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(
        default=False, help_text="the office gave it; its owner chooses his own first"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = AccountManager()

    def __str__(self) -> str:
        return self.username

    def speak(self, language: str) -> None:
        """Choose the language of every page from now on."""
        self.language = language
        self.save(update_fields=["language"])

    def open(self, opens: bool) -> None:
        """Whether anyone gets in by it; what is logged in is out at its next request."""
        self.is_active = opens
        self.save(update_fields=["is_active"])

    def take_password(self, password: str, *, given: bool) -> None:
        """From now on that password; `given` by the office, it opens nothing but the page to choose one's own."""
        self.set_password(password)
        self.must_change_password = given
        self.save(update_fields=["password", "must_change_password"])


class Attempt(models.Model):
    """A try to log in 登录记录, whoever's name was typed. Never changed, kept for a year.

    The name is kept as it was typed, known or not: a stranger learns nothing from how he is refused.
    """

    class Outcome(models.TextChoices):
        ENTERED = "entered", _("进入")
        FAILED = "failed", _("密码不对")
        UNLOCKED = "unlocked", _("解锁")

    username = models.CharField(max_length=64)
    outcome = models.CharField(max_length=16, choices=Outcome.choices)
    at = models.DateTimeField()
    address = models.GenericIPAddressField(null=True)
    browser = models.CharField(
        max_length=16,
        blank=True,
        default="",
        help_text="one in which the account was used before; empty: a stranger",
    )
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["username", "at"])]

    @classmethod
    def note(
        cls,
        outcome: Outcome,
        *,
        username: str,
        at: datetime,
        address: str | None = None,
        browser: str = "",
        by: Account | None = None,
    ) -> Attempt:
        """`by` is who unlocked it; `address` where the try came from."""
        facts = {"outcome": outcome, "at": at, "address": address, "browser": browser, "by": by}
        return cls.objects.create(username=_plain(username), **facts)

    @classmethod
    def locked_until(
        cls, *, username: str, at: datetime, address: str | None, browser: str
    ) -> datetime | None:
        """Until when nobody gets in under that name from there; None when it may be tried.

        A `browser` in which the account was used has a count of its own. Others are counted by name and address, and
        by the name alone with a higher limit.
        """
        tries = cls._lately(username, at)
        if browser:
            return locked_until(_failures(t for t in tries if t.browser == browser), at=at)
        strange = [t for t in tries if not t.browser]
        here = locked_until(_failures(t for t in strange if t.address == address), at=at)
        failed = [t.at for t in strange if t.outcome == cls.Outcome.FAILED]
        return max(filter(None, (here, locked_until(failed, at=at, limit=MANY))), default=None)

    @classmethod
    def locked_somewhere(cls, *, username: str, at: datetime) -> datetime | None:
        """Until when the name is locked from anywhere at all; None where it is open everywhere."""
        places = {(t.address, t.browser) for t in cls._lately(username, at)}
        until = (cls.locked_until(username=username, at=at, address=a, browser=b) for a, b in places)
        return max(filter(None, until), default=None)

    @classmethod
    def _lately(cls, username: str, at: datetime) -> list[Attempt]:
        """Those that may still count, oldest first: after the last unlocking."""
        tries = cls.objects.filter(username=_plain(username), at__gt=at - 2 * WINDOW).order_by("id")
        unlocked = tries.filter(outcome=cls.Outcome.UNLOCKED).last()
        return list(tries.filter(id__gt=unlocked.pk) if unlocked else tries)

    @classmethod
    def forget(cls, *, before: datetime) -> int:
        """Takes away what is older, of which the database keeps a year in any case; returns how many."""
        return cls.objects.filter(at__lt=before).delete()[0]


def _failures(tries: Iterable[Attempt]) -> list[datetime]:
    """When it failed since the last success."""
    found: list[datetime] = []
    for one in tries:
        found = [*found, one.at] if one.outcome == Attempt.Outcome.FAILED else []
    return found


def _plain(username: str) -> str:
    """What counts as one name: without case, since that is how guesses vary."""
    return username.strip().lower()[:64]
