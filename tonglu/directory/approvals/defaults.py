"""The rules that a company begins with, as data; it changes them by applying for a change."""

from __future__ import annotations

from typing import Any

DEFAULT: dict[str, Any] = {
    "rules": [
        {"kind": "day_plan", "steps": [{"places": [{"up": 1}]}]},
        {
            "kind": "order_price",
            "when": {"above": "10000"},
            "steps": [{"places": [{"line": "head"}]}, {"places": [{"line": "director"}]}],
        },
        {
            "kind": "order_price",
            "when": {"classes": ["A"]},
            "steps": [{"places": [{"line": "head"}]}, {"places": [{"line": "director"}]}],
        },
        {"kind": "order_price", "steps": [{"places": [{"line": "head"}]}]},
        {"kind": "target", "steps": [{"places": [{"line": "director"}]}]},
        {
            "kind": "rule_change",
            "steps": [{"places": [{"line": "director"}, {"role": "administrator"}]}],
        },
    ]
}
