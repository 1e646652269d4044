"""How words are put together: lists, clauses and asides, punctuated as the language in force does."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _


def listed(words: Iterable[str]) -> str:
    """`甲、乙`; `A, B`."""
    return _("、").join(words)


def clauses(words: Iterable[str]) -> str:
    """`甲；乙`; `A; B`."""
    return _("；").join(words)


def labelled(label: object, words: object) -> str:
    """`甲：乙`; `A: B`."""
    return _("{label}：{words}").format(label=label, words=words)


def with_aside(words: object, aside: object) -> str:
    """`甲（乙）`; `A (B)`."""
    return _("{words}（{aside}）").format(words=words, aside=aside)
