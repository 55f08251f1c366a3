"""Reading events and evidence, and the chain as it is exported."""

from kaogong.audit.queries.bucket import Away
from kaogong.audit.queries.contents import KINDS, Kind, Unfit, kind_in, kind_of
from kaogong.audit.queries.events import anchors, chain, events, head, history, plain, private_words
from kaogong.audit.queries.evidence import Altered, altered_evidence, at_hand, fingerprints, open_evidence, place
from kaogong.audit.queries.kept import ROOMS, keeping, keeps, kept

__all__ = [
    "KINDS",
    "ROOMS",
    "Altered",
    "Away",
    "Kind",
    "Unfit",
    "altered_evidence",
    "anchors",
    "at_hand",
    "chain",
    "events",
    "fingerprints",
    "head",
    "history",
    "keeping",
    "keeps",
    "kept",
    "kind_in",
    "kind_of",
    "open_evidence",
    "place",
    "plain",
    "private_words",
]
