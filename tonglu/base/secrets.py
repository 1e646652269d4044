"""Secrets that must be read again 密文: kept encrypted, under a key drawn from `TONGLU_SECRET_KEY`.

What need only be recognised (passwords, tokens) is kept as a hash and has no place here. Older keys still open what was
sealed under them: `settings.SECRET_KEY_FALLBACKS`. Why, and what it does not keep from whom: docs/decisions/0020-secrets.md.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _

from tonglu.base.errors import Refused


def seal(text: str) -> str:
    """The text encrypted under today's key; never the same twice."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text again. Raises Refused where neither today's key nor an older one that is known opens it."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Refused(
            _(
                "保存的密文打不开：系统密钥（TONGLU_SECRET_KEY）换过。请管理员把旧密钥写进 TONGLU_OLD_SECRET_KEYS 再启动；"
                "旧密钥找不回来的，重新设置这一项"
            ),
            code="secret_lost",
        ) from None


def renewed(sealed: str) -> str:
    """The same under today's key; as it was, where it already is. Raises Refused as `unseal` does."""
    text = unseal(sealed)
    try:
        _under(settings.SECRET_KEY).decrypt(sealed.encode())
    except InvalidToken:
        return seal(text)
    return sealed


def _box() -> MultiFernet:
    """Seals with the first key, and opens with any."""
    return MultiFernet([_under(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _under(key: str) -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(key.encode()).digest()))


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A secret as it lies in the database; false where there is none. What it says is read by `open()` alone."""

    sealed: str = ""

    @classmethod
    def of(cls, text: str) -> Secret:
        return cls(seal(text)) if text else cls()

    def open(self) -> str:
        """What it says. Raises Refused where its key is lost."""
        return unseal(self.sealed) if self.sealed else ""

    def shown(self, masked: Callable[[str], str]) -> str:
        """Masked for a page, which a lost key does not keep from being shown."""
        try:
            return masked(self.open())
        except Refused:
            return "••••?"

    def __bool__(self) -> bool:
        return bool(self.sealed)

    def __str__(self) -> str:
        return "••••" if self.sealed else ""

    __repr__ = __str__


class _Sealing(DeferredAttribute):
    """A text that is given is sealed at once."""

    def __set__(self, instance: models.Model, value: Secret | str) -> None:
        instance.__dict__[self.field.attname] = value if isinstance(value, Secret) else Secret.of(value)


class SecretField(models.TextField[Secret | str, Secret]):
    """Holds a `Secret`; takes one, or the text itself. Cannot be searched: the same text never looks the same."""

    descriptor_class = _Sealing

    def from_db_value(self, value: str | None, *_context: object) -> Secret:
        return Secret(value or "")

    def get_prep_value(self, value: Any) -> str:
        return value.sealed if isinstance(value, Secret) else Secret.of(value).sealed


@dataclass(frozen=True, slots=True)
class Kept:
    """A sealed text somewhere: what it belongs to, and how another takes its place."""

    where: str
    sealed: str
    replace: Callable[[str], None]


def kept() -> Iterator[Kept]:
    """Every secret in the tables of the house."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, SecretField):
                yield from _of_field(model, field.name)


def _of_field(model: type[models.Model], name: str) -> Iterator[Kept]:
    for pk, secret in model._base_manager.exclude(**{name: Secret()}).values_list("pk", name):

        def replace(sealed: str, pk: object = pk) -> None:
            model._base_manager.filter(pk=pk).update(**{name: Secret(sealed)})

        yield Kept(f"{model._meta.label_lower}.{name}", secret.sealed, replace)


def seal_column(app: str, model: str, *names: str) -> Callable[[Any, Any], None]:
    """For a migration, after the columns became secret ones: seals what stood there as plain text."""

    def sealing(apps: Any, _editor: object) -> None:
        rows = apps.get_model(app, model)._base_manager
        for row in rows.all():
            rows.filter(pk=row.pk).update(**{name: Secret.of(getattr(row, name).sealed) for name in names})

    return sealing


def open_column(app: str, model: str, *names: str) -> Callable[[Any, Any], None]:
    """The same taken back."""

    def opening(apps: Any, _editor: object) -> None:
        rows = apps.get_model(app, model)._base_manager
        for row in rows.all():
            rows.filter(pk=row.pk).update(**{name: Secret(getattr(row, name).open()) for name in names})

    return opening
