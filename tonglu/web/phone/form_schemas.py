"""Forms, and whom they can be about, as they go over the wire to a phone."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel


class FormOut(BaseModel):
    """A form to fill in, by the version in force. `definition` as in `tonglu.directory.forms.definition`.

    `channels`: ids of the customers' channels that it is for, unless it is for `everywhere`.
    """

    version: int
    key: str
    number: int
    subject: Literal["customer", "person", "day", "company"]
    used_for: str
    channels: list[int]
    everywhere: bool
    definition: dict[str, Any]


class ColleagueOut(BaseModel):
    id: int
    code: str
    name: str
    search: str
