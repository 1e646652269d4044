"""Every page opens for the roles that it is for, and is refused to others."""

from __future__ import annotations


def test_the_list_of_customers_opens(cast):
    page = cast.client("li").get("/customers")
    assert page.status_code == 200
    assert "sun第1便利店" in page.content.decode()
