"""Facts in bulk: long tables made wide, tables brought together, repetitions found.

A value that is given twice would vanish in the aggregate that makes a long table wide. So the values
given are counted while they are read and again in what was written; only when the two differ is the
search for repetitions worth its time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kaogong.core.engine.intake.complaints import SHOWN
from kaogong.core.engine.intake.specs import authority, discretions
from kaogong.core.engine.intake.sql import name_of, text_of
from kaogong.core.engine.intake.tables import PROVENANCE as WITNESS
from kaogong.core.problem import Text
from kaogong.core.scheme.model import EVERY, Every
from kaogong.core.scheme.period import Period

if TYPE_CHECKING:
    from kaogong.core.engine.intake.bulk import Bulk


@dataclass(frozen=True, slots=True)
class Given:
    """Facts of one part: the numbered relation, SQL for the fact's id, the columns of value and reason."""

    part: int
    relation: str
    fact: str
    facts: tuple[str, ...]
    column: str
    reason: str


class FactsMerge:
    """The facts of all parts of a bulk."""

    def __init__(self, bulk: Bulk, *, reasons: bool) -> None:
        self.bulk = bulk
        self.con = bulk.con
        self.facts = bulk.rulebook.facts
        self.manual = discretions(bulk.rulebook)
        self.reasons = reasons
        self.parts = [(number, part) for number, part in enumerate(bulk.parts) if self._is_facts(part.table.id)]

    def _is_facts(self, name: str) -> bool:
        """Whether a table holds facts."""
        return name == "facts" or self.bulk.tables[name].every is not None

    def _cells(self) -> Iterator[Given]:
        """What every part gives: a long one all its facts at once, a wide one column by column."""
        for number, part in self.parts:
            relation = f"({self._relation(number, True)})"
            if part.table.every is None and "value" in part.columns:
                yield Given(number, relation, "fact", tuple(self.facts), "value", "reason")
            for fact in self.facts:
                if f"f_{fact}" in part.columns:
                    reason = f"r_{fact}" if f"r_{fact}" in part.columns else "reason"
                    yield Given(number, relation, text_of(fact), (fact,), f"f_{fact}", reason)

    def _relation(self, number: int, numbered: bool) -> str:
        """The typed relation of a part."""
        name = self.bulk.parts[number].table.id
        place = [other for other, part in enumerate(self.bulk.parts) if part.table.id == name].index(number)
        return (self.bulk.numbered if numbered else self.bulk.relations)[name][place]

    # --- checks ---

    def check(self) -> None:
        """Suppliers of wide rows, reasons of discretion; repetitions when the facts are refused anyway."""
        for number, part in self.parts:
            relation = f"({self._relation(number, True)})"
            for fact in self.facts.values():
                column = f"f_{fact.id}"
                may = authority(self.bulk.rulebook, fact.id, self.manual)
                if part.table.every and may and column in part.columns and "supplier" in part.columns:
                    among = ", ".join(map(text_of, may))
                    where = f"{name_of(column)} IS NOT NULL AND supplier NOT IN ({among})"
                    self._complain("K536", relation, where, "supplier", fact.id)
        reasoned = {fact for fact, manual in self.manual.items() if manual.reasoned and self.reasons}
        for given in self._cells():
            for name in sorted(reasoned & set(given.facts)):
                told = given.reason in self.bulk.parts[given.part].columns
                empty = f"{name_of(given.reason)} IS NULL" if told else "true"
                where = f"{given.fact} = {text_of(name)} AND {name_of(given.column)} IS NOT NULL AND {empty}"
                self._complain("K537", given.relation, where, given.column, name)
        if self.bulk.complaints.refused:
            for every in EVERY:
                self._find_repeated(every)

    def _complain(self, code: str, relation: str, where: str, column: str, fact: str) -> None:
        """Complain of the first rows where a condition holds, and count the rest."""
        total = self.con.execute(f"SELECT count(*) FROM {relation} WHERE {where}").fetchall()[0][0]
        if not total:
            return
        supplier = "supplier" if code == "K536" else "''"
        query = f"SELECT _part, _file, _row, {supplier} FROM {relation} WHERE {where}"
        shown = self.con.execute(f"{query} ORDER BY 1, 2, 3 LIMIT {SHOWN}").fetchall()
        name = Text(self.facts[fact].name.zh, fact)
        for part, file, row, said in shown:
            place = self.bulk.locate(part, file, row, column)
            words = {"text": said, "authority": "、".join(authority(self.bulk.rulebook, fact, self.manual))}
            self.bulk.complaints.add(code, place, column, fact=name, **words)
        self.bulk.complaints.more(code, place, column, total - len(shown))

    def _find_repeated(self, every: Every) -> None:
        """Name the first values that are given more than once, and count the rest."""
        rows = []
        for given in self._cells():
            among = [fact for fact in given.facts if self.facts[fact].every == every]
            if among:
                column = name_of(given.column)
                wanted = f"{given.fact} AS fact, {column} AS value, {text_of(given.column)} AS said"
                known = f"{column} IS NOT NULL AND subject IS NOT NULL AND period IS NOT NULL"
                rows.append(
                    f"SELECT subject, period, {wanted}, _part, _file, _row FROM {given.relation} "
                    f"WHERE {known} AND {given.fact} IN ({', '.join(map(text_of, among))})"
                )
        if not rows:
            return
        whole = f"({' UNION ALL '.join(rows)})"
        keys = f"SELECT subject, period, fact FROM {whole} GROUP BY ALL HAVING count(*) > 1"
        total = self.con.execute(f"SELECT count(*) FROM ({keys})").fetchall()[0][0]
        if not total:
            return
        for key in self.con.execute(f"{keys} ORDER BY ALL LIMIT {SHOWN}").fetchall():
            found = self.con.execute(
                f"SELECT value, said, _part, _file, _row FROM {whole} "
                "WHERE subject = ? AND period = ? AND fact = ? ORDER BY _part, _file, _row LIMIT 2",
                list(key),
            ).fetchall()
            values = "、".join(str(row[0]) for row in found)
            other, place = (self.bulk.locate(part, file, row, said) for _, said, part, file, row in found)
            again = found[1][1]
            spoken = {
                "subject": key[0],
                "period": Period(every, key[1]),
                "fact": self.facts[key[2]].name,
            }
            if found[0][0] == found[1][0]:
                self.bulk.complaints.add("K546", place, again, other=other, **spoken)
            else:
                self.bulk.complaints.add("K545", place, again, other=other, values=values, **spoken)
        if total > SHOWN:
            self.bulk.complaints.more("K545", place, again, total - SHOWN)

    # --- writing ---

    def write(self, work: Path) -> list[Path]:
        """Stream every length of period into its wide table; complain of repetitions. The files written."""
        written = []
        for every in EVERY:
            path = work / f"facts_{every}.parquet"
            if self._write(every, path):
                written.append(path)
                self._check_periods(every, path)
        self._write_provenance(work / "provenance.parquet")
        return written

    def _write(self, every: Every, path: Path) -> bool:
        """One wide table; false when there is nothing to write."""
        facts = [fact.id for fact in self.facts.values() if fact.every == every]
        sources = [source for number, _ in self.parts if (source := self._wide(number, every, facts))]
        if not facts or not sources:
            return False
        if len(sources) == 1:
            query = sources[0]
        else:
            merged = ", ".join(f"max({name_of(f'f_{fact}')}) AS {name_of(f'f_{fact}')}" for fact in facts)
            query = f"SELECT subject, period, {merged} FROM ({' UNION ALL '.join(sources)}) GROUP BY ALL"
        self.bulk.copy(query, path)
        if not self._whole(every, facts, sources, path):
            self._find_repeated(every)
        written = self.con.execute(f"SELECT count(*) FROM {text_of(str(path))}").fetchall()[0][0]
        if not written:
            path.unlink()
        return bool(written)

    def _whole(self, every: Every, facts: list[str], sources: list[str], path: Path) -> bool:
        """Whether every value given was written, and every subject and period has one row."""
        written = f"read_parquet({text_of(str(path))})"
        keys = f"SELECT 1 FROM {written} GROUP BY subject, period HAVING count(*) > 1 LIMIT 1"
        if len(sources) == 1 and all(part.table.every for _, part in self.parts):
            return not self.con.execute(keys).fetchall()
        counts = " + ".join(f"count({name_of(f'f_{fact}')})" for fact in facts)
        kept = self.con.execute(f"SELECT {counts} FROM {written}").fetchall()[0][0]
        given = self._long(every)
        for number, part in self.parts:
            if part.table.every == every:
                columns = [name_of(f"f_{fact}") for fact in facts if f"f_{fact}" in part.columns]
                total = " + ".join(f"count({column})" for column in columns) or "0"
                given += self.con.execute(f"SELECT {total} FROM ({self._relation(number, False)})").fetchall()[0][0]
        return bool(kept == given)

    def _long(self, every: Every) -> int:
        """How many values of one length of period the long tables give."""
        among = ", ".join(text_of(fact.id) for fact in self.facts.values() if fact.every == every)
        total = 0
        for number, part in self.parts:
            if part.table.every is None and among:
                where = f"WHERE fact IN ({among})"
                query = f"SELECT count(value) FROM ({self._relation(number, False)}) {where}"
                total += self.con.execute(query).fetchall()[0][0]
        return total

    def _wide(self, number: int, every: Every, facts: list[str]) -> str:
        """A part as rows of the frozen table; empty when it has nothing of this length."""
        part = self.bulk.parts[number]
        relation = self._relation(number, False)
        if part.table.every is None:
            return self._pivot(relation, facts) if "value" in part.columns and facts else ""
        if part.table.every != every:
            return ""
        given = {fact: name_of(f"f_{fact}") if f"f_{fact}" in part.columns else "NULL" for fact in facts}
        columns = ", ".join(f"{value}::BIGINT AS {name_of(f'f_{fact}')}" for fact, value in given.items())
        return f"SELECT subject, period::INTEGER AS period, {columns} FROM ({relation})"

    def _pivot(self, relation: str, facts: list[str]) -> str:
        """A long relation made wide. The fact is compared as a small number: nothing is read as often."""
        among = ", ".join(map(text_of, facts))
        values = ", ".join(
            f"max(CASE WHEN code = {code} THEN value END)::BIGINT AS {name_of(f'f_{fact}')}"
            for code, fact in enumerate(facts)
        )
        code = f"enum_code(fact::ENUM({among})) AS code"
        coded = f"SELECT subject, period::INTEGER AS period, {code}, value FROM ({relation})"
        return (
            f"SELECT subject, period, {values} FROM ({coded} WHERE fact IN ({among}) AND value IS NOT NULL) "
            "GROUP BY subject, period"
        )

    def _check_periods(self, every: Every, path: Path) -> None:
        """Warn of periods after the edition's end."""
        end = self.bulk.rulebook.effective_to
        if end is None:
            return
        periods = self.con.execute(f"SELECT DISTINCT period FROM {text_of(str(path))} ORDER BY 1").fetchall()
        for (period,) in periods:
            if Period(every, period).first > end:
                words = {"period": Period(every, period), "to": end}
                place = self.bulk.locate(self.parts[0][0], "", 0, "")
                start = self.bulk.rulebook.effective_from or "—"
                self.bulk.complaints.add("K549", place, "period", **{"from": start}, **words)

    def _write_provenance(self, path: Path) -> None:
        """Who supplied and approved each value, where anybody said so."""
        rows = []
        for given in self._cells():
            columns = self.bulk.parts[given.part].columns
            told = {name: name_of(name) if name in columns else "NULL" for name in WITNESS}
            told["reason"] = name_of(given.reason) if given.reason in columns else told["reason"]
            if set(told.values()) == {"NULL"}:
                continue
            said = ", ".join(f"{value}::VARCHAR AS {name}" for name, value in told.items())
            any_said = " OR ".join(f"{value} IS NOT NULL" for value in told.values())
            where = f"WHERE {name_of(given.column)} IS NOT NULL AND ({any_said})"
            head = f"subject, period::INTEGER AS period, {self._every(given)} AS every, {given.fact} AS fact"
            rows.append(f"SELECT {head}, {said}, {self._source(given.part)} AS source FROM {given.relation} {where}")
        if rows:
            self.bulk.copy(" UNION ALL ".join(rows), path)

    def _every(self, given: Given) -> str:
        """SQL for the length of period of the given facts."""
        if len(given.facts) == 1:
            return text_of(self.facts[given.facts[0]].every)
        cases = " ".join(f"WHEN {text_of(fact)} THEN {text_of(self.facts[fact].every)}" for fact in given.facts)
        return f"CASE {given.fact} {cases} END"

    def _source(self, number: int) -> str:
        """SQL for where a row is, in the words of `source_text`."""
        place = self.bulk.locate(number, "", 1, "")
        head = f"{place.file}[{place.sheet}]" if place.sheet else place.file
        return f"coalesce(nullif(_file, ''), {text_of(head)}) || ':' || (_row + {place.line - 1})::VARCHAR"
