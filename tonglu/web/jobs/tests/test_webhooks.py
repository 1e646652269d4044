"""Webhooks against a receiver on the wire that checks the signature by itself."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from conftest import NOW
from tonglu.base.errors import Refused
from tonglu.base.jobs.models import Job
from tonglu.base.journal.models import Entry
from tonglu.directory.notices.models import Notice
from tonglu.directory.webhooks.models import Push, PushAttempt, Subscription
from tonglu.directory.webhooks.rules import WAITS
from tonglu.trade.orders.models import Order
from tonglu.web.jobs.outside import NotAllowed, pinned
from tonglu.web.jobs.runner import work_off


class Receiver:
    """Another program: answers with `status`, keeps what came, and knows the secret."""

    def __init__(self) -> None:
        self.status, self.taken = 204, []

    def is_signed(self, n: int, secret: str) -> bool:
        """As the Standard Webhooks specification says, written here from its text."""
        headers, body = self.taken[n]
        key = base64.b64decode(secret.split("_", 1)[1])
        signed = headers["webhook-id"] + "." + headers["webhook-timestamp"] + "." + body
        wanted = base64.b64encode(hmac.digest(key, signed.encode(), hashlib.sha256)).decode()
        return headers["webhook-signature"] == f"v1,{wanted}"


@pytest.fixture
def receiver(settings):
    settings.WEBHOOKS_PRIVATE = True
    found = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            found.taken.append(({k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(found.status)
            self.send_header("location", "http://127.0.0.1:9/elsewhere")
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_said: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.url = f"http://localhost:{server.server_port}/hook?for=tonglu"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def subscribed(cast, receiver):
    def subscribe(who: str, *verbs: str) -> Subscription:
        return Subscription.subscribe(
            person=cast.people[who], url=receiver.url, verbs=verbs or ["order.*"], private=True, at=NOW
        )

    return subscribe


@pytest.fixture
def ordered(cast, visit_document):
    """An order of a rep's, by his phone."""

    def order(who: str = "sun") -> Order:
        sent = {"sent_at": NOW.isoformat(), "documents": [visit_document(f"{who}1")]}
        cast.device(who).post("documents", sent)
        return Order.objects.get(customer=cast.customers[f"{who}1"])

    return order


def later(monkeypatch, after: timedelta) -> None:
    monkeypatch.setenv("TONGLU_NOW", (NOW + after).isoformat())


def test_what_happened_is_told_once_and_signed(receiver, subscribed, ordered):
    subscription, order = subscribed("wang"), ordered()
    work_off()
    (headers, _body), said = receiver.taken[0], json.loads(receiver.taken[0][1])
    assert (len(receiver.taken), receiver.is_signed(0, subscription.secret.open())) == (1, True)
    assert (said["verb"], said["object"]["id"], said["by"]) == ("order.place", str(order.pk), "sun")
    assert said["facts"]["number"] == order.number
    assert headers["webhook-id"] == said["id"] == str(Push.objects.get().pk)
    assert headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    attempt = PushAttempt.objects.get()
    assert (attempt.status, attempt.error, attempt.push.state) == (204, "", Push.State.TAKEN)


def test_a_push_that_is_sent_again_is_known_by_its_id(receiver, subscribed, ordered, killed_after_sending):
    secret = subscribed("wang").secret.open()
    ordered()
    killed_after_sending()
    (first, body), (again, same) = receiver.taken
    assert (first["webhook-id"], body) == (again["webhook-id"], same)
    assert receiver.is_signed(0, secret)
    assert receiver.is_signed(1, secret)
    assert PushAttempt.objects.count() == 1
    assert Push.objects.get().state == Push.State.TAKEN


def test_a_secret_whose_key_is_lost_is_told_among_the_attempts(receiver, subscribed, ordered, settings):
    subscribed("wang")
    ordered()
    settings.SECRET_KEY = "another"
    work_off()
    assert (receiver.taken, PushAttempt.objects.get().status) == ([], None)
    assert "TONGLU_SECRET_KEY" in PushAttempt.objects.get().error


def test_only_the_verbs_that_were_asked_for_are_told(receiver, subscribed, ordered):
    subscribed("wang", "order.deliver", "visit.*")
    ordered()
    work_off()
    assert [json.loads(body)["verb"] for _headers, body in receiver.taken] == ["visit.record"]


@pytest.mark.parametrize(
    ("who", "told"), [("li", 1), ("zhao", 0), ("zheng", 0), ("chen", 1), ("he", 1), ("zhou", 0)]
)
def test_a_subscription_sees_what_its_person_sees(receiver, subscribed, ordered, who, told):
    subscribed(who)
    ordered("sun")
    assert Push.objects.count() == told


def test_what_belongs_to_no_line_is_the_administrators(cast, receiver, subscribed):
    for who in ("he", "chen"):
        subscribed(who, "*")
    cast.device("sun")  # registers a phone
    told = {push.subscription.person.name for push in Push.objects.filter(entry__verb="device.register")}
    # a device has a line of its own: it is its person's
    assert told == {"何管理", "陈总监"}


def test_a_door_that_was_shut_meanwhile_stays_shut(cast, receiver, subscribed, ordered):
    subscribed("li")
    ordered()
    cast.li.appointments.all().delete()
    work_off()
    assert (receiver.taken, Push.objects.get().state) == ([], Push.State.GIVEN_UP)


