from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


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
