"""`run`: the database, the pages and the background work as one, started together and stopped together."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from urllib.error import URLError

from kaogong.web.home import Home, home
from kaogong.web.postgres import Server, ending_with_parent

HOST = os.environ.get("KAOGONG_BIND", "127.0.0.1")
PORT = int(os.environ.get("KAOGONG_PORT", "8000"))
PORTS = 50
"""How many ports after the first are tried."""
PATIENCE = 60.0
"""Seconds until the first page, and until everything has stopped."""
FALLS = 5
"""So many falls of one part within a minute, and it is not started again."""


class CannotRun(RuntimeError):
    """The house cannot be started, or cannot go on; the text says why and where to look."""


def say(words: str) -> None:
    """A line for whoever started it."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


@contextmanager
def database() -> Iterator[Server | None]:
    """The database for as long as the block lasts: the one DATABASE_URL names, else the embedded one."""
    if os.environ.get("DATABASE_URL"):
        yield None
        return
    server = Server(home())
    server.start()
    try:
        server.ensure_database("kaogong")
        yield server
    finally:
        server.stop()


def prepare() -> None:
    """Tables as this version has them, and the files beside the pages. Does nothing where nothing changed."""
    import django  # noqa: PLC0415 - the database must be there first
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    _collect(home())


def _collect(own: Home) -> None:
    """Put the files beside the pages in their place, unless they are what was put there last."""
    from django.core.management import call_command  # noqa: PLC0415 - Django must be set up first

    from kaogong.web.files import files  # noqa: PLC0415

    told = "".join(
        f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n" for name, path in sorted(files().items())
    )
    stamp = own.folder / "static" / ".collected"
    if stamp.exists() and stamp.read_text("utf-8") == told:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(told, "utf-8")


@dataclass(slots=True)
class Part:
    """A process that is kept running."""

    name: str
    command: Sequence[str]
    log: Path
    passed: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    falls: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it; what it says goes to its log. Ctrl-C does not reach it: it is stopped in its turn."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                pass_fds=self.passed,
                start_new_session=True,
                preexec_fn=ending_with_parent(signal.SIGKILL),  # noqa: PLW1509 - there is one thread
            )

    @property
    def fell(self) -> bool:
        """Started, and gone."""
        return self.process is not None and self.process.poll() is not None

    def again(self) -> None:
        """Start it anew after a fall.

        Raises:
            CannotRun: it keeps falling.
        """
        now = time.monotonic()
        self.falls = [one for one in self.falls if now - one < 60] + [now]
        if len(self.falls) >= FALLS:
            raise CannotRun(f"{self.name} 一再退出 · keeps ending. {self.log}:\n{_tail(self.log)}")
        say(f"{self.name} 意外退出，重新启动 · ended unexpectedly, starting again ({self.log})")
        self.start()

    def stop(self) -> None:
        """Ask it to end, and wait; work in hand is finished first."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def web(own: Home, taken: socket.socket) -> Part:
    """The web server on a socket that is already ours, so that nobody takes the port in between."""
    number = taken.fileno()
    workers = os.environ.get("KAOGONG_WORKERS", "2")
    command = [sys.executable, "-m", "gunicorn", "kaogong.web.wsgi:application", "--bind", f"fd://{number}"]
    command += ["--workers", workers, "--threads", "4", "--worker-class", "gthread", "--timeout", "120"]
    command += ["--no-control-socket"]  # a way in for an administrator that nobody here needs
    return Part("web", command, own.folder / "logs" / "web.log", (number,))


def worker(own: Home) -> Part:
    """What does the background work."""
    command = [sys.executable, "-m", "django", "procrastinate", "worker"]
    return Part("worker", command, own.folder / "logs" / "worker.log")


def port() -> socket.socket:
    """A socket on the port asked for, or on the next free one.

    Raises:
        CannotRun: all of them are taken.
    """
    for number in range(PORT, PORT + PORTS):
        tried = socket.socket()
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((HOST, number))
        except OSError:
            tried.close()
            continue
        if number != PORT:
            say(f"端口 {PORT} 已被占用，改用 {number} · port {PORT} is taken, using {number}")
        tried.set_inheritable(True)
        return tried
    raise CannotRun(f"端口 {PORT}–{PORT + PORTS - 1} 都被占用 · all taken: set KAOGONG_PORT")


def demonstration(server: Server | None, *, load: bool) -> list[str]:
    """Load the demonstration city into an empty embedded database; gives lines about its accounts.

    `KAOGONG_DEMO=no`: an installation of one's own begins empty. A database that `DATABASE_URL` names gets it only when
    `KAOGONG_DEMO=yes`.
    """
    from kaogong.web import city  # noqa: PLC0415 - Django must be set up first

    asked = os.environ.get("KAOGONG_DEMO", "yes" if server is not None else "no")
    if load and asked == "yes" and city.empty():
        say("装入示范市 · loading the demonstration city …")
        if subprocess.run([sys.executable, "-m", "kaogong.web.load"], check=False).returncode:
            raise CannotRun("示范市没有装入，原因见上 · the demonstration city was not loaded: see above")
    found = city.accounts()
    if found and not os.environ.get("KAOGONG_TODAY"):
        os.environ["KAOGONG_TODAY"] = str(city.DAY)  # for the parts started from here: lights and deadlines stand on it
        found = [f"示范日 · the day it is set in: {city.DAY}", *found]
    return found


def run(*, pages: bool = True, work: bool = True) -> int:
    """Start what is asked for, and keep it running until Ctrl-C or SIGTERM."""
    stopping = _minding_signals()
    own = home()
    try:
        with database() as server:
            say("准备数据库 · preparing the database …")
            prepare()
            accounts = demonstration(server, load=pages)
            taken = port() if pages else None
            parts = [web(own, taken)] if taken else []
            parts += [worker(own)] if work else []
            try:
                for part in parts:
                    part.start()
                if taken:
                    _greet(taken, parts[0], stopping, accounts)
                _watch(parts, server, stopping)
            finally:
                say("正在停止 · stopping …")
                for part in parts:
                    part.stop()
    except CannotRun as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    say("已停止 · stopped")
    return 0


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
    until = time.monotonic() + PATIENCE
    while not _answers(f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{number}/sign-in/") and not stopping:  # noqa: S104
        if part.fell or time.monotonic() > until:
            raise CannotRun(f"网页没有启动 · the pages do not start. {part.log}:\n{_tail(part.log)}")
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


def _tail(log: Path) -> str:
    return "\n".join(log.read_text("utf-8", "replace").splitlines()[-8:]) if log.exists() else ""
