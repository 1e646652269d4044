"""The language that metrics are written in, loaded when a figure is first asked for.

It takes more than a second to load, and most commands ask for no figure; the server loads it before its first request.
"""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def ibis() -> Any:
    import ibis  # not at the top: see above

    return ibis


@cache
def compiler(vendor: str) -> Any:
    """Turns an expression into the SQL of a database, by Django's name for it."""
    if vendor == "postgresql":
        from ibis.backends.sql.compilers.postgres import PostgresCompiler  # not at the top: see above

        return PostgresCompiler()
    from ibis.backends.sql.compilers.sqlite import SQLiteCompiler  # not at the top: see above

    return SQLiteCompiler()
