"""The environment, read once, with types. Every setting that an operator can make is here, and in docs/operations.md."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent

# FileAwareEnv reads NAME_FILE where NAME is not set, so that secrets can be mounted as files.
env = environ.FileAwareEnv()


def data_dir() -> Path:
    """Where everything lives that is not in the repository; made if absent."""
    path = Path(env.str("HUILIU_DATA_DIR", default="var"))
    path = path if path.is_absolute() else ROOT / path
    path.mkdir(parents=True, exist_ok=True)
    return path


def secret_key() -> str:
    """`SECRET_KEY`, or one made at the first start and kept in the data directory, readable by its owner alone."""
    if key := env.str("SECRET_KEY", default=""):
        return str(key)
    path = data_dir() / "secret_key"
    try:
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text()


def assistant_endpoint() -> dict[str, Any]:
    """Where the assistant's model answers, as `community.assistant.client.Endpoint` takes it; empty where nothing is set."""
    base_url, model = env.str("HUILIU_LLM_BASE_URL", default=""), env.str("HUILIU_LLM_MODEL", default="")
    if not base_url or not model:
        return {}
    if not base_url.startswith(("https://", "http://")):
        raise ImproperlyConfigured("HUILIU_LLM_BASE_URL must begin with https:// or http://")
    return {"base_url": base_url, "model": model, "api_key": env.str("HUILIU_LLM_API_KEY", default="").strip()}


def single_sign_on() -> dict[str, object]:
    """The company's OpenID Connect server, as allauth's `SOCIALACCOUNT_PROVIDERS` takes it."""
    app = {
        "provider_id": "company",
        "name": env.str("OIDC_NAME", default="") or "OpenID Connect",
        "client_id": env.str("OIDC_CLIENT_ID"),
        "secret": env.str("OIDC_CLIENT_SECRET", default=""),
        "settings": {"server_url": env.str("OIDC_SERVER_URL")},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
