"""Other programs are told: once, signed, in order of need, and never at an address behind the wall."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from community.create_member import create_member
from community.models import AuditEntry, Thread
from config.env import ROOT
from feedback.classify_batch import classify_batch
from feedback.models import Step, WebhookDelivery, WebhookEndpoint
from feedback.take_step import StepTaken, take_step
from feedback.webhooks import addresses, post, send
from feedback.webhooks.addresses import NotAllowed, is_public, target_of
from feedback.webhooks.endpoints import create_endpoint, disable_endpoint, enable_endpoint, replay_one, rotate_secret
from feedback.webhooks.events import EVENTS
from feedback.webhooks.queue import queue_test, replay_since
from feedback.withdraw_report import withdraw_report
from tests.at_once import at_once

pytestmark = pytest.mark.django_db


class Receiver:
    """A real server that notes what it is told, and answers as the test says."""

    def __init__(self) -> None:
        self.told: list[tuple[dict[str, str], bytes]] = []
        self.status, self.answer, self.headers = 200, b"thanks", {}
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.told.append((dict(self.headers), body))
                self.send_response(receiver.status)
                for name, value in receiver.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(receiver.answer)

            do_GET = do_POST

            def log_message(self, *_args: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook?a=1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def events(self) -> list[str]:
        return [json.loads(body)["type"] for _headers, body in self.told]


@pytest.fixture
def receiver(settings) -> Iterator[Receiver]:
    settings.WEBHOOK_HOSTS = ["127.0.0.1"]
    running = Receiver()
    yield running
    running.server.shutdown()
    running.server.server_close()


@pytest.fixture
def ada(house):
    return create_member(name="ada", role="admin")


@pytest.fixture
def endpoint(receiver, ada) -> Callable[..., WebhookEndpoint]:
    def make(*events: str, url: str = "") -> WebhookEndpoint:
        name = f"hook {WebhookEndpoint.objects.count()}"
        made, made.plain = create_endpoint(name=name, url=url or receiver.url, events=events or list(EVENTS), by=ada)
        return made

    return make


def is_signed(told: tuple[dict[str, str], bytes], secret: str) -> bool:
    """As a receiver reads the specification, by none of our code."""
    headers, body = told
    key = base64.b64decode(secret[len("whsec_") :])
    signed = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
    wanted = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return abs(time.time() - int(headers["webhook-timestamp"])) < 300 and wanted in headers["webhook-signature"].split(" ")


def later(**of: float) -> None:
    """As if that time had passed, for all that waits."""
    for one in WebhookDelivery.objects.filter(state__in=["waiting", "sending"]):
        WebhookDelivery.objects.filter(pk=one.pk).update(next_try_at=one.next_try_at - timedelta(**of))


def test_each_step_is_told_once_and_signed(endpoint, receiver, submitted):
    hook = endpoint()
    report = submitted()
    classify_batch()
    assert send.send_webhooks() == 2
    assert send.send_webhooks() == 0
    assert receiver.events() == ["report.reported", "report.classified"]
    assert all(is_signed(told, hook.plain) for told in receiver.told)
    headers, body = receiver.told[0]
    data = json.loads(body)["data"]
    assert (data["report"], data["event"], data["title"]) == (report.pk, "reported", report.thread.title)
    assert data["url"].endswith(f"/r/{report.pk}/")
    assert headers["webhook-id"].startswith("msg_")
    sent = WebhookDelivery.objects.order_by("pk")[0]
    assert (sent.state, sent.status_code, sent.answer, sent.tries) == ("sent", 200, "thanks", 1)


def test_what_the_documentation_shows_verifies_it(endpoint, receiver, submitted):
    hook = endpoint("report.reported")
    submitted()
    send.send_webhooks()
    names: dict[str, Any] = {}
    exec((ROOT / "docs" / "api.md").read_text().split("```python\n")[1].split("```")[0], names)
    headers, body = receiver.told[0]
    lower = {name.lower(): value for name, value in headers.items()}
    assert names["is_from_huiliu"](lower, body, hook.plain)
    assert not names["is_from_huiliu"](lower, body + b" ", hook.plain)
    assert not names["is_from_huiliu"]({**lower, "webhook-timestamp": "1700000000"}, body, hook.plain)


def test_a_step_taken_again_is_not_told_again_nor_one_from_before(endpoint, receiver, submitted):
    report = submitted()
    hook = endpoint()
    step = StepTaken(report_id=report.pk, event="reported", key="1")
    take_step(step)
    assert not WebhookDelivery.objects.exists()
    for _time in range(2):
        take_step(StepTaken(report_id=report.pk, event="accepted", key="7"))
    assert [one.event for one in hook.deliveries.all()] == ["report.accepted"]


def test_an_endpoint_is_told_of_what_it_asked_for_alone(endpoint, receiver, submitted):
    endpoint("report.classified")
    submitted()
    classify_batch()
    send.send_webhooks()
    assert receiver.events() == ["report.classified"]


def test_what_is_rolled_back_is_not_told(endpoint, submitted):
    endpoint()
    with transaction.atomic():
        submitted()
        assert WebhookDelivery.objects.count() == 1
        transaction.set_rollback(True)
    assert not WebhookDelivery.objects.exists()


@pytest.mark.parametrize("closed", [{"visibility": "members"}, {"visibility": "team"}, {"state": "held"}])
def test_the_title_of_what_not_everyone_may_read_is_not_told(endpoint, receiver, submitted, closed):
    endpoint()
    Thread.objects.filter(pk=submitted().pk).update(**closed)
    send.send_webhooks()
    assert json.loads(receiver.told[0][1])["data"]["title"] is None


def test_what_was_taken_back_meanwhile_is_told_without_its_title(endpoint, receiver, submitted, alice):
    endpoint()
    withdraw_report(report=submitted(), by=alice)
    send.send_webhooks()
    assert receiver.events() == ["report.reported", "report.withdrawn"]
    assert [json.loads(body)["data"]["title"] for _headers, body in receiver.told] == [None, None]


def test_during_the_grace_both_secrets_sign(endpoint, receiver, submitted, ada):
    hook = endpoint()
    new = rotate_secret(endpoint=hook, by=ada)
    submitted()
    send.send_webhooks()
    assert is_signed(receiver.told[0], hook.plain)
    assert is_signed(receiver.told[0], new)
    assert not is_signed(receiver.told[0], "whsec_" + base64.b64encode(b"x" * 32).decode())
    WebhookEndpoint.objects.update(old_secret_until=timezone.now())
    classify_batch()
    send.send_webhooks()
    assert not is_signed(receiver.told[1], hook.plain)
    assert is_signed(receiver.told[1], new)
    assert new not in str(WebhookEndpoint.objects.values())  # a copy of the database signs nothing


def test_a_failure_is_tried_again_with_the_same_id_and_ever_later(endpoint, receiver, submitted):
    hook = endpoint("report.reported")
    receiver.status, receiver.answer = 503, b"\xff not now \x00" + b"x" * 9000
    submitted()
    waits = []
    for _try in range(send.MAX_TRIES):
        before = timezone.now()
        assert send.send_webhooks() == 1
        row = hook.deliveries.get()
        waits.append(row.next_try_at - before)
        assert (row.status_code, len(row.answer)) == (503, post.KEPT)
        later(days=2)
    assert waits[:3] == sorted(waits[:3])
    assert len({headers["webhook-id"] for headers, _body in receiver.told}) == 1
    assert (row.state, row.tries) == ("failed", send.MAX_TRIES)
    hook.refresh_from_db()
    assert hook.disabled_why == "failing"
    classify_batch()
    assert hook.deliveries.count() == 1


def test_one_that_took_something_meanwhile_is_not_disabled(endpoint, receiver, submitted):
    hook = endpoint("report.reported")
    receiver.status = 500
    submitted()
    for _try in range(send.MAX_TRIES):
        send.send_webhooks()
        later(days=2)
        if _try == 3:
            receiver.status = 200
            queue_test(endpoint=hook, key="1")
            WebhookDelivery.objects.filter(event="report.reported").update(next_try_at=timezone.now() + timedelta(hours=1))
            send.send_webhooks()
            receiver.status = 500
            later(days=2)
    hook.refresh_from_db()
    assert (hook.deliveries.get(event="report.reported").state, hook.disabled_at) == ("failed", None)


def test_whoever_is_gone_is_told_no_more(endpoint, receiver, submitted):
    hook = endpoint()
    receiver.status = 410
    submitted()
    send.send_webhooks()
    hook.refresh_from_db()
    assert hook.disabled_why == "gone"


def test_while_it_fails_the_others_of_its_events_wait_too(endpoint, receiver, submitted):
    endpoint("report.reported")
    receiver.status = 500
    for number in range(5):
        submitted(external_id=f"e-{number}")
    assert send.send_webhooks() == 1
    assert len(receiver.told) == 1


def test_a_failure_of_one_calls_no_other_back_sooner(endpoint, receiver, submitted):
    hook = endpoint("report.reported")
    receiver.status = 500
    for number in range(2):
        submitted(external_id=f"e-{number}")
    due, late = hook.deliveries.order_by("pk")
    in_hours = timezone.now() + timedelta(hours=6)
    hook.deliveries.filter(pk=late.pk).update(tries=6, next_try_at=in_hours)
    hook.deliveries.filter(pk=due.pk).update(tries=6)  # its next wait is longer than six hours
    assert send.send_webhooks() == 1
    late.refresh_from_db()
    assert late.next_try_at == in_hours


def test_what_is_claimed_while_its_endpoint_is_enabled_again_is_sent_and_not_held(
    endpoint, receiver, submitted, ada, monkeypatch
):
    hook = endpoint("report.reported")
    disable_endpoint(endpoint=hook, why="by_hand", by=ada)
    queue_test(endpoint=hook, key="1")
    hold = send._hold

    def enabled_just_before(delivery: WebhookDelivery) -> bool:
        enable_endpoint(endpoint=hook, by=ada)
        return hold(delivery)

    monkeypatch.setattr(send, "_hold", enabled_just_before)
    assert send.send_webhooks() == 1
    assert receiver.events() == ["test"]


def test_what_was_missed_comes_when_it_is_enabled_again_or_asked_for(endpoint, receiver, submitted, ada):
    hook = endpoint()
    began = timezone.now()
    submitted()
    disable_endpoint(endpoint=hook, why="by_hand", by=ada)
    classify_batch()
    assert (send.send_webhooks(), receiver.told) == (0, [])
    enable_endpoint(endpoint=hook, by=ada)
    send.send_webhooks()
    assert receiver.events() == ["report.reported"]
    Step.objects.update(at=timezone.now())
    assert replay_since(endpoint=hook, since=began) == 2
    send.send_webhooks()
    assert sorted(receiver.events()[1:]) == ["report.classified", "report.reported"]
    ids = [headers["webhook-id"] for headers, body in receiver.told if b"report.reported" in body]
    assert len(ids) == 2
    assert len(set(ids)) == 1
    assert replay_one(endpoint=hook, pk=hook.deliveries.order_by("pk")[0].pk)
    assert not replay_one(endpoint=hook, pk=10**9)
    assert send.send_webhooks() == 1
    assert AuditEntry.objects.filter(subject="webhook").count() == 3


def test_a_redirect_is_not_followed(endpoint, receiver, submitted):
    hook = endpoint("report.reported")
    receiver.status, receiver.headers = 302, {"Location": receiver.url}
    submitted()
    send.send_webhooks()
    assert len(receiver.told) == 1
    assert (hook.deliveries.get().state, hook.deliveries.get().status_code) == ("waiting", 302)


def test_nobody_is_there(endpoint, receiver, submitted):
    hook = endpoint("report.reported", url="http://127.0.0.1:9/")
    submitted()
    send.send_webhooks()
    assert hook.deliveries.get().answer.startswith("ConnectionRefusedError")


def test_a_server_that_never_ends_is_cut_off(receiver, monkeypatch, settings):
    import socket

    monkeypatch.setattr(post, "DEADLINE", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        answer = post.post(target_of(f"http://127.0.0.1:{silent.getsockname()[1]}/"), b"{}", {})
    assert (answer.status, answer.is_taken) == (None, False)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1"),
        *("::1", "::", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"),
        *("255.255.255.255", "240.0.0.1", "ff02::1", "192.0.2.1"),
    ],
)
def test_an_address_behind_the_wall_is_none(address):
    assert not is_public(address)


def test_an_address_of_the_open_internet_is_one():
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1:248:1893:25c8:1946")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        *[(f"https://{host}/", "private") for host in ("127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "10.1.2.3")],
        *[(url, "scheme") for url in ("http://example.org/", "ftp://example.org/", "file:///etc/passwd")][:2],
        *[
            (url, "form")
            for url in (
                "file:///etc/passwd",
                "https://",
                "https://user@example.org/",
                "https://a:b@example.org/",
                "https://example.org\\@127.0.0.1/",
                "https://example.org/#x",
                "https://exa mple.org/",
                "https://example.org/\r\nX: y",
                "https://example.org:99999/",
                "https://例子.测试/",
                "https://a%2eb/",
            )
        ],
        ("https://no-such-name.invalid/", "unknown"),
    ],
)
def test_an_address_that_may_not_be_spoken_to(url, why):
    with pytest.raises(NotAllowed) as refused:
        target_of(url)
    assert refused.value.why == why


def test_the_name_is_looked_up_once_and_the_number_that_was_checked_is_called(monkeypatch):
    """A name that first leads outside and then within (DNS rebinding) is asked once only."""
    asked = []

    def resolve(host: str, port: int, **_more: Any) -> list[Any]:
        asked.append(host)
        return [(2, 1, 6, "", ("93.184.216.34" if len(asked) == 1 else "127.0.0.1", port))]

    called: list[Any] = []

    def connect(address: tuple[str, int], *_more: Any) -> Any:
        called.append(address)
        raise OSError("no network in tests")

    monkeypatch.setattr(addresses.socket, "getaddrinfo", resolve)
    monkeypatch.setattr(post.socket, "create_connection", connect)
    post.post(target_of("https://rebind.example.org/"), b"{}", {})
    assert (asked, called) == (["rebind.example.org"], [("93.184.216.34", 443)])


@pytest.mark.django_db(transaction=True)
def test_eight_workers_tell_each_event_once(endpoint, receiver, submitted):
    endpoint("report.reported")
    for number in range(12):
        submitted(external_id=f"e-{number}")
    done = at_once(lambda _: send.send_webhooks())
    assert sum(done) == 12
    assert len({headers["webhook-id"] for headers, _body in receiver.told}) == len(receiver.told) == 12


def test_a_delivery_whose_worker_was_lost_is_sent_by_another(endpoint, receiver, submitted):
    endpoint("report.reported")
    submitted()
    assert send.claim_webhook() is not None
    assert send.send_webhooks() == 0
    later(minutes=3)
    assert send.send_webhooks() == 1
    assert len(receiver.told) == 1


def test_what_ended_long_ago_is_forgotten(endpoint, receiver, submitted):
    endpoint()
    submitted()
    send.send_webhooks()
    assert send.forget_webhooks() == 0
    WebhookDelivery.objects.update(ended_at=timezone.now() - timedelta(days=31))
    assert send.forget_webhooks() == 1
