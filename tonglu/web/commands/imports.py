"""What comes in from files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
from django.core.management import call_command

from tonglu.exchange.adventureworks.load import load
from tonglu.exchange.imports.nouns.table import NOUNS
from tonglu.web import clock
from tonglu.web.commands import cli, lists, plainly

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@cli.group(name="import")
def imports() -> None:
    """Import a company or lists from files; an empty database is made ready first."""
    call_command("migrate", verbosity=0)


@imports.command()
@click.argument("folder", type=FOLDER)
@click.option("--password", help="for every account; made up and shown once otherwise")
@plainly
def adventureworks(folder: Path, password: str | None) -> None:
    """Import the sample company AdventureWorks from the FOLDER of its files, into an empty database.

    Accounts are the logins in Employee.csv, without what stands before the backslash. A second import of the same
    folder changes nothing; a database that holds another company is refused.
    """
    click.echo(load(folder=folder, password=password, at=clock.now()).text())


def _day(context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise click.BadParameter(f"{value!r} is not a day; write 2026-11-23") from error


_strict = click.option("--strict", is_flag=True, help="load nothing when any row is bad or a duplicate")
_on = click.option("--on", callback=_day, help="first day of what is dated; today otherwise")
_company = click.option(
    "--company", default="导入公司", show_default=True, help="name of the company made in an empty database"
)
_common = {"file": FILE, "on": _on, "strict": _strict, "company": _company, "plainly": plainly}

for noun in NOUNS:
    imports.add_command(lists.command_of(noun, _common))
imports.add_command(lists.outlets(_common))
