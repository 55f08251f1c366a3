"""Text that lies in the database only encrypted (SM4-GCM, GB/T 32907), with the key outside it (GB/T 22239 8.1.4.8)."""

from __future__ import annotations

from typing import Any

from django.db import models

from kaogong.core.sealing import open_sealed, seal


class SealedText(models.TextField[str, str]):
    """A text column whose content the database cannot read. It cannot be searched or sorted by."""

    def get_prep_value(self, value: Any) -> Any:
        """Sealed words."""
        words = super().get_prep_value(value)
        return seal(words) if words else ""

    def from_db_value(self, value: str | None, *_: Any) -> str:
        """The words again."""
        return open_sealed(value) if value else ""

    def get_lookup(self, lookup_name: str) -> Any:
        """None but emptiness can be asked for."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None
