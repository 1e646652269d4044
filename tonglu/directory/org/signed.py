"""A signature that was given elsewhere, on paper or in another system, and is brought in with what it signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from tonglu.base.accounts.models import Account
from tonglu.base.errors import NotYours
from tonglu.directory.org.models import Person, Position


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, when, and with what words."""

    person: Person
    at: datetime
    words: str = ""

    def account(self, *, position: Position, on: date) -> Account:
        """The signer's account. Raises NotYours for one who did not lead that position on that day."""
        if not self.person.leads(position, on=on):
            raise NotYours(
                _("{name} {on} 不是 {position} 的上级，不能写成由他签核"),
                name=self.person.name,
                on=on,
                position=position,
            )
        return self.person.login
