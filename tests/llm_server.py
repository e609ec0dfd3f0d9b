"""A small real server that speaks OpenAI's chat completions, and writes down what it is asked."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "sk-of-the-test"


class Model:
    """`answers` holds what comes next: words, a status, (status, headers), or raw bytes; when it is empty, `words` come."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.url = f"http://127.0.0.1:{server.server_port}/v1"
        self.settings = {"base_url": self.url, "model": "river-1.0", "api_key": KEY}
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.answers: list[Any] = []
        self.words = "17 times 23 is 381."
        self.name = "river-1.0"
        self.seconds = 0.0
        self.while_asked: Any = lambda: None

    def answer(self) -> tuple[int, dict[str, str], bytes]:
        given = self.answers.pop(0) if self.answers else self.words
        status, headers = 200, {}
        if isinstance(given, int):
            status = given
        elif isinstance(given, tuple):
            status, headers = given
        if isinstance(given, bytes):
            return status, headers, given
        words = given if isinstance(given, str) else "no"
        said = {
            "id": "1",
            "object": "chat.completion",
            "model": self.name,
            "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": words}}],
            "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
        }
        return status, headers, json.dumps(said).encode()


@contextmanager
def language_model() -> Iterator[Model]:
    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            model.asked.append(body)
            model.headers.append(dict(self.headers))
            model.paths.append(self.path)
            model.while_asked()
            time.sleep(model.seconds)
            status, headers, said = model.answer()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_said: object) -> None:
            """Nothing on standard error."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        model = Model(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield model
        server.shutdown()
