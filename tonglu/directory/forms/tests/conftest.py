"""Forms that the tests fill in: the definitions of the shared cases, published this morning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from conftest import MONDAY, NOW
from tonglu.base.ids import new_id
from tonglu.directory.forms.models import Filled, Form, FormVersion
from tonglu.directory.forms.tests.test_rules import SHARED


@pytest.fixture
def published(cast):
    """Publishes a form: `published("cooler", roles=["rep"])` → its version."""

    def make(name: str = "cooler", **more: Any) -> FormVersion:
        definition = {**SHARED["definitions"][name], **more}
        form = Form.create(definition=definition, by=cast.qian.login, at=NOW)
        return form.publish(start=MONDAY, by=cast.qian.login, at=NOW)

    return make


@dataclass(frozen=True)
class Filler:
    """Someone who fills forms in."""

    cast: Any
    who: str

    def fill(self, version: FormVersion, answers: dict[str, Any], **more: Any) -> Filled:
        person, position = self.cast.people[self.who], self.cast.positions[self.who]
        values = {"id": new_id(), "finished_at": NOW, "at": NOW, **more}
        return Filled.fill(version=version, answers=answers, person=person, position=position, **values)


@pytest.fixture
def filler(cast):
    return lambda who: Filler(cast, who)
