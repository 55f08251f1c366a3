"""Sealing words with SM4-GCM (GB/T 32907). The key is given once at the start and kept outside any database."""

from __future__ import annotations

import base64
import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

NONCE = 12
TAG = 16
MARK = "s1:"
"""What sealed words begin with: the form, and the key's number."""


class Unopened(ValueError):
    """Sealed words that this key does not open: another key, or words that were altered."""


_keys: dict[str, algorithms.SM4] = {}


def use_key(secret: str) -> None:
    """The installation's key for words at rest."""
    _keys["words"] = algorithms.SM4(hashlib.sha256(b"kaogong words at rest:" + secret.encode()).digest()[:16])


def seal(words: str) -> str:
    """Sealed words; different every time."""
    nonce = os.urandom(NONCE)
    cipher = Cipher(_keys["words"], modes.GCM(nonce)).encryptor()
    sealed = cipher.update(words.encode()) + cipher.finalize()
    return MARK + base64.b64encode(nonce + cipher.tag + sealed).decode()


def open_sealed(sealed: str) -> str:
    """The words again.

    Raises:
        Unopened: they were sealed with another key, or altered.
    """
    if not sealed.startswith(MARK):
        raise Unopened("these words were not sealed here")
    raw = base64.b64decode(sealed[len(MARK) :])
    nonce, tag, body = raw[:NONCE], raw[NONCE : NONCE + TAG], raw[NONCE + TAG :]
    cipher = Cipher(_keys["words"], modes.GCM(nonce, tag)).decryptor()
    try:
        return (cipher.update(body) + cipher.finalize()).decode()
    except InvalidTag as error:
        raise Unopened("another key, or the words were altered") from error
