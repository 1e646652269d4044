"""Serving, and preparing what is served."""

from __future__ import annotations

import json
from contextlib import nullcontext

import click
from django.core.management import call_command
from granian import Granian
from granian.constants import Interfaces

from tonglu.web.commands import cli
from tonglu.web.jobs.beside import beside


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--threads", default=8, show_default=True, help="requests answered at once")
@click.option("--with-worker", is_flag=True, help="run a worker beside it; they stop together")
def serve(host: str, port: int, threads: int, with_worker: bool) -> None:
    """Serve the office, the phone app and its sync."""
    call_command("migrate", verbosity=0)
    click.echo(f"通路 Tonglu  http://{host}:{port}/   手机 http://{host}:{port}/phone/")
    server = Granian(
        "tonglu.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=threads,
        log_access=False,
    )
    with beside("worker") if with_worker else nullcontext():
        server.serve()


@cli.command()
def migrate() -> None:
    """Create the database's tables, or bring them up to date."""
    call_command("migrate", verbosity=1)


@cli.command()
def openapi() -> None:
    """Print the OpenAPI document of the phone's endpoints."""
    from tonglu.web.phone.api import api  # imported here: only this command needs the endpoints

    click.echo(json.dumps(api.get_openapi_schema(path_prefix="/phone/api/"), ensure_ascii=False, indent=1))
