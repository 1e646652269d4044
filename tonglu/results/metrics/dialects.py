"""Ibis's compilers for the databases there are, taught to leave room for a value that comes when the query runs.

Ibis's own parameters are written into the text; a text that is the same for everyone is compiled once.
"""

from __future__ import annotations

import re
from typing import Any

import ibis.expr.datashape as ds
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.postgres import PostgresCompiler
from ibis.backends.sql.compilers.sqlite import SQLiteCompiler


class Given(ops.Scalar):  # type: ignore[misc]  # the library ships no types
    """A scalar known by its name until the query runs."""

    label: str
    dtype: dt.DataType
    shape = ds.scalar


class _Filling:
    def visit_Given(self, _op: Given, *, label: str, dtype: Any) -> Any:  # noqa: N802  # named for the operation
        return sge.Var(this=f"@{label}@")


class _SQLite(_Filling, SQLiteCompiler):  # type: ignore[misc]
    pass


class _PostgreSQL(_Filling, PostgresCompiler):  # type: ignore[misc]
    pass


COMPILERS: dict[str, Any] = {"sqlite": _SQLite(), "postgresql": _PostgreSQL()}


def filled(sql: str) -> str:
    """The text as a cursor takes it that is handed its values by name."""
    return re.sub(r"@(\w+)@", r"%(\1)s", sql.replace("%", "%%"))
