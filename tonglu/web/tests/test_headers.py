"""What browsers are told beside a page, and whose address a request carries."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import RequestFactory

from tonglu.base.accounts.models import Attempt
from tonglu.web import headers

TEMPLATES = Path(headers.__file__).parent / "desk/templates"


@pytest.mark.parametrize("path", ["/login", "/orders", "/phone/", "/no-such-page"])
def test_a_page_runs_no_script_but_ours(cast, path):
    answer = cast.client("li").get(path)
    answer.close()
    policy = answer.headers["Content-Security-Policy"]
    assert "object-src 'none'" in policy
    assert "'unsafe-inline'" not in policy.partition("script-src")[2].partition(";")[0]


def test_every_handler_in_a_template_is_named_in_the_policy():
    found = {
        script
        for page in TEMPLATES.rglob("*.html")
        for script in re.findall(r"\son[a-z]+=\"([^\"]*)\"", page.read_text())
    }
    assert found == set(headers.HANDLERS)
    assert not [
        page for page in TEMPLATES.rglob("*.html") if re.search(r"<script>|javascript:", page.read_text())
    ]


@pytest.mark.parametrize(
    ("proxies", "told", "seen"),
    [
        (0, "9.9.9.9", "127.0.0.1"),
        (1, "9.9.9.9, 1.2.3.4", "1.2.3.4"),
        (2, "9.9.9.9, 1.2.3.4, 10.0.0.1", "1.2.3.4"),
        (2, "1.2.3.4", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_an_address_is_believed_from_our_own_proxies_alone(proxies, told, seen):
    request = RequestFactory().get("/", headers={"X-Forwarded-For": told})
    assert headers.address(request, proxies=proxies) == seen


def test_a_wrong_password_is_noted_with_where_it_came_from(cast, client, settings):
    settings.PROXIES = 1
    client.post("/login", {"login": "li", "password": "x"}, headers={"X-Forwarded-For": "1.2.3.4"})
    assert Attempt.objects.get().address == "1.2.3.4"
