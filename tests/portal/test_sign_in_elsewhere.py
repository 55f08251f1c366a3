"""Signing in by way of an identity server: here one of our own, in a thread, that can be made to lie."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from kaogong.audit.queries import history
from kaogong.portal.queries import oidc

OURS = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Identity(BaseHTTPRequestHandler):
    """Describes itself, shows its key, and gives a token for the one code it knows."""

    def do_GET(self):
        base = self.server.base
        if self.path.endswith("openid-configuration"):
            self.say(
                issuer=base,
                authorization_endpoint=f"{base}/ask",
                token_endpoint=f"{base}/token",
                jwks_uri=f"{base}/keys",
            )
        else:
            key = jwt.algorithms.RSAAlgorithm.to_jwk(OURS.public_key(), as_dict=True)
            self.say(keys=[key | {"kid": "one", "alg": "RS256", "use": "sig"}])

    def do_POST(self):
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.given = {name: words[0] for name, words in sent.items()}
        now = int(time.time())
        claims = {"iss": self.server.base, "aud": "kaogong", "sub": "1", "iat": now, "exp": now + 60}
        claims |= {"preferred_username": "liaison", "nonce": self.server.nonce} | self.server.lies
        key = OTHER if self.server.forges else OURS
        self.say(id_token=jwt.encode(claims, key, algorithm="RS256", headers={"kid": "one"}))

    def say(self, **words):
        content = json.dumps(words).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *given):
        """Nothing."""


@pytest.fixture
def identity(settings):
    with HTTPServer(("127.0.0.1", 0), Identity) as server:
        server.base = f"http://127.0.0.1:{server.server_port}"
        server.lies, server.forges, server.nonce, server.given = {}, False, "", {}
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.OIDC_ISSUER, settings.OIDC_CLIENT, settings.OIDC_SECRET = server.base, "kaogong", "secret"
        oidc.described.cache_clear()
        yield server
        server.shutdown()


def go(client, identity, **changed):
    """There and back, as a browser would."""
    sent = client.get("/sign-in/elsewhere/", {"next": "/search/"})
    asked = {name: words[0] for name, words in parse_qs(urlsplit(sent["Location"]).query).items()}
    identity.nonce = asked["nonce"]
    return client.get("/sign-in/back/", {"code": "c0de", "state": asked["state"]} | changed)


def test_who_is_proved_and_has_an_account_is_in(client, liaison, identity) -> None:
    assert "用统一身份认证登录" in client.get("/sign-in/").content.decode()
    assert go(client, identity)["Location"] == "/search/"
    assert client.get("/").status_code == 200
    assert [one.verb for one in history("org.account:liaison") if one.room == "portal"] == ["sign_in"]
    assert identity.given["code"] == "c0de"
    assert len(identity.given["code_verifier"]) >= 43


@pytest.mark.parametrize(
    "lies",
    [
        {"nonce": "another"},
        {"aud": "another"},
        {"iss": "https://example.org"},
        {"exp": 1},
        {"preferred_username": "nobody"},
        {"preferred_username": ""},
    ],
    ids=str,
)
def test_a_token_that_does_not_fit_opens_nothing(client, liaison, identity, lies) -> None:
    identity.lies = lies
    assert go(client, identity)["Location"] == "/sign-in/"
    assert client.get("/").status_code == 302


def test_a_token_signed_by_somebody_else_opens_nothing(client, liaison, identity) -> None:
    identity.forges = True
    assert go(client, identity)["Location"] == "/sign-in/"


def test_an_answer_nobody_asked_for_opens_nothing(client, liaison, identity) -> None:
    assert go(client, identity, state="another")["Location"] == "/sign-in/"
    assert client.get("/sign-in/back/", {"code": "c0de", "state": ""})["Location"] == "/sign-in/"


def test_a_closed_account_stays_outside(client, liaison, identity) -> None:
    liaison.is_active = False
    liaison.save()
    assert go(client, identity)["Location"] == "/sign-in/"


def test_a_second_key_is_asked_for_here_too(client, liaison, identity) -> None:
    from django.utils import timezone

    from kaogong.portal.models import SecondKey

    SecondKey.objects.create(account=liaison, secret="GEZDGNBVGY3TQOJQ", confirmed_at=timezone.now())
    assert go(client, identity)["Location"] == "/sign-in/code/"
    assert client.get("/").status_code == 302


def test_without_an_identity_server_there_is_no_such_door(client, db) -> None:
    assert "统一身份认证" not in client.get("/sign-in/").content.decode()
    assert client.get("/sign-in/elsewhere/").status_code == 404


def test_an_identity_server_must_be_reached_by_tls(client, liaison, settings) -> None:
    settings.OIDC_ISSUER = "http://example.org"
    oidc.described.cache_clear()
    assert client.get("/sign-in/elsewhere/")["Location"] == "/sign-in/"
