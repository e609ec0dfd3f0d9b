"""Signatures of Standard Webhooks (https://github.com/standard-webhooks/standard-webhooks, spec v1): HMAC-SHA256 over
`id.timestamp.body`, with a secret that is written as `whsec_` and base64."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

PREFIX = "whsec_"


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def headers_of(*, message_id: str, timestamp: int, body: bytes, keys: list[str]) -> dict[str, str]:
    """The three headers; one signature for each secret that holds, the newest first."""
    content = f"{message_id}.{timestamp}.".encode() + body
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(f"v1,{_signature(key, content)}" for key in keys),
    }


def _signature(secret: str, content: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
