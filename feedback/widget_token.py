"""Who writes on somebody else's page, as that page's server signed it: a JSON Web Token (RFC 7519), HMAC-SHA256. Pure."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import jwt

LEEWAY = 60  # seconds by which two clocks may differ
LONGEST = 86_400  # seconds a token may hold: whoever finds it in an old page can do little with it
MAX_ID, MAX_NAME = 200, 80


@dataclass(frozen=True)
class PageUser:
    """A user of another site: the id that it knows them by, and a name to show, if it gave one."""

    id: str
    name: str


class BadToken(ValueError):
    """A token that says nothing; `code` is for programs."""

    def __init__(self, code: str, why: str) -> None:
        self.code = code
        super().__init__(why)


def read_token(token: str, secrets: Sequence[str]) -> PageUser:
    """The user that a token names, signed with one of `secrets`. Raises `BadToken`."""
    if not token:
        raise BadToken("token_missing", "Send the signed user as Authorization: Bearer TOKEN.")
    claims = _claims(token, secrets)
    user = str(claims["sub"]).strip()
    if not user or len(user) > MAX_ID or "\x00" in user or user != _storable(user):
        raise BadToken("token_invalid", f"sub must be 1 to {MAX_ID} characters.")
    try:
        left = float(str(claims["exp"])) - time.time()
    except ValueError:
        raise BadToken("token_invalid", "exp must be a number of seconds.") from None
    if left > LONGEST + LEEWAY:
        raise BadToken("token_invalid", "A token may hold for 24 hours at most: set an earlier exp.")
    return PageUser(user, " ".join(_storable(str(claims.get("name") or "")).replace("\x00", "").split())[:MAX_NAME])


def _storable(text: str) -> str:
    """Without halves of characters, which are left where a page's server cut a name by UTF-16 units."""
    return text.encode("utf-8", "ignore").decode()


def _claims(token: str, secrets: Sequence[str]) -> dict[str, object]:
    for secret in secrets:
        try:
            claims: dict[str, object] = jwt.decode(
                token, secret, algorithms=["HS256"], leeway=LEEWAY, options={"require": ["sub", "exp"], "verify_aud": False}
            )
        except jwt.InvalidSignatureError:
            continue
        except jwt.ExpiredSignatureError:
            raise BadToken("token_expired", "The token has expired: sign a new one.") from None
        except (jwt.PyJWTError, ValueError, OverflowError) as error:
            raise BadToken("token_invalid", f"This is no token that we can read: {error}") from None
        return claims
    raise BadToken("token_invalid", "The signature is not by this key's secret.")
