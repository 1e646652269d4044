"""The worker beside the web server."""

from __future__ import annotations

import click
from django.core.management import call_command

from tonglu.web.commands import cli
from tonglu.web.jobs.worker import work


@cli.command()
@click.option(
    "--silence",
    default=30.0,
    show_default=True,
    help="seconds without a sign of life after which another worker's job counts as left behind",
)
@click.option(
    "--while-child-of", type=int, hidden=True, help="stop when this is no longer the parent process"
)
def worker(silence: float, while_child_of: int | None) -> None:
    """Do the jobs that were asked for, and ask for those that are due; any number of workers may run."""
    call_command("migrate", verbosity=0)
    work(silence=silence, while_child_of=while_child_of)
