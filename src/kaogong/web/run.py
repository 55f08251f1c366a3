"""`run`: the database, the pages and the background work as one, started together and stopped together."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from urllib.error import URLError

from kaogong.core.engine.city.register import CITY, DAY
from kaogong.web.home import from_outside, home
from kaogong.web.parts import CannotRun, Gate, Part, Preparing, say, tail, web, worker
from kaogong.web.postgres import Server

HOST = os.environ.get("KAOGONG_BIND", "127.0.0.1")
PORT = int(os.environ.get("KAOGONG_PORT", "8000"))
BACKLOG = 2048
"""Connections that may wait while the pages start."""
PORTS = 50
"""How many ports after the first are tried."""
DATABASE = "kaogong"
OPENS = 300.0
"""Seconds until the first page: a busy machine is slow, and what has not ended still comes."""


@contextmanager
def database() -> Iterator[Server | None]:
    """The database for as long as the block lasts: the one DATABASE_URL names, else the embedded one."""
    if from_outside("DATABASE_URL"):
        yield None
        return
    server = Server(home())
    server.start()
    try:
        server.ensure_database(DATABASE)
        yield server
    finally:
        server.stop()


def prepare() -> None:
    """Tables as this version has them, and the files beside the pages. Does nothing where nothing changed."""
    import django  # noqa: PLC0415 - the database must be there first

    django.setup()
    from kaogong.web import files, tables  # noqa: PLC0415 - Django must be set up first

    tables.prepare()
    files.collect(home())


def port() -> socket.socket:
    """A socket on the port asked for, or on the next free one; taken at once, so that no other house that starts takes it too.

    Raises:
        CannotRun: all of them are taken.
    """
    for number in range(PORT, PORT + PORTS):
        tried = socket.socket()
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((HOST, number))
            tried.listen(BACKLOG)
        except OSError:
            tried.close()
            continue
        if number != PORT:
            say(f"端口 {PORT} 已被占用，改用 {number} · port {PORT} is taken, using {number}")
        tried.set_inheritable(True)
        return tried
    raise CannotRun(f"端口 {PORT}–{PORT + PORTS - 1} 都被占用 · all taken: set KAOGONG_PORT")


def run(*, pages: bool = True, work: bool = True) -> int:
    """Start what is asked for, and keep it running until Ctrl-C or SIGTERM."""
    stopping = _minding_signals()
    try:
        with Preparing(pages=pages) as preparing, database() as server:
            say("准备数据库 · preparing the database …")
            preparing.go()
            _keep(preparing, server, stopping, pages=pages, work=work)
    except CannotRun as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    say("已停止 · stopped")
    return 0


def _keep(preparing: Preparing, server: Server | None, stopping: list[int], *, pages: bool, work: bool) -> None:
    """Start the parts, the pages while the database is still being prepared, and keep them until asked to stop."""
    own, gate = home(), Gate()
    taken = port() if pages else None
    there = _city_there(server, preparing)
    shown = web(own, taken, gate, _day(there)) if taken else None
    parts = [shown] if shown else []
    try:
        if shown:
            shown.start()
        accounts = preparing.finish(lambda: bool(stopping))
        if shown and bool(accounts) != there and not stopping:  # it is not as it looked: they begin again
            shown.stop()
            shown.told |= _day(bool(accounts))
            shown.start()
        gate.open()
        if shown and taken:
            _greet(taken, shown, stopping, accounts)
        if work and not stopping:
            parts.append(worker(own, _day(bool(accounts))))
            parts[-1].start()
        _watch(parts, server, stopping)
    finally:
        say(
            "正在停止，先办完手头的事；再按一次 Ctrl-C 立即停止 · stopping after the work in hand; Ctrl-C again stops at once"
        )
        gate.open()
        asked = len(stopping)
        for part in parts:
            part.ask_to_end()
        for part in parts:
            part.stop(lambda: len(stopping) > asked)


def _city_there(server: Server | None, preparing: Preparing) -> bool:
    """Whether the pages will show the demonstration city, as far as can be told before the tables are ready."""
    import psycopg  # noqa: PLC0415 - only where a database is spoken to

    at = {"conninfo": from_outside("DATABASE_URL")} if server is None else server.address(DATABASE)
    try:
        with psycopg.connect(**at) as link:
            tables = link.execute("SELECT to_regclass('org_unit') IS NOT NULL").fetchone()
            codes = {code for (code,) in link.execute("SELECT code FROM org_unit")} if tables == (True,) else set()
    except psycopg.Error:  # whoever prepares it meets the same, and tells
        return False
    return CITY in codes if codes else preparing.city


def _day(there: bool) -> dict[str, str]:
    """What the parts are told where there is the demonstration city: lights and deadlines stand on its day."""
    return {"KAOGONG_TODAY": os.environ.get("KAOGONG_TODAY") or (str(DAY) if there else "")}


def _minding_signals() -> list[int]:
    """Signals that ask us to stop, as they come."""
    come: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        del frame
        come.append(number)

    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, note)
    return come


def _greet(taken: socket.socket, part: Part, stopping: list[int], accounts: Sequence[str]) -> None:
    """Say the address, and the accounts to try, once the first page is there."""
    host, number = taken.getsockname()[:2]
    address = f"http://{'localhost' if host in ('0.0.0.0', '127.0.0.1') else host}:{number}/"  # noqa: S104 - compared, not bound
    until = time.monotonic() + OPENS
    while not _answers(f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{number}/sign-in/") and not stopping:  # noqa: S104
        if part.fell or time.monotonic() > until:
            raise CannotRun(f"网页没有启动 · the pages do not start. {part.log}:\n{tail(part.log)}")
        time.sleep(0.1)
    if not stopping:
        listed = "".join(f"  {line}\n" for line in accounts)
        say(f"\n  考功 · Kaogong\n  {address}\n{listed}\n  按 Ctrl-C 停止 · Ctrl-C stops everything\n")


def _watch(parts: Sequence[Part], server: Server | None, stopping: list[int]) -> None:
    """Start again what falls, the database first, until asked to stop."""
    while not stopping:
        if server is not None and server.fell:
            say("数据库意外退出，重新启动 · the database ended unexpectedly, starting again")
            server.start()
        for part in parts:
            if part.fell:
                part.again()
        time.sleep(0.2)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False
