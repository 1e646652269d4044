"""The command `tonglu`: thin commands, each one domain call."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click

from tonglu.base.errors import Refused
from tonglu.base.journal.models import Entry
from tonglu.base.journal.source import coming_from

P = ParamSpec("P")
R = TypeVar("R")


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=True)
@click.pass_context
def cli(context: click.Context) -> None:
    """通路 Tonglu: field sales management."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def plainly(command: Callable[P, R]) -> Callable[P, R]:
    """A refusal reaches the person at the terminal as one line and exit code 1, not as a traceback."""

    @wraps(command)
    def told(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            with coming_from(Entry.Source.COMMAND):
                return command(*args, **kwargs)
        except Refused as refused:
            raise click.ClickException(refused.reason) from refused

    return told


# each module adds its commands to `cli`
from tonglu.web.commands import check, demo, forms, imports, metric, secrets, serve, worker  # noqa: E402, F401
