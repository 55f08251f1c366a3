"""Signing in with an account of the owner's own identity server (OpenID Connect, authorization code with PKCE).

Configured by the environment; without it nothing of this is shown. The server only says who somebody is: accounts and
powers are given here, and an account that is not here stays outside.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import secrets
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import jwt
from django.conf import settings

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
TIMEOUT = 10
LEEWAY = 30
"""Seconds the clocks of the two servers may be apart."""


class NotProved(Exception):
    """The identity server did not prove who somebody is; the words are for the log."""


@functools.cache
def described(issuer: str) -> dict[str, Any]:
    """What the identity server says of itself."""
    found: dict[str, Any] = _json(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != issuer:
        raise NotProved(f"{issuer} describes itself as {found.get('issuer')}")
    return found


def question(back: str) -> tuple[str, dict[str, str]]:
    """The address to send somebody to, and what the answer must fit."""
    kept = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    proof = base64.urlsafe_b64encode(hashlib.sha256(kept["verifier"].encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT,
        "redirect_uri": back,
        "scope": "openid profile",
        "state": kept["state"],
        "nonce": kept["nonce"],
        "code_challenge": proof,
        "code_challenge_method": "S256",
    }
    return f"{described(settings.OIDC_ISSUER)['authorization_endpoint']}?{urlencode(asked)}", kept


def answer(code: str, back: str, kept: dict[str, str]) -> str:
    """The name the identity server gives to whoever came back.

    Raises:
        NotProved: what it sent does not prove it.
    """
    about = described(settings.OIDC_ISSUER)
    sent = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "client_id": settings.OIDC_CLIENT,
        "client_secret": settings.OIDC_SECRET,
        "code_verifier": kept["verifier"],
    }
    token = _json(about["token_endpoint"], urlencode(sent).encode()).get("id_token", "")
    try:
        key = jwt.PyJWKSet.from_dict(_json(about["jwks_uri"]))[jwt.get_unverified_header(token)["kid"]]
        claims = jwt.decode(
            token,
            key,
            algorithms=ALGORITHMS,
            audience=settings.OIDC_CLIENT,
            issuer=settings.OIDC_ISSUER,
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "aud", "iss", "sub"]},
        )
    except (jwt.PyJWTError, KeyError) as error:
        raise NotProved(f"id_token: {error}") from error
    if not secrets.compare_digest(str(claims.get("nonce", "")), kept["nonce"]):
        raise NotProved("id_token: another nonce")
    return str(claims.get(settings.OIDC_CLAIM) or "")


def _json(address: str, sent: bytes | None = None) -> Any:
    if not address.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise NotProved(f"{address} is not reached by TLS")
    try:
        with urlopen(Request(address, sent, {"Accept": "application/json"}), timeout=TIMEOUT) as found:  # noqa: S310 - checked above
            return json.loads(found.read(1_000_000))
    except (OSError, ValueError) as error:
        raise NotProved(f"{address}: {error}") from error
