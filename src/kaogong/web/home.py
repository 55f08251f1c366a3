"""Where an installation keeps what is its own: the database, evidence, keys, logs.

Everything lies under one folder, `KAOGONG_HOME`. Without it: `var/` in the checkout, or, for the root user, whose files
the database server may not touch, a folder of its own under /var/lib.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
"""The checkout, or the folder the package was installed into."""


def from_outside(name: str) -> str:
    """A secret given from outside: in the environment, or in the file `NAME_FILE` names there, as containers hand them over.

    Nothing secret is ever read from the tree.
    """
    path = os.environ.get(f"{name}_FILE")
    return Path(path).read_text("utf-8").strip() if path else os.environ.get(name, "")


@dataclass(frozen=True, slots=True)
class Home:
    """The folders of an installation."""

    folder: Path

    @property
    def database(self) -> Path:
        """The files of the embedded database."""
        return self.folder / "postgres"

    @property
    def evidence(self) -> Path:
        """Sealed files, by their hash."""
        return self.folder / "evidence"

    @property
    def runs(self) -> Path:
        """Sealed scoring runs, by their fingerprint."""
        return self.folder / "runs"

    @property
    def anchors(self) -> Path:
        """The daily heads of the audit chain."""
        return self.folder / "anchors"

    @property
    def tag(self) -> str:
        """A short name for this installation, the same at every start."""
        return hashlib.sha256(str(self.folder).encode()).hexdigest()[:10]

    @property
    def socket(self) -> Path:
        """Where the embedded database listens: a short path, as sockets need one, that only its owner can enter."""
        return Path("/tmp") / f"kaogong-{os.getuid()}-{self.tag}"  # noqa: S108 - made with mode 700 and checked for its owner

    def secret(self, name: str) -> str:
        """A secret of this installation; made at its first use, readable by the owner alone."""
        path = self.folder / "secrets" / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            fresh = path.with_name(f".{name}-{secrets.token_hex(4)}")
            fresh.touch(mode=0o600)
            fresh.write_text(secrets.token_urlsafe(48), "utf-8")
            try:
                os.link(fresh, path)  # the first of several starts wins
            except FileExistsError:
                pass
            finally:
                fresh.unlink()
        return path.read_text("utf-8")


def home() -> Home:
    """The home of this installation."""
    given = os.environ.get("KAOGONG_HOME")
    if given:
        return Home(Path(given).expanduser().resolve())
    if os.geteuid() == 0:
        tag = hashlib.sha256(str(ROOT).encode()).hexdigest()[:10]
        return Home(Path("/var/lib/kaogong") / tag)
    return Home(ROOT / "var")
