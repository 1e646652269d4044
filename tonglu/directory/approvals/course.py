"""How a round stands after what was said, from values alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tonglu.directory.approvals.chain import Asked

Verdict = Literal["approve", "refuse", "return"]
Result = Literal["", "approved", "refused", "returned"]
ENDS: dict[Verdict, Result] = {"refuse": "refused", "return": "returned"}


@dataclass(frozen=True, slots=True)
class Said:
    """An answer: the step and the place in it, both from 0."""

    step: int
    place: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Standing:
    """`result` is empty while the round is open; `waiting` are the places of `step` that have yet to answer."""

    result: Result
    step: int
    waiting: frozenset[int] = frozenset()


def standing(chain: Sequence[Asked], said: Sequence[Said]) -> Standing:
    """Steps one after another; one refusal or return ends it, whoever says so; approved once every step agreed.

    Answers to a step that is not at hand yet, or to one that is over, count for nothing.
    """
    for number, step in enumerate(chain):
        agreed: set[int] = set()
        for answer in (one for one in said if one.step == number and one.place < len(step.positions)):
            if answer.verdict != "approve":
                return Standing(ENDS[answer.verdict], number)
            agreed.add(answer.place)
            if _carried(step, agreed):
                break
        if not _carried(step, agreed):
            return Standing("", number, frozenset(range(len(step.positions))) - agreed)
    # a chain that asks nobody has agreed to nothing
    return Standing("approved", len(chain)) if chain else Standing("", 0)


def _carried(step: Asked, agreed: set[int]) -> bool:
    return bool(agreed) if step.any else len(agreed) == len(step.positions)
