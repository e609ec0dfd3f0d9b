"""A browser is told while the site is closed: encrypted for it alone, once, and only through servers that are known."""

from __future__ import annotations

import base64
import json
import os
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.urls import reverse
from django.utils import timezone
from py_vapid import Vapid

from community.models import Delivery, PushSubscription
from community.notify import notify
from community.send_deliveries import send_deliveries
from community.vapid import public_key, vapid

pytestmark = pytest.mark.django_db(transaction=True)


def base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class Browser:
    """The keys that a browser keeps to itself."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.auth = os.urandom(16)

    def gives(self, endpoint: str) -> dict[str, str]:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": endpoint, "p256dh": base64url(point), "auth": base64url(self.auth)}

    def reads(self, body: bytes) -> dict[str, str]:
        return json.loads(http_ece.decrypt(body, private_key=self.key, auth_secret=self.auth, version="aes128gcm"))


@pytest.fixture
def service(settings, tmp_path):
    """A push service that answers each path with the status that `statuses` has for it."""
    taken: list[tuple[str, dict[str, str], bytes]] = []
    statuses: dict[str, int] = {}

    class Take(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append((self.path, dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(statuses.get(self.path, 201))
            self.send_header("Content-Length", "0")
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_said: object) -> None:
            """Nothing on standard error."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Take) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        server.url = f"http://127.0.0.1:{server.server_port}"
        settings.PUSH_SERVICES = [server.url]
        settings.DATA_DIR = tmp_path
        vapid.cache_clear()
        server.taken, server.statuses = taken, statuses
        yield server
        server.shutdown()
        vapid.cache_clear()


def subscribe(signed_in, member, service, path: str) -> Browser:
    browser = Browser()
    signed_in(member).post(reverse("community:push_here"), browser.gives(service.url + path))
    return browser


def tell(member) -> None:
    notify(member=member, event="replied", key="reply-1", url="/r/1/", detail={"by": "bob", "title": "17 × 23"})


def test_a_browser_reads_what_nobody_between_can(signed_in, alice, service, settings):
    browser = subscribe(signed_in, alice, service, "/one")
    tell(alice)
    assert (send_deliveries(), send_deliveries()) == (1, 0)
    [(_path, headers, body)] = service.taken
    assert "17" not in body.decode(errors="ignore")
    told = browser.reads(body)
    assert told["body"] == "bob replied to “17 × 23”"
    assert told["url"] == "/r/1/"
    signed = next(value for name, value in headers.items() if name.lower() == "authorization")
    assert Vapid.verify(signed)
    assert public_key() in signed
    kept = Path(settings.DATA_DIR) / "vapid.pem"
    assert oct(kept.stat().st_mode)[-3:] == "600"


def test_a_later_try_passes_over_who_has_it(signed_in, alice, service):
    for path in ("/one", "/two", "/gone", "/moved"):
        subscribe(signed_in, alice, service, path)
    service.statuses |= {"/two": 503, "/gone": 410, "/moved": 302}
    tell(alice)
    send_deliveries()
    assert Delivery.objects.get().state == "waiting"
    assert PushSubscription.objects.count() == 3
    service.statuses.clear()
    Delivery.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))
    send_deliveries()
    assert Delivery.objects.get().state == "sent"
    assert [path for path, _headers, _body in service.taken] == ["/one", "/two", "/gone", "/moved", "/two", "/moved"]


@pytest.mark.parametrize(
    "endpoint",
    [
        *("http://127.0.0.1:1/x", "http://169.254.169.254/", "file:///etc/passwd", "https://x.test/"),
        *("https://evil.test\\@x.push.apple.com/", "https://evil.test\\.push.apple.com/", "https://u:p@x.push.apple.com/"),
        *("https://x.push.apple.com", "https://evil.test?.push.apple.com/", "https://x.push.apple.com/a b"),
    ],
)
def test_no_other_server_is_spoken_to(signed_in, alice, service, settings, endpoint):
    settings.PUSH_SERVICES = [service.url, "https://*.push.apple.com"]
    signed_in(alice).post(reverse("community:push_here"), Browser().gives(endpoint))
    assert not PushSubscription.objects.exists()


def test_a_browser_is_taken_back_by_its_owner_alone(signed_in, alice, bob, service):
    subscribe(signed_in, alice, service, "/one")
    stop = reverse("community:push_no_more", args=[PushSubscription.objects.get().pk])
    signed_in(bob).post(stop)
    assert PushSubscription.objects.exists()
    signed_in(alice).post(stop)
    assert not PushSubscription.objects.exists()
    tell(alice)
    assert not Delivery.objects.exists()


def test_the_worker_is_served_at_the_root(client, db):
    answer = client.get("/sw.js")
    assert answer["Content-Type"] == "text/javascript"
    assert b"showNotification" in answer.content
