"""What explanations read of a run: rows of chosen subjects, values of leaves, and the tables of facts behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from kaogong.core.engine.aggregates import quoted, text
from kaogong.core.engine.exact import Value, evaluate
from kaogong.core.engine.plan import FrameKey, node_column
from kaogong.core.engine.run import Run
from kaogong.core.engine.settle import Spot
from kaogong.core.methods import terms as t
from kaogong.core.methods.terms import Term

Row = dict[str, Any]


class Reader:
    """Reads a run.

    `prepare` fetches everything about some subjects with a few queries; the rest asks no database, except for
    statistics over whole pools.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        self._exact = run.exact()
        self._values: dict[tuple[FrameKey, Spot, str], Value] = {}
        self._columns: dict[tuple[FrameKey, int], tuple[Term, str, bool]] = {}
        self._ready: set[str] = set()
        self.subjects: dict[str, Row] = {}
        self.provenance: dict[tuple[str, str, int, str], Row] = {}
        self.events: dict[str, list[Row]] = defaultdict(list)
        self.links: dict[tuple[str, str, str], list[tuple[str, Fraction]]] = defaultdict(list)
        self.ballots: dict[tuple[str, str, str, str], list[tuple[int, int, int]]] = defaultdict(list)

    # --- fetching -------------------------------------------------------------------------------------------------

    def query(self, sql: str, columns: Sequence[str]) -> list[Row]:
        """Rows as dictionaries."""
        return [dict(zip(columns, row, strict=True)) for row in self.run.world.database.rows(sql)]

    def _table(self, table: str, key: str, subjects: Iterable[str], columns: Sequence[str]) -> list[Row]:
        """Rows of a table of facts about subjects; columns that are not there are null."""
        there = self.run.world.columns(table)
        if not there:
            return []
        picked = ", ".join(quoted(c) if c in there else f"NULL AS {quoted(c)}" for c in columns)
        return self.query(f"SELECT {picked} FROM {table} WHERE {quoted(key)} {among(subjects)}", columns)

    def prepare(self, subjects: Sequence[str]) -> None:
        """Fetch what explanations of these subjects need, those they are linked with included."""
        wanted = [one for one in dict.fromkeys(subjects) if one not in self._ready]
        if not wanted:
            return
        self._ready.update(wanted)
        self._fetch_links(wanted)
        linked = {other for found in self.links.values() for other, _ in found}
        named = [one for one in sorted({*wanted, *linked}) if one not in self.subjects]
        self._fetch_subjects(named)
        self._fetch_events(named)
        columns = ("every", "period", "subject", "fact", "supplier", "approved_by", "approved_on", "evidence")
        for row in self._table("provenance", "subject", wanted, (*columns, "evidence_hash", "reason", "source")):
            self.provenance[row["subject"], row["every"], int(row["period"]), row["fact"]] = row
        self._fetch_ballots(wanted)
        for key in self.run.done:
            self._fetch_rows(key, wanted)

    def _fetch_subjects(self, wanted: Sequence[str]) -> None:
        for row in self._table("subjects", "subject", wanted, ("subject", "name", "kind", "class")):
            self.subjects[row["subject"]] = row

    def _fetch_links(self, wanted: Sequence[str]) -> None:
        columns = ("link", "from_subject", "to_subject", "share")
        for mine, other, way in (("from_subject", "to_subject", "down"), ("to_subject", "from_subject", "up")):
            for row in self._table("links", mine, wanted, columns):
                self.links[row["link"], way, row[mine]].append((row[other], Fraction(int(row["share"]), 1_000_000)))

    def _fetch_events(self, subjects: Sequence[str]) -> None:
        columns = ("id", "ledger", "subject", "day", "kind", "severity", "finder", "quantity", "incident")
        more = ("source", "supplier", "evidence", "evidence_hash", "state")
        for row in self._table("events", "subject", subjects, (*columns, *more)):
            self.events[row["subject"]].append(row)

    def _fetch_ballots(self, wanted: Sequence[str]) -> None:
        if not self.run.world.columns("ratings"):
            return
        sql = (
            "SELECT subject, ratings, question, rater_group, month, COUNT(*), COUNT(CASE WHEN valid THEN value END) "
            f"FROM ratings WHERE subject {among(wanted)} GROUP BY subject, ratings, question, rater_group, month"
        )
        for subject, ratings, question, group, month, issued, valid in self.run.world.database.rows(sql):
            key = (str(subject), str(ratings), str(question or ""), str(group))
            self.ballots[key].append((int(month), int(issued), int(valid)))

    def _fetch_rows(self, key: FrameKey, wanted: Sequence[str]) -> None:
        done = self.run.done[key]
        periods = [p.number for p in done.periods]
        self._exact.load(key, [(subject, n) for subject in wanted for n in periods])

    # --- values ---------------------------------------------------------------------------------------------------

    def row(self, key: FrameKey, spot: Spot) -> Row | None:
        """The stored row of a frame; None when the subject was not there."""
        return self._exact.row(key, spot)

    def stored(self, key: FrameKey, spot: Spot, column: str) -> Value:
        """A stored column as it is (cut where it is cut)."""
        row = self.row(key, spot)
        if row is None or row.get(column) is None:
            return None
        return int(row[column]) * self.run.done[key].quantities[column].unit

    def value(self, key: FrameKey, spot: Spot, item: str) -> Value:
        """The exact value of an item or helper column."""
        memo = (key, spot, item)
        if memo not in self._values:
            done = self.run.done[key]
            column = node_column(item)
            quantity = done.quantities.get(column)
            exact = quantity is not None and quantity.exact and self._exact.kept(key, spot, column)
            if item not in done.frame.definitions or exact:
                self._values[memo] = self.stored(key, spot, column)
            else:
                term = done.frame.definitions[item].term
                self._values[memo] = evaluate(term, lambda leaf: self.leaf(key, spot, leaf))
        return self._values[memo]

    def leaf(self, key: FrameKey, spot: Spot, leaf: Term) -> Value:
        """The exact value of a leaf. Places are read as they were settled in the run."""
        if isinstance(leaf, t.Node):
            return self.value(key, spot, leaf.item)
        _, column, exact = self._columns.get((key, id(leaf))) or self._learn(key, leaf)
        if exact and self._exact.kept(key, spot, column):
            return self.stored(key, spot, column)
        return self._exact.leaf(key, spot, leaf)

    def _learn(self, key: FrameKey, leaf: Term) -> tuple[Term, str, bool]:
        """The column of a leaf, and whether it may be read as it is. Remembered with the leaf, so that its id stays its own."""
        done = self.run.done[key]
        column = done.frame.column(leaf)
        found = (leaf, column, isinstance(leaf, t.Standing) or done.quantities[column].exact)
        self._columns[key, id(leaf)] = found
        return found


def among(subjects: Iterable[str]) -> str:
    """The rest of a condition: the subjects a column may name."""
    listed = [text(one) for one in subjects]
    return f"= {listed[0]}" if len(listed) == 1 else f"IN ({', '.join(listed) or 'NULL'})"
