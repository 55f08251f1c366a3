"""Pools: who is compared with whom, how many they are, and statistics over them."""

from __future__ import annotations

from typing import Any

from kaogong.core.engine.aggregates import quoted, text
from kaogong.core.engine.explain.labels import Labels
from kaogong.core.engine.explain.parts import PoolStat
from kaogong.core.engine.explain.reader import Reader
from kaogong.core.engine.participation import told_apart
from kaogong.core.engine.plan import FrameKey
from kaogong.core.engine.settle import Spot
from kaogong.core.engine.stage import StageBuilder
from kaogong.core.methods import terms as t
from kaogong.core.problem import Text

Pool = tuple[str, Any]
"""The column of a pool ('' for all) and the value its members share."""
SMALL_POOL = 2000


class Pools:
    """Answers about pools, each asked of the database once."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._asked: dict[str, tuple[Any, ...]] = {}
        self._counted: dict[tuple[FrameKey, str, str], dict[int, int]] = {}

    def pool(self, key: FrameKey, spot: Spot, within: str, link: str = "") -> Pool:
        """The pool of a subject."""
        frame = self._reader.run.done[key].frame
        group = self._reader.run.rulebook.sheets[key[0]].group
        column = "k_" + link if link else StageBuilder(frame, {}, 1, group).pool(within).strip('"')
        return column, (self._reader.row(key, spot) or {}).get(column) if column else None

    def where(self, pool: Pool, period: int) -> str:
        """The condition that picks the members."""
        column, value = pool
        found = f"period = {period}"
        if not column:
            return found
        if value is None:
            return f"{found} AND {quoted(column)} IS NULL"
        return f"{found} AND {quoted(column)} = {text(value) if isinstance(value, str) else int(value)}"

    def ask(self, key: FrameKey, picked: str, where: str, rest: str = "") -> list[tuple[Any, ...]]:
        """Rows over the members of a pool; asked once."""
        sql = f"SELECT {picked} FROM {self._reader.run.done[key].table} WHERE {where}{rest}"
        if sql not in self._asked:
            self._asked[sql] = tuple(self._reader.run.world.database.rows(sql))
        return list(self._asked[sql])

    def same(self, key: FrameKey, where: str, column: str, value: int, size: int) -> int:
        """How many others of a pool have this value in a column; of small pools all values are asked for at once."""
        name = quoted(column)
        if size > SMALL_POOL:
            return int(self.ask(key, "COUNT(*)", f"{where} AND {name} = {value}")[0][0]) - 1
        memo = (key, where, column)
        if memo not in self._counted:
            rows = self.ask(key, f"{name}, COUNT(*)", where, f" GROUP BY {name}")
            self._counted[memo] = {int(one): int(number) for one, number in rows if one is not None}
        return self._counted[memo][value] - 1

    def name(self, key: FrameKey, spot: Spot, within: str, link: str = "") -> Text:
        """What the pool is called: `部门`, `同行业（卫生）`; apart from those who count: `部门（只计分不排名）`."""
        rulebook = self._reader.run.rulebook
        if link:
            column, value = self.pool(key, spot, within, link)
            del column
            owner = self._reader.subjects.get(str(value), {}).get("name") or value
            named = rulebook.links[link].name
            return bracketed(named, Text.same(str(owner)))
        labels = Labels(self._reader.run, key)
        within = (rulebook.sheets[key[0]].group or "class") if within == "group" else within
        said = labels.within(within)
        apart, value = told_apart(rulebook, self.pool(key, spot, within)[1])
        attribute = rulebook.attributes.get(within)
        if within == "class" and (own := rulebook.classes.get(str(value))) is not None:
            said = own.name
        elif attribute is not None and value is not None:
            word = attribute.options[int(value) - 1] if attribute.options else str(value)
            said = bracketed(said, Text.same(word))
        return said if apart is None else bracketed(said, apart)

    def stat(self, key: FrameKey, spot: Spot, leaf: t.GroupStat | t.Standing) -> PoolStat:
        """A statistic or place with the size of its pool."""
        column = self._reader.run.done[key].frame.column(leaf.term)
        where = self.where(self.pool(key, spot, leaf.within), spot[1])
        size = int(self.ask(key, f"COUNT({quoted(column)})", where)[0][0])
        name = Labels(self._reader.run, key).leaf(leaf)
        return PoolStat(name, self.name(key, spot, leaf.within), size, self._reader.leaf(key, spot, leaf))


def bracketed(name: Text, more: Text) -> Text:
    """A name with what tells it from others of its kind."""
    return Text(f"{name.zh}（{more.zh}）", f"{name.en} ({more.en})")
