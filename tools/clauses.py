"""Prints which clauses of docs/clauses.yaml hold, from what the last whole test run wrote.

python tools/clauses.py [build/clauses.json]
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console
from rich.table import Table

LEDGER = Path("docs/clauses.yaml")
WHOLE = Path("build/clauses.json")


def main(states_path: Path) -> int:
    """Prints two tables, the ids not done, and the count."""
    ledger = yaml.load(LEDGER.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    clauses: list[dict[str, Any]] = ledger["clauses"]
    if not states_path.exists():
        print(f"{states_path} is not there yet: run make test.")
        return 1
    states: dict[str, str] = json.loads(states_path.read_text(encoding="utf-8"))
    done = {clause for clause, state in states.items() if state == "passed"}

    console = Console(width=110, highlight=False)
    console.print(count_by("system", clauses, done, lambda clause: clause["id"].split("-")[0], ledger["systems"]))
    console.print(count_by("room", clauses, done, lambda clause: clause["room"], {}))
    for title, state in (("failed", "failed"), ("not done", "missing")):
        ids = [clause["id"] for clause in clauses if states.get(clause["id"], "missing") == state]
        if ids:
            console.print(f"{title} ({len(ids)}): {' '.join(ids)}\n")
    print(f"clauses: {len(done & {clause['id'] for clause in clauses})} of {len(clauses)}")
    return 0


def count_by(
    title: str,
    clauses: list[dict[str, Any]],
    done: set[str],
    group_of: Callable[[dict[str, Any]], str],
    meanings: dict[str, str],
) -> Table:
    """A table of done / all, one line a group, in the ledger's order."""
    groups: dict[str, list[str]] = {}
    for clause in clauses:
        groups.setdefault(group_of(clause), []).append(clause["id"])
    table = Table(title, "done / all", "", box=None, pad_edge=False)
    for group, ids in groups.items():
        table.add_row(group, f"{len(done.intersection(ids)):3} /{len(ids):4}", meanings.get(group, ""))
    table.add_row()
    return table


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else WHOLE))
