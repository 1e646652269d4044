"""Names of a package that are imported when first asked for (PEP 562).

The numerical libraries behind a solver take seconds to load, and most commands and pages call none.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def on_demand(package: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """The package's `__getattr__`; `homes`: name → the submodule that defines it.

    The first of the names brings all: where a function is called like its submodule, importing another submodule would
    otherwise leave the module standing in the function's place.
    """

    def attribute(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found = {each: getattr(import_module(f"{package}.{home}"), each) for each, home in homes.items()}
        vars(sys.modules[package]).update(found)
        return found[name]

    return attribute
