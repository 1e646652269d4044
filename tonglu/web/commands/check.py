"""What must always hold, checked over the whole database."""

from __future__ import annotations

import click

from tonglu.base.journal.models import Entry, Seal, Verification
from tonglu.customers.cards.queries import without_owner
from tonglu.web import clock
from tonglu.web.commands import cli, plainly


@cli.command()
@click.option("--seal", is_flag=True, help="first chain the journal rows that have no seal yet")
@plainly
def check(seal: bool) -> None:
    """Verify the journal's chain of hashes and that every active outlet has an owner."""
    if seal:
        click.echo(f"{Seal.seal_all()} journal rows sealed")
    found = Verification.go_on(at=clock.now(), whole=True).broken
    broken = None if found is None else str(found)
    orphans = without_owner(on=clock.today())
    click.echo(
        f"journal: {Entry.objects.count()} rows, {Seal.objects.count()} sealed, first broken: {broken or '—'}"
    )
    click.echo(f"active outlets without an owner: {len(orphans)} {', '.join(orphans[:10])}")
    if broken is not None or orphans:
        raise SystemExit(1)
