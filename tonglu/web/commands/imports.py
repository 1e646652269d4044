"""What comes in from files."""

from __future__ import annotations

from pathlib import Path

import click
from django.core.management import call_command

from tonglu.exchange.adventureworks.load import load
from tonglu.web import clock
from tonglu.web.commands import cli, plainly

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


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
