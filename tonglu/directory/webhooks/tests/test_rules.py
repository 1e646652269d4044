from __future__ import annotations

from datetime import timedelta

import pytest

from tonglu.directory.webhooks.rules import (
    WAITS,
    is_possible,
    is_public,
    leads_inside,
    next_wait,
    signature,
    wants,
)


def test_the_waits_make_up_a_day():
    assert sum(WAITS, timedelta()) == timedelta(days=1)
    assert [next_wait(failures=n) for n in (1, len(WAITS), len(WAITS) + 1)] == [WAITS[0], WAITS[-1], None]


@pytest.mark.parametrize(
    ("url", "open_", "private"),
    [
        ("https://erp.example.com/hook", True, True),
        ("https://erp.example.com:8443/hook?a=1", True, True),
        ("http://erp.example.com/hook", False, False),
        ("http://localhost:8000/", False, True),
        ("https://user:pass@erp.example.com/", False, False),
        ("ftp://erp.example.com/", False, False),
        ("https:///nowhere", False, False),
        ("https://erp.example.com:99999/", False, False),
        ("https://erp.example.com/\nX: y", False, False),
        ("https://[::1", False, False),
        ("javascript:alert(1)", False, False),
    ],
)
def test_which_addresses_may_be_called(url, open_, private):
    assert (is_possible(url, private=False), is_possible(url, private=True)) == (open_, private)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("10.0.0.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("0.0.0.0", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:192.168.1.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False),
    ],
)
def test_which_addresses_are_on_the_open_internet(address, public):
    assert is_public(address) is public


def test_verbs_by_name_by_family_or_all():
    assert wants(["order.place"], "order.place")
    assert wants(["order.*"], "order.place")
    assert wants(["*"], "order.place")
    assert not wants(["order", "order.placed", "orders.*", "visit.*"], "order.place")


def test_the_signature_is_that_of_the_specifications_own_example():
    # https://github.com/standard-webhooks/standard-webhooks, the vector of its libraries' tests
    said = signature(
        secret="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp=1614265330,
        body='{"test": 2432232314}',
    )
    assert said == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    ("host", "inside"),
    [
        ("erp.example.com", False),
        ("8.8.8.8", False),
        ("10.0.0.8", True),
        ("192.168.1.20:8443", True),
        ("[::1]", True),
        ("[fd00::1]", True),
        ("127.1", True),
        ("0x7f000001", True),
        ("2130706433", True),
        ("localhost", True),
        ("erp.LOCALHOST.", True),
    ],
)
def test_a_host_that_is_written_as_one_inside(host, inside):
    assert leads_inside(f"https://{host}/hook") is inside
