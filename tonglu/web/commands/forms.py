"""The forms that come with the product."""

from __future__ import annotations

import click

from tonglu.directory.forms.loading import load_shipped
from tonglu.web import clock
from tonglu.web.commands import cli, plainly


@cli.group()
def forms() -> None:
    """Check lists and questionnaires."""


@forms.command()
@plainly
def load() -> None:
    """Publish the shipped forms that are new or newer; a company's own versions stay as they are."""
    keys = load_shipped(at=clock.now())
    click.echo(f"{len(keys)} forms published{': ' + ', '.join(keys) if keys else ''}")
