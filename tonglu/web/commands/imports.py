"""What comes in from files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click
from django.core.management import call_command

from tonglu.base.datum import DATUMS, Datum
from tonglu.exchange.adventureworks.load import load
from tonglu.exchange.imports.nouns.table import NOUNS
from tonglu.exchange.imports.sorting import Policy
from tonglu.exchange.sheets.columns import Column
from tonglu.exchange.sheets.outcome import Outcome
from tonglu.exchange.sheets.outlets import Wish, import_outlets
from tonglu.exchange.sheets.places import COLUMNS as OUTLET_COLUMNS
from tonglu.exchange.sheets.skus import COLUMNS as SKU_COLUMNS
from tonglu.exchange.sheets.skus import import_skus
from tonglu.web import clock
from tonglu.web.commands import cli, lists, plainly

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NOT_ALL = 2


def _mapping(columns: tuple[Column, ...]) -> str:
    """The column mapping for --help: ours, then the headers by which a sheet may call it."""
    rows = (f"  {c.name}{' (required)' if c.required else ''}: {', '.join(c.headers)}" for c in columns)
    return (
        "\b\nColumns, by their headers (in any case and order; others are left out and named):\n"
        + "\n".join(rows)
    )


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


@imports.command(epilog=_mapping(OUTLET_COLUMNS))
@click.argument("file", type=FILE)
@click.option("--datum", type=click.Choice(DATUMS), required=True, help="of the file's coordinates")
@click.option("--position", help="code of the position that owns them; without, they are prospects")
@click.option("--unit", help="code of their unit; the position's, or the whole company, otherwise")
@click.option("--prefix", help="of the codes made for rows without one; the file's first word otherwise")
@_on
@_strict
@_company
@plainly
def outlets(
    file: Path,
    datum: Datum,
    position: str | None,
    unit: str | None,
    prefix: str | None,
    on: date | None,
    strict: bool,
    company: str,
) -> None:
    """Import outlets from FILE, CSV (UTF-8 or GB18030) or Excel.

    Points are stored in WGS-84. A row is a duplicate when name and address, or name and place within 50 m, are those
    of another. Bad rows and duplicates go to FILE.errors.xlsx with the reason (exit code 2); a second import changes
    nothing.
    """
    wish = Wish(
        datum=datum,
        at=clock.now(),
        on=on,
        strict=strict,
        position=position,
        unit=unit,
        prefix=prefix,
        company=company,
    )
    _tell(import_outlets(path=file, wish=wish))


@imports.command(epilog=_mapping(SKU_COLUMNS))
@click.argument("file", type=FILE)
@_on
@_strict
@_company
@lists.DRY
@lists.EXISTING
@lists.MAP
@plainly
def skus(
    file: Path,
    on: date | None,
    strict: bool,
    company: str,
    dry_run: bool,
    existing: str,
    mapping: Mapping[str, str],
) -> None:
    """Import articles from FILE, CSV (UTF-8 or GB18030) or Excel.

    A bar code is an EAN-13 or EAN-8 with the right check digit; without a code of its own an article takes it for
    one. Bad rows and duplicates go to FILE.errors.xlsx with the reason (exit code 2); a second import changes nothing.
    """
    if dry_run or mapping or existing != Policy.BACK:
        lists.import_list(
            noun="skus",
            file=file,
            dry=dry_run,
            existing=existing,
            strict=strict,
            mapping=mapping,
            on=on,
            company=company,
        )
        return
    _tell(import_skus(path=file, at=clock.now(), on=on, strict=strict, company=company))


# `skus` has stood above since before there was one way for all lists
for noun in NOUNS:
    if noun not in imports.commands:
        imports.add_command(
            lists.command_of(
                noun,
                {"file": FILE, "on": _on, "strict": _strict, "company": _company, "plainly": plainly},
            )
        )


def _tell(outcome: Outcome) -> None:
    click.echo(outcome.text())
    if outcome.faults:
        raise SystemExit(NOT_ALL)
