"""The forms that come with the product, as JSON files in `shipped/`."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from django.db import transaction

from tonglu.directory.forms.definition import Definition
from tonglu.directory.forms.versions import Form, read_or_refuse

FOLDER = Path(__file__).parent / "shipped"


def read_shipped(*, folder: Path = FOLDER) -> list[Definition]:
    """The definitions in the files, by file name. Raises Refused for one that cannot be used."""
    files = sorted(folder.glob("*.json"))
    return [read_or_refuse(json.loads(file.read_text(encoding="utf-8"))) for file in files]


@transaction.atomic
def load_shipped(*, at: datetime, folder: Path = FOLDER) -> list[str]:
    """Publishes what is new among the shipped forms; returns their keys. A second run changes nothing."""
    return [read.key for read in read_shipped(folder=folder) if Form.load(definition=read, at=at)]
