"""What every kind of document needs: its body read, and the position that its sender acted in."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from tonglu.base.errors import Refused
from tonglu.directory.devices.gate import Body
from tonglu.directory.devices.models import PhoneDocument
from tonglu.directory.org.models import Position

B = TypeVar("B", bound=BaseModel)


def parsed(model: type[B], raw: Body) -> B:
    """The body as its model. Raises Refused with the first thing that is wrong with it."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Refused(
            _("单据有误：{where} {fault}"), where=where, fault=first["msg"], code="bad_document"
        ) from error


def acting_position(document: PhoneDocument, on: date) -> Position:
    """The position of the one who sent it. Raises Refused where he held none that day."""
    position = document.person.position(on=on)
    if position is None:
        raise Refused(
            _("{name} {on} 没有岗位；请管理员任命后重发"),
            name=document.person.name,
            on=on,
            code="no_position",
        )
    return position
