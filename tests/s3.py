"""A store that speaks S3, served over HTTP by a process of its own, for the tests of sealed evidence."""

import os
import socket
import subprocess
import sys
import time
import urllib.request

import pytest


def serve(port):
    """A server of its own process, up when it answers."""
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "AWS_ACCESS_KEY_ID": "here", "AWS_SECRET_ACCESS_KEY": "here"},
    )
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/moto-api/", timeout=5).close()
        except OSError:
            assert process.poll() is None
            time.sleep(0.2)
        else:
            return process
    raise AssertionError("the store does not start")


@pytest.fixture(scope="module")
def s3_server():
    """The address of an empty store."""
    pytest.importorskip("boto3")
    pytest.importorskip("moto.server")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = serve(port)
    yield f"http://127.0.0.1:{port}"
    process.kill()
    process.wait()
