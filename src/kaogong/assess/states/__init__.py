"""What may follow what, as tables `{(state, verb): state}`, and what people call the states."""

from __future__ import annotations