def test_what_is_not_taken_is_tried_again_for_a_day_and_then_given_up(
    receiver, subscribed, ordered, monkeypatch
):
    subscribed("wang")
    receiver.status = 500
    ordered()
    work_off()
    at = timedelta()
    for n, wait in enumerate(WAITS, start=1):
        later(monkeypatch, at + wait - timedelta(seconds=1))
        work_off()
        assert len(receiver.taken) == n
        at += wait
        later(monkeypatch, at)
        work_off()
    push = Push.objects.get()
    assert (at, len(receiver.taken), push.state) == (timedelta(days=1), 8, Push.State.GIVEN_UP)
    assert [attempt.error for attempt in push.attempts.all()] == ["HTTP 500"] * 8
    assert len({body for _headers, body in receiver.taken}) == 1
    assert Entry.objects.get(verb="webhook.give_up").object_id == str(push.pk)
    assert not Job.objects.unfinished().filter(kind="webhooks.send").exists()


def test_the_owner_hears_once_a_day_of_what_was_given_up(cast, subscribed, ordered):
    subscription = subscribed("wang", "order.*", "visit.*")
    ordered()
    for push in Push.objects.all():
        push.give_up(error="HTTP 500", at=NOW)
    notice = Notice.objects.get()
    assert (notice.person, notice.link) == (cast.wang, f"/webhooks/{subscription.pk}")
    assert notice.title == "推送没有送达，已放弃"
    assert notice.body.startswith("发往 http://localhost")
    assert notice.body.endswith("：HTTP 500")
    assert "hook?" not in notice.body
    assert cast.client("wang").get(notice.link).status_code == 200


def test_who_stopped_it_himself_hears_nothing(cast, subscribed, ordered):
    subscription = subscribed("wang", "order.*")
    ordered()
    subscription.stop(by=cast.wang.login, at=NOW)
    work_off()
    assert Push.objects.get().state == Push.State.GIVEN_UP
    assert not Notice.objects.exists()


def test_it_is_taken_at_the_second_try(receiver, subscribed, ordered, monkeypatch):
    subscribed("wang")
    receiver.status = 503
    ordered()
    work_off()
    receiver.status = 200
    later(monkeypatch, WAITS[0])
    work_off()
    assert [attempt.status for attempt in PushAttempt.objects.all()] == [503, 200]
    assert Push.objects.get().state == Push.State.TAKEN


def test_a_redirect_is_not_followed(receiver, subscribed, ordered):
    subscribed("wang")
    receiver.status = 302
    ordered()
    work_off()
    assert (len(receiver.taken), PushAttempt.objects.get().status) == (1, 302)


def test_nobody_listening_is_a_failure_like_another(subscribed, receiver, ordered):
    subscription = subscribed("wang")
    Subscription.objects.filter(pk=subscription.pk).update(url="http://localhost:9/")
    ordered()
    work_off()
    attempt = PushAttempt.objects.get()
    assert (attempt.status, attempt.error.startswith("ConnectError")) == (None, True)


def test_a_push_is_replayed_by_hand(cast, receiver, subscribed, ordered):
    subscribed("wang")
    ordered()
    work_off()
    push = Push.objects.get()
    push.replay(by=cast.wang.login, at=NOW)
    with pytest.raises(Refused):
        push.replay(by=cast.wang.login, at=NOW)
    work_off()
    assert [body for _headers, body in receiver.taken] == [push.body] * 2
    assert Entry.objects.filter(verb="webhook.replay").count() == 1


def test_a_test_is_sent_and_signed(cast, receiver, subscribed):
    subscription = subscribed("wang")
    subscription.try_out(by=cast.wang.login, at=NOW)
    work_off()
    assert json.loads(receiver.taken[0][1])["verb"] == "webhook.test"
    assert receiver.is_signed(0, subscription.secret.open())


def test_what_was_rolled_back_is_not_told(cast, receiver, subscribed, visit_document):
    subscribed("wang")
    bad = visit_document("sun1")
    bad["body"]["order"]["lines"][0]["sku"] = 999_999
    cast.device("sun").post("documents", {"sent_at": NOW.isoformat(), "documents": [bad]})
    assert Push.objects.count() == 0


def test_a_stopped_subscription_is_told_nothing_more(cast, receiver, subscribed, ordered):
    subscription = subscribed("wang")
    ordered()
    subscription.stop(by=cast.wang.login, at=NOW)
    work_off()
    ordered("zhou")
    assert (receiver.taken, Push.objects.count()) == ([], 1)


@pytest.mark.parametrize(
    "name",
    ["localhost", "127.0.0.1", "10.1.2.3", "192.168.0.9", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]"],
)
def test_this_machine_and_the_networks_behind_it_are_not_called(settings, name):
    settings.WEBHOOKS_PRIVATE = False
    with pytest.raises(NotAllowed):
        pinned(f"https://{name}/hook")


def test_a_name_that_leads_inside_is_not_called(settings, monkeypatch):
    settings.WEBHOOKS_PRIVATE = False
    both = [(2, 1, 6, "", ("8.8.8.8", 443)), (2, 1, 6, "", ("10.0.0.5", 443))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_more: both)
    with pytest.raises(NotAllowed, match=r"rebind\.example"):
        pinned("https://rebind.example/hook")
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_more: both[:1])
    assert pinned("https://good.example/hook?a=1#b") == ("https://8.8.8.8:443/hook?a=1", "good.example")
