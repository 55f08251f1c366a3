"""The papers of the demonstration city: small files that hold the figures they prove, sealed under their hash."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings

from kaogong.audit.actions import put_away
from kaogong.audit.models import Evidence
from kaogong.audit.queries.bucket import bucket
from kaogong.audit.queries.evidence import place
from kaogong.web.city.bulk import put


class Papers:
    """Sealed files as they are made; each content once. `keep` writes what stands for them in the database."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[str, str, int, str]] = {}

    def seal(self, text: str) -> str:
        """Seal a text; gives its SM3."""
        content = text.encode("utf-8-sig")
        sm3 = hashlib.new("sm3", content).hexdigest()
        if sm3 not in self.rows:
            self.rows[sm3] = (sm3, hashlib.sha256(content).hexdigest(), len(content), "text/plain")
            self._away(content, sm3, self.rows[sm3][1])
        return sm3

    @staticmethod
    def _away(content: bytes, sm3: str, sha256: str) -> None:
        """Into the store; many small files in a folder reach the platter together, in `keep`."""
        target = place(sm3)
        if bucket() is None and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            part = target.with_name(f".{sm3}")
            part.write_bytes(content)
            part.chmod(0o440)
            part.replace(target)
        elif bucket() is not None:
            with tempfile.NamedTemporaryFile() as part_of:
                part_of.write(content)
                part_of.flush()
                put_away(Path(part_of.name), sm3, sha256)

    def keep(self, sealed_at: object) -> int:
        """Into the database, and on to the platter; gives how many."""
        Path(settings.EVIDENCE).mkdir(parents=True, exist_ok=True, mode=0o700)
        os.sync()
        rows = [(*row, sealed_at) for row in self.rows.values()]
        return put(Evidence, ("sm3", "sha256", "size", "kind", "sealed_at"), rows)
