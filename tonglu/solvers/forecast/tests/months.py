"""Made-up months of sales."""

from __future__ import annotations

import numpy as np

from tonglu.solvers.forecast import Series


def seasonal(months: int = 48, *, level: float = 100.0, noise: float = 0.05, seed: int = 1) -> list[float]:
    """A level with a yearly wave of ±30 %, a slow rise and some noise."""
    time = np.arange(months)
    wave = 1 + 0.3 * np.sin(2 * np.pi * time / 12)
    luck = np.exp(noise * np.random.default_rng(seed).standard_normal(months))
    return list(np.round(level * wave * (1 + 0.005 * time) * luck, 2))


def rare(months: int = 36, *, seed: int = 1) -> list[float]:
    """A case or two in one month of four."""
    rng = np.random.default_rng(seed)
    return [float(sold) for sold in rng.integers(1, 3, months) * (rng.random(months) < 0.25)]


def series(key: str = "K1", months: int = 48, **kind: float) -> Series:
    return Series(key=key, values=seasonal(months, **kind))  # type: ignore[arg-type]
