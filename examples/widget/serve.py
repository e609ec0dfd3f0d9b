"""A chat page of another site, with the widget under its answers. Python's standard library only.

    script/manage create_widget_key example --origin http://127.0.0.1:8100
    python examples/widget/serve.py --huiliu http://127.0.0.1:8000 --key KEY --secret SECRET

Then open http://127.0.0.1:8100/. `?lang=zh-Hans` and `?lang=zh-Hant` show it in Chinese, `?user=NAME` as somebody else.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import hmac
import html
import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template
from urllib.parse import parse_qs, urlsplit

HERE = Path(__file__).parent
KINDS = {".css": "text/css", ".js": "text/javascript"}


def sign_user(user: str, secret: str, seconds: int = 3600) -> str:
    """Who is signed in here, for Huiliu: a JSON Web Token, HMAC-SHA256."""
    head = {"alg": "HS256", "typ": "JWT"}
    claims = {"sub": user, "exp": int(time.time()) + seconds}
    body = ".".join(_part(json.dumps(one).encode()) for one in (head, claims))
    return f"{body}.{_part(hmac.digest(secret.encode(), body.encode(), hashlib.sha256))}"


def _part(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def page(options: argparse.Namespace, asked: dict[str, list[str]]) -> str:
    given = {name: asked.get(name, [default])[0] for name, default in {"lang": "en", "user": "user-17"}.items()}
    values = {
        "lang": given["lang"],
        "huiliu": options.huiliu,
        "key": options.key,
        "token": sign_user(given["user"], options.secret),
    }
    return Template((HERE / "page.html").read_text()).substitute({name: html.escape(one) for name, one in values.items()})


def server(options: argparse.Namespace) -> ThreadingHTTPServer:
    # As strict as a page can be: nothing inline, nothing from elsewhere but the widget, which may call home.
    policy = (
        f"default-src 'none'; script-src 'self' {options.huiliu}; connect-src {options.huiliu}; "
        "style-src 'self'; img-src data:; require-trusted-types-for 'script'"
    )

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            file = HERE / Path(address.path).name
            if address.path == "/":
                self.send(200, "text/html; charset=utf-8", page(options, parse_qs(address.query)).encode())
            elif file.suffix in KINDS and file.is_file():
                self.send(200, KINDS[file.suffix], file.read_bytes())
            else:
                self.send(404, "text/plain", b"not here\n")

        def send(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Quiet."""

    return ThreadingHTTPServer(("127.0.0.1", options.port), Answer)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--huiliu", default="http://127.0.0.1:8000")
    parser.add_argument("--key", required=True)
    parser.add_argument("--secret", required=True)
    parser.add_argument("--port", type=int, default=8100)
    chosen = parser.parse_args()
    print(f"http://127.0.0.1:{chosen.port}/")
    server(chosen).serve_forever()
