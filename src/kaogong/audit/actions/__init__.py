"""Recording acts, sealing files. Every action of every room is wrapped in `action` and calls `record` once, last."""

from kaogong.audit.actions.chain import (
    Denied,
    NotInTransaction,
    Refused,
    action,
    anchor,
    demand,
    erase,
    export,
    record,
    record_denied,
    together,
)
from kaogong.audit.actions.evidence import put_away, put_back, seal, seal_several
from kaogong.audit.actions.locking import alone

__all__ = [
    "Denied",
    "NotInTransaction",
    "Refused",
    "action",
    "alone",
    "anchor",
    "demand",
    "erase",
    "export",
    "put_away",
    "put_back",
    "record",
    "record_denied",
    "seal",
    "seal_several",
    "together",
]
