"""The processes a running house is made of: each is started, watched and stopped by `run`."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kaogong.web.home import Home, from_outside
from kaogong.web.postgres import ending_with_parent

PATIENCE = 60.0
"""Seconds until everything has stopped."""
FALLS = 5
"""A part that ends so often by itself without having stood in between is not started again."""
STOOD = 10.0
"""Seconds after which a part has stood."""


class CannotRun(RuntimeError):
    """The house cannot be started, or cannot go on; the text says why and where to look."""


def say(words: str) -> None:
    """A line for whoever started it."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


@dataclass(slots=True)
class Part:
    """A process that is kept running."""

    name: str
    command: Sequence[str]
    log: Path
    told: dict[str, str]
    passed: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    since: float = 0.0
    falls: int = 0

    def start(self) -> None:
        """Start it; what it says goes to its log. Ctrl-C does not reach it: it is stopped in its turn."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.since = time.monotonic()
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                pass_fds=self.passed,
                env=os.environ | self.told,
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
        assert self.process is not None
        killed = self.process.returncode == -signal.SIGKILL
        stood = time.monotonic() - self.since >= STOOD
        self.falls = 0 if killed else 1 if stood else self.falls + 1
        if self.falls >= FALLS:
            raise CannotRun(f"{self.name} 一再退出 · keeps ending. {self.log}:\n{tail(self.log)}")
        say(f"{self.name} 意外退出，重新启动 · ended unexpectedly, starting again ({self.log})")
        self.start()

    def ask_to_end(self) -> None:
        """Ask it to end; work in hand is finished first."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def stop(self, hurried: Callable[[], bool] = lambda: False) -> None:
        """Ask it to end, and wait. Hurried it is ended wherever it is: the database takes back what it had begun."""
        self.ask_to_end()
        if self.process is None:
            return
        until = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            if hurried() or time.monotonic() > until:
                self.process.kill()
                self.process.wait()
            else:
                time.sleep(0.05)


def tail(log: Path) -> str:
    """The last lines of a log."""
    return "\n".join(log.read_text("utf-8", "replace").splitlines()[-8:]) if log.exists() else ""


class Gate:
    """Keeps the web server waiting until there is something to show."""

    def __init__(self) -> None:
        self.inside, self._outside = os.pipe()
        self._open = False

    def open(self) -> None:
        """Let whoever waits go on, and whoever comes later not wait."""
        if not self._open:
            self._open = True
            os.close(self._outside)


def web(own: Home, taken: socket.socket, gate: Gate, told: Mapping[str, str]) -> Part:
    """The web server on a socket that is already ours, so that nobody takes the port in between.

    Starting takes it seconds, so it is started before there is anything to show; it listens once the gate is open.
    """
    number = taken.fileno()
    workers = os.environ.get("KAOGONG_WORKERS", "2")
    command = [sys.executable, "-m", "gunicorn", "kaogong.web.wsgi:application", "--bind", f"fd://{number}"]
    command += ["--workers", workers, "--threads", "4", "--worker-class", "gthread", "--timeout", "120", "--preload"]
    command += ["--no-control-socket"]  # a way in for an administrator that nobody here needs
    told = {**told, "KAOGONG_GATE": str(gate.inside)}
    return Part("web", command, own.folder / "logs" / "web.log", told, (number, gate.inside))


def worker(own: Home, told: Mapping[str, str]) -> Part:
    """What does the background work."""
    command = [sys.executable, "-m", "kaogong.web.work"]
    return Part("worker", command, own.folder / "logs" / "worker.log", dict(told))


class Preparing:
    """Tables, files and the demonstration city, made in a process of its own that gives its memory back.

    Starting takes it seconds, so it is started before the database is. `KAOGONG_DEMO=no`: an installation of one's own
    begins empty. A database that `DATABASE_URL` names gets the city only when `KAOGONG_DEMO=yes`.
    """

    def __init__(self, *, pages: bool) -> None:
        usual = "no" if from_outside("DATABASE_URL") else "yes"
        self.city = pages and os.environ.get("KAOGONG_DEMO", usual) == "yes"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kaogong.web.load", *(["city"] if self.city else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=ending_with_parent(signal.SIGKILL),  # noqa: PLW1509 - there is one thread
        )

    def __enter__(self) -> Preparing:
        return self

    def __exit__(self, *raised: object) -> None:
        """End it wherever it is: the database takes back what it had begun."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None and not pipe.closed:
                pipe.close()

    def go(self) -> None:
        """The database is there."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write("go\n")
            self._process.stdin.close()
        except BrokenPipeError:  # it has ended already; `finish` says so
            pass

    def finish(self, asked: Callable[[], bool]) -> list[str]:
        """Wait until it is done or `asked` to stop; gives lines about the accounts of the city, none where there is none.

        Raises:
            CannotRun: it did not come to its end.
        """
        while self._process.poll() is None:
            if asked():
                return []
            time.sleep(0.05)
        if self._process.returncode:
            raise CannotRun("数据库没有准备好，原因见上 · the database was not prepared: see above")
        assert self._process.stdout is not None
        return self._process.stdout.read().splitlines()
