"""Load on a web server: so many connections kept open, each asking again as soon as it is answered.

As lean as Python allows, since it shares the cores with what it measures.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """What a load met: answers a second, and the 99th hundredth of the waits in seconds."""

    rate: float
    p99: float


async def _one(port: int, asked: bytes, until: float, waits: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        while time.perf_counter() < until:
            began = time.perf_counter()
            writer.write(asked)
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200"), head[:200].decode()
            lower = head.lower()
            if b"transfer-encoding: chunked" in lower:
                while await reader.readuntil(b"\r\n") != b"0\r\n":
                    await reader.readuntil(b"\r\n")
                await reader.readexactly(2)
            else:
                await reader.readexactly(int(lower.split(b"content-length:")[1].split(b"\r\n")[0]))
            waits.append(time.perf_counter() - began)
            if b"connection: close" in lower:
                writer.close()
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
    finally:
        writer.close()


async def _all(port: int, asked: Sequence[bytes], seconds: float) -> Found:
    waits: list[float] = []
    began = time.perf_counter()
    await asyncio.gather(*(_one(port, one, began + seconds, waits) for one in asked))
    waits.sort()
    return Found(len(waits) / (time.perf_counter() - began), waits[int(len(waits) * 0.99) - 1])


def load(port: int, path: str, cookies: Sequence[str], seconds: float) -> Found:
    """Ask for a page over as many connections as there are cookies, for some seconds."""
    asked = [
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nAccept-Language: zh-CN\r\n\r\n".encode()
        for cookie in cookies
    ]
    return asyncio.run(_all(port, asked, seconds))
