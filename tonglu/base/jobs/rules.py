"""When a job that failed is tried again."""

from __future__ import annotations

from datetime import timedelta

# after the first failure, the second, …; after the last of them it has failed for good
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
# of a worker that was killed: once its job runs again by itself
LOSSES = 1


def wait_after(failures: int) -> timedelta | None:
    """How long to wait after that many failures (1 or more); None when it is not tried again."""
    return WAITS[failures - 1] if failures <= len(WAITS) else None


def runs_again(losses: int) -> bool:
    """Whether a job whose worker was killed that many times runs again by itself."""
    return losses <= LOSSES
