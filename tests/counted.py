"""What a run counts: `cells["permission"]`, added up over all workers and printed at its end by the root conftest.

A module of its own, because pytest forgets a conftest when it reads the next one, and a test that imports it gets a copy.
"""

from __future__ import annotations

from collections import Counter

cells: Counter[str] = Counter()
