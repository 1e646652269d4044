"""Whether what is kept sealed still opens, and sealing it under another key."""

from __future__ import annotations

from collections import Counter
from itertools import chain

import click
from django.db import transaction

from tonglu.base.errors import Refused
from tonglu.base.secrets import kept, renewed
from tonglu.web.commands import cli, plainly
from tonglu.web.login.adapter import kept_by_authenticators


@cli.command()
@click.option("--renew", is_flag=True, help="seal what an older key sealed under the present one")
@plainly
def secrets(renew: bool) -> None:
    """Count the secrets that open, need an older key (TONGLU_OLD_SECRET_KEYS), or are lost; exit code 1 for lost ones."""
    found = _found(renew)
    for (where, state), count in sorted(found.items()):
        click.echo(f"{where}: {count} {state}")
    if any(state == "lost" for _where, state in found):
        raise SystemExit(1)


@transaction.atomic
def _found(renew: bool) -> Counter[tuple[str, str]]:
    """(where, state) → how many."""
    found: Counter[tuple[str, str]] = Counter()
    for one in chain(kept(), kept_by_authenticators()):
        try:
            fresh = renewed(one.sealed)
        except Refused:
            found[one.where, "lost"] += 1
            continue
        if fresh == one.sealed:
            found[one.where, "open"] += 1
            continue
        if renew:
            one.replace(fresh)
        found[one.where, "renewed" if renew else "older key"] += 1
    return found
