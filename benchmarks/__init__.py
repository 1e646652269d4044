"""Benchmarks that run alone: each prints a table and, last, one line `BENCH name key=value …`."""

from __future__ import annotations


def bench_line(name: str, **figures: float | int | str) -> str:
    """`BENCH name key=value …`, floats with four significant decimals; keys keep the order given."""
    shown = (
        f"{key}={value:.4f}" if isinstance(value, float) else f"{key}={value}"
        for key, value in figures.items()
    )
    return " ".join(["BENCH", name, *shown])
