"""Mails leave once, in the member's words, and stop at one click; a real server takes them, a killed worker loses none."""

from __future__ import annotations

import email
import email.policy
import os
import re
import socketserver
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from community.channels import matrix
from community.models import Channel, Delivery, Event
from community.notify import notify
from community.send_deliveries import MAX_TRIES, claim_delivery, send_deliveries
from config.env import ROOT
from tests.conftest import Workers, wait_for

pytestmark = pytest.mark.django_db(transaction=True)


class MailServer(socketserver.ThreadingTCPServer):
    """Just enough SMTP (RFC 5321) to take mails; `refuse` answers each recipient so, `hold` waits before it says "taken"."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        self.taken: list[email.message.EmailMessage] = []
        self.refuse = b""
        self.hold = threading.Event()
        self.hold.set()
        super().__init__(("127.0.0.1", 0), Talk)


class Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.say(b"220 here")
        while line := self.rfile.readline().strip():
            match line[:4].upper():
                case b"EHLO" | b"HELO":
                    self.say(b"250 hello")
                case b"RCPT" if self.server.refuse:
                    self.say(self.server.refuse)
                case b"DATA":
                    self.take()
                case b"QUIT":
                    self.say(b"221 bye")
                    return
                case _:
                    self.say(b"250 ok")

    def take(self) -> None:
        self.say(b"354 go on")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line[1:] if line.startswith(b"..") else line)
        self.server.taken.append(email.message_from_bytes(b"".join(lines), policy=email.policy.default))
        self.server.hold.wait(20)
        self.say(b"250 taken")

    def say(self, words: bytes) -> None:
        with suppress(OSError):
            self.wfile.write(words + b"\r\n")


@pytest.fixture
def server(settings, alice):
    with MailServer() as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        settings.HAS_MAIL = True
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = running.server_address
        settings.SITE_ADDRESS = "https://feedback.example.org"
        alice.email = "alice@example.org"
        alice.save()
        yield running
        running.hold.set()
        running.shutdown()


def tell(member, key: str = "reply-1") -> None:
    notify(member=member, event="replied", key=key, url="/r/1/", detail={"by": "bob", "title": "17 < 23 & 1"})


def later() -> None:
    """Time passes: whatever waits for a time, or holds a lease, has waited long enough."""
    Delivery.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))


def test_a_mail_says_what_happened_and_how_to_stop_it(alice, server):
    tell(alice)
    assert (send_deliveries(), send_deliveries()) == (1, 0)
    [mail] = server.taken
    assert mail["Subject"] == "bob replied to “17 < 23 & 1”"
    text = mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()
    assert "https://feedback.example.org/r/1/" in text
    assert "17 &lt; 23 &amp; 1" in html
    assert not re.search(r"<img|https?://(?!feedback\.example\.org/)", text + html)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert Delivery.objects.get().state == "sent"


def test_one_click_stops_them_without_signing_in(alice, server):
    tell(alice)
    send_deliveries()
    path = server.taken[0]["List-Unsubscribe"].strip().strip("<>").removeprefix("https://feedback.example.org")
    stranger = Client(enforce_csrf_checks=True)
    assert b"<form" in stranger.get(path).content
    assert matrix(alice)[Event.REPLY, Channel.MAIL]

    tell(alice, "reply-2")
    assert stranger.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not matrix(alice)[Event.REPLY, Channel.MAIL]
    send_deliveries()
    assert len(server.taken) == 1
    assert Delivery.objects.get(notice__key="reply-2").state == "dropped"
    assert stranger.post(path[:-3] + "x/").status_code == 404


def test_what_fails_is_tried_again_and_parked_in_the_end(alice, server):
    server.refuse = b"451 come back later"
    tell(alice)
    for n in range(1, MAX_TRIES + 1):
        later()
        assert send_deliveries() == 1
        assert send_deliveries() == 0
        assert Delivery.objects.get().tries == n
    parked = Delivery.objects.get()
    assert parked.state == "parked"
    assert "come back later" in parked.last_error
    assert not server.taken


def test_what_is_refused_for_good_is_parked_at_once(alice, server):
    server.refuse = b"550 nobody here"
    tell(alice)
    send_deliveries()
    assert (Delivery.objects.get().state, Delivery.objects.get().tries) == ("parked", 1)


def test_many_workers_send_each_mail_once(alice, server):
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    for n in range(40):
        tell(alice, f"reply-{n}")

    def work(_n: int) -> int:
        try:
            return send_deliveries()
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(work, range(6))) == 40
    assert len({mail["Message-ID"] for mail in server.taken}) == len(server.taken) == 40


def start_worker(server: MailServer) -> subprocess.Popen[bytes]:
    code = "import django; django.setup(); from community.send_deliveries import send_deliveries; send_deliveries()"
    host, port = server.server_address
    surroundings = {
        **Workers().environment,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "EMAIL_URL": f"smtp://{host}:{port}",
    }
    return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env={**os.environ, **surroundings})


def test_a_killed_worker_loses_nothing_and_repeats_one_mail_at_most(alice, server):
    for n in range(3):
        tell(alice, f"reply-{n}")
    for times in (1, 2):
        server.hold.clear()
        worker = start_worker(server)
        wait_for(lambda count=times: len(server.taken) == count)
        worker.kill()
        worker.wait()
        server.hold.set()
        time.sleep(0.1)
        Delivery.objects.filter(state="sending").update(next_try_at=timezone.now() - timedelta(days=1))
    send_deliveries()
    ids = [mail["Message-ID"] for mail in server.taken]
    assert len(set(ids)) == 3
    assert len(ids) == 4
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["parked", "sent", "sent"]


def test_a_try_that_outlived_its_lease_says_nothing_any_more(alice, server):
    tell(alice)
    first = claim_delivery()
    later()
    second = claim_delivery()
    assert (first.pk, first.tries, second.tries) == (second.pk, 1, 2)
    assert claim_delivery() is None


def test_a_mail_speaks_the_members_language_and_time(alice, server):
    from django.core.mail import get_connection

    from community.compose_mail import compose_mail
    from community.models import Notice

    tell(alice)
    notice = Notice.objects.get()
    notice.created_at = datetime(2026, 3, 1, 20, 30, tzinfo=UTC)
    alice.language, alice.time_zone = "zh-hans", "Asia/Shanghai"
    mail = compose_mail(notice, alice, to="a@example.org", connection=get_connection())
    assert "2026年3月2日 04:30" in mail.body
    assert '<html lang="zh-Hans">' in mail.alternatives[0].content
