"""What may follow what: `{(state, verb): state}`. A verb that is not here cannot be done in that state."""

from __future__ import annotations

from kaogong.audit.states import Table

MOTION: Table = {
    ("open", "approve"): "open",
    ("open", "settle"): "approved",
    ("approved", "carry_out"): "done",
    ("open", "withdraw"): "withdrawn",
}
DOCKET: Table = {("open", "add"): "open", ("open", "close"): "closed"}
FINDING: Table = {
    ("recorded", "confirm"): "confirmed",
    ("recorded", "transfer"): "transferred",
    ("confirmed", "transfer"): "transferred",
    ("recorded", "dispose"): "disposed",
    ("confirmed", "dispose"): "disposed",
    ("transferred", "dispose"): "disposed",
}
WATCH: Table = {("open", "close"): "closed"}
PROGRAMME: Table = {("draft", "change"): "draft", ("draft", "launch"): "launched"}
