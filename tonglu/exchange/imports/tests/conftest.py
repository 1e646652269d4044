"""Sends a sheet in as people do: a file, what it is, and how it is to be taken."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from conftest import MONDAY, NOW
from tonglu.exchange.imports.models import Import
from tonglu.exchange.imports.storage import place_of
from tonglu.exchange.sheets.sheet import read_sheet


def csv_of(*rows) -> bytes:
    target = StringIO()
    csv.writer(target).writerows(rows)
    return target.getvalue().encode()


class Sender:
    """`send("customers", [header…], [cells…], by="qian", existing="update")` → the import; `.run` what became of it."""

    def __init__(self, cast) -> None:
        self.cast = cast

    def bring(
        self, noun: str, *rows, by: str | None = "he", file: str = "list.csv", form: str = "", **wish
    ) -> Import:
        person = self.cast.people[by] if by else None
        scope = person.scope(on=MONDAY) if person else None
        content = rows[0] if isinstance(rows[0], bytes) else csv_of(*rows)
        account = person.login if person else None
        brought = Import.bring(
            noun=noun, file=file, content=content, by=account, scope=scope, at=NOW, form=form
        )
        brought.choose(**wish)
        return brought

    def __call__(self, noun: str, *rows, by: str | None = "he", dry: bool = False, **more) -> Import:
        brought = self.bring(noun, *rows, by=by, **more)
        scope = self.cast.people[by].scope(on=MONDAY) if by else None
        brought.run = brought.carry_out(context=brought.context(at=NOW, on=MONDAY, scope=scope), dry=dry)
        return brought


def back(brought) -> dict[int, str]:
    """The rows that went back: number → kind and reason."""
    run = brought.run
    if not run.errors:
        return {}
    lines = read_sheet(place_of(run.errors, name="errors.xlsx")).lines
    return {int(line.cells[0]): f"{line.cells[1]} {line.cells[2]}" for line in lines}


def counts(brought) -> dict[str, int]:
    """What is not nought."""
    return {name: n for name, n in brought.run.counts.items() if n}


@pytest.fixture
def send(cast):
    return Sender(cast)
