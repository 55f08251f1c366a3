"""Sealed files in a bucket of an S3-compatible store, where the installation names one instead of a folder."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from typing import Any, BinaryIO, NamedTuple

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

ABSENT = {"NoSuchKey", "NotFound", "404"}
THERE = {"PreconditionFailed", "ConditionalRequestConflict", "409", "412"}
UNKNOWN = {"NotImplemented", "501"}
"""Codes of a store: no such object; there already; a condition it does not know."""


class Away(RuntimeError):
    """The store cannot be reached or does not let us in: that says nothing of what lies in it."""


class Bucket(NamedTuple):
    """A bucket, a folder in it, and how to speak to it."""

    client: Any
    name: str
    under: str

    def key(self, sm3: str) -> str:
        """Where the file with a hash lies."""
        return f"{self.under}{sm3[:2]}/{sm3[2:4]}/{sm3}"


def bucket() -> Bucket | None:
    """The bucket of this installation; None: sealed files lie in a folder."""
    if not settings.EVIDENCE_BUCKET:
        return None
    name, _slash, under = settings.EVIDENCE_BUCKET.partition("/")
    given = (settings.S3_ENDPOINT, settings.S3_REGION, settings.S3_KEY, settings.S3_SECRET)
    return Bucket(_client(*given), name, f"{under.strip('/')}/" if under.strip("/") else "")


@lru_cache(maxsize=4)
def _client(endpoint: str, region: str, key: str, secret: str) -> Any:
    """A client for as long as the process lives; without a key, what the machine itself may do."""
    try:
        from boto3.session import Session  # noqa: PLC0415 - only where a bucket is named
        from botocore.config import Config  # noqa: PLC0415 - as above
    except ImportError as error:
        raise ImproperlyConfigured("KAOGONG_EVIDENCE names a bucket: install the s3 extra") from error
    config = Config(
        connect_timeout=5,
        read_timeout=60,
        retries={"mode": "standard", "total_max_attempts": 3},
        request_checksum_calculation="when_required",  # not every store knows the newer ones; SM3 is checked by us
        response_checksum_validation="when_required",
        s3={"addressing_style": "path" if endpoint else "auto"},
    )
    own = {"aws_access_key_id": key, "aws_secret_access_key": secret} if key else {}
    return Session().client("s3", endpoint_url=endpoint or None, region_name=region, config=config, **own)


@contextmanager
def spoken() -> Iterator[set[str]]:
    """What the store answers to what is asked in the block, where it is no: the code, or nothing.

    Raises:
        Away: the answer is none of those this room knows what to do with.
    """
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - as above

    codes: set[str] = set()
    try:
        yield codes
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code not in ABSENT | THERE | UNKNOWN:
            raise Away(f"{code}: {error}") from error
        codes.add(code)
    except BotoCoreError as error:
        raise Away(str(error)) from error


def held(sm3: str, where: Bucket) -> bool:
    """Whether an object lies in its place."""
    with spoken() as no:
        where.client.head_object(Bucket=where.name, Key=where.key(sm3))
    return not no


def fetched(sm3: str, where: Bucket) -> BinaryIO:
    """An object as an open file of our own, at its beginning.

    Raises:
        FileNotFoundError: it is not there.
        Away: the store cannot be reached.
    """
    out = tempfile.TemporaryFile()  # noqa: SIM115 - whoever asked closes it
    with ExitStack() as unless_whole:
        unless_whole.callback(out.close)
        with spoken() as no:
            answer = where.client.get_object(Bucket=where.name, Key=where.key(sm3))
            with answer["Body"] as body:
                shutil.copyfileobj(body, out, 1 << 20)
        if no:
            raise FileNotFoundError(where.key(sm3))
        unless_whole.pop_all()
    out.seek(0)
    return out
