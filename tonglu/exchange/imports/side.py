"""A row beside what it may be again, as people compare them."""

from __future__ import annotations

from typing import Any

from tonglu.exchange.imports.noun import Noun
from tonglu.exchange.imports.sorting import Pair

HIDDEN = "•••"


def beside(noun: Noun, pair: Pair) -> dict[str, Any]:
    """The row's cells and those of the other, column by column, with what differs. Nothing of what is not his to see."""
    match, mine = pair.match, noun.shown(pair.row.values)
    if match.row is not None:
        theirs = noun.shown(match.row.values)
    elif match.obj is not None and not match.hidden:
        theirs = {name: _there(noun, match.obj, name) for name in mine}
    else:
        theirs = {}
    # equal or not, it is not written down what they say
    mine, theirs = (
        {name: HIDDEN if name in noun.erasable and cell else cell for name, cell in cells.items()}
        for cells in (mine, theirs)
    )
    titles = {column.name: column.title for column in noun.columns()}
    return {
        "line": pair.row.line.number,
        "reason": match.reason,
        "exact": match.exact,
        "other": match.row.line.number if match.row is not None else 0,
        "object": None if match.obj is None or match.hidden else match.obj.pk,
        "cells": [
            [titles[name], mine.get(name, ""), theirs.get(name, "")]
            for name in titles
            if mine.get(name) or theirs.get(name)
        ],
    }


def _there(noun: Noun, obj: Any, name: str) -> str:
    if noun.hides(name):
        return HIDDEN
    return noun.shown({name: noun.value(obj, name)}).get(name, "")
