"""A result on disk: what was scored, by which rules, with every stored value, and the hashes that prove it.

A result is a folder::

    manifest.json             fingerprint, rulebook, facts, period, columns, file hashes, seal
    rulebook/                 the files as loaded, canonical.yaml, which the hashes name, and merged.yaml with bases
    facts/                    the frozen facts
    results/<frame>.parquet   every stored column of a frame, sorted by subject and period
    results/rewards.parquet   money shared out, in cents, where the rulebook does
    exports                   results.xlsx, results.json, csv/ … for people; not read back

It is written beside its place and renamed, so there is either nothing or the whole.
"""

from kaogong.core.engine.bundle.manifest import Trial, fingerprint
from kaogong.core.engine.bundle.read import Bundle
from kaogong.core.engine.bundle.write import as_stored, keep_facts, seal, store, taken_in

__all__ = ["Bundle", "Trial", "as_stored", "fingerprint", "keep_facts", "seal", "store", "taken_in"]
