"""The language that metrics are written in, loaded when a figure is first asked for.

It takes more than a second to load, and most commands ask for no figure; the server loads it before its first request.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Literal


@cache
def ibis() -> Any:
    import ibis  # not at the top: see above

    return ibis


@cache
def given(name: str, kind: Literal["date", "int64", "string"]) -> Any:
    """A value that a query is handed when it runs, so that one text of it serves every person and day."""
    from tonglu.results.metrics.dialects import Given  # not at the top: see above

    return Given(name, kind).to_expr()


def compiled(expression: Any, vendor: str) -> str:
    """The SQL of a database (by Django's name for it), with `%(name)s` for what is `given`."""
    from tonglu.results.metrics.dialects import COMPILERS, filled  # not at the top: see above

    compiler = COMPILERS[vendor]
    return filled(str(compiler.to_sqlglot(expression).sql(dialect=compiler.dialect)))
