"""Ticked rows by keys that are none: a superscript two is a digit to some, and a number to nobody."""

from __future__ import annotations

import pytest
from django.urls import reverse


@pytest.mark.parametrize("key", ["²", "x", "", "9" * 30, "\0"])
def test_what_cannot_be_a_key_is_no_row(cast, key):
    li, wang = cast.client("li"), cast.client("wang")
    for name in ("approvals_bulk", "notices_read"):
        assert li.post(reverse(name), {"row": [key]}).status_code == 302
    assert wang.post(reverse("orders_deliver"), {"row": [key]}).status_code == 302
    assert li.get(reverse("filled_forms"), {"customer": key}).status_code == 200
