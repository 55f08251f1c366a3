"""References `{setting: x}` and `{by_reading.

R, …}` replaced by what they stand for, with values tried by a case or a user.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeGuard

from kaogong.core.problem import NOWHERE, Place, Problems, Text
from kaogong.core.scheme.codes import complain, did_you_mean
from kaogong.core.scheme.tree import Listing, Scalar, Table, Tree, planted, word

NOTHING = frozenset({"none", "无"})


def resolve(tree: Table, readings: Mapping[str, str], settings: Mapping[str, Any], problems: Problems) -> Table:
    """The tree without references.

    Args:
        tree: The merged rulebook.
        readings: Options to take instead of the chosen ones, by reading.
        settings: Values to take instead of the declared ones, by setting: exact plain data.
        problems: Where to note references that lead nowhere.
    """
    resolver = _Resolver(problems)
    tree = resolver.choose(tree, readings)
    tree = resolver.set_values(tree, settings)
    return Table({name: resolver.resolved(one) for name, one in tree.entries.items()}, tree.place, tree.keys)


def _is_none(branch: Tree) -> TypeGuard[Scalar]:
    return isinstance(branch, Scalar) and (branch.null or branch.text.strip() in NOTHING)


@dataclass
class _Resolver:
    problems: Problems
    chosen: dict[str, str] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=dict)
    values: dict[str, Tree] = field(default_factory=dict)
    settled: bool = False

    def choose(self, tree: Table, readings: Mapping[str, str]) -> Table:
        """Note the chosen option of every reading, the ones tried first, and write them into the tree."""
        section = tree.get("readings")
        declared = section.entries if isinstance(section, Table) else {}
        for unknown in [one for one in readings if one not in declared]:
            self._unknown("reading", unknown, list(declared), NOWHERE)
        written: dict[str, Tree] = {}
        for name, one in declared.items():
            written[name] = one
            if not isinstance(one, Table):
                continue
            options = one.get("options")
            self.options[name] = list(options.entries) if isinstance(options, Table) else []
            chosen = str(readings.get(name, word(one.get("chosen"))))
            self.chosen[name] = chosen
            if chosen not in self.options[name] and ("chosen" in one.entries or name in readings):
                what = Text(f"读法“{name}”没有选项“{chosen}”", f"reading {name} has no option {chosen!r}")
                complain(self.problems, "K050", one.at("chosen"), what, did_you_mean(chosen, self.options[name]))
            if name in readings:
                written[name] = one.with_entries({**one.entries, "chosen": Scalar(chosen, one.at("chosen"))})
        if isinstance(section, Table):
            tree = tree.with_entries({**tree.entries, "readings": section.with_entries(written)})
        return tree

    def set_values(self, tree: Table, settings: Mapping[str, Any]) -> Table:
        """Note the value of every setting, the ones tried first, and write them into the tree."""
        section = tree.get("settings")
        declared = section.entries if isinstance(section, Table) else {}
        for unknown in [one for one in settings if one not in declared]:
            self._unknown("setting", unknown, list(declared), NOWHERE)
        written: dict[str, Tree] = {}
        for name, one in declared.items():
            written[name] = one
            value = one.get("value") if isinstance(one, Table) else None
            if not isinstance(one, Table) or (value is None and name not in settings):
                continue
            if name in settings:
                value = self._tried(name, settings[name], one.at("value")) or value
            if value is not None:
                self.values[name] = self.resolved(value)
                written[name] = one.with_entries({**one.entries, "value": self.values[name]})
        self.settled = True
        if isinstance(section, Table):
            tree = tree.with_entries({**tree.entries, "settings": section.with_entries(written)})
        return tree

    def _tried(self, name: str, value: Any, place: Place) -> Tree | None:
        try:
            return planted(value, place)
        except TypeError:
            what = Text(f"参数“{name}”的试用值不是精确的数", f"the value tried for setting {name} is not exact")
            fix = Text("给文字、整数或分数，不给浮点数。", "Give text, a whole number or a Fraction, not a float.")
            complain(self.problems, "K023", place, what, fix)
            return None

    def resolved(self, tree: Tree) -> Tree:
        """The tree with every reference in it replaced."""
        if isinstance(tree, Table):
            if "by_reading" in tree.entries:
                return self._branch(tree)
            if tuple(tree.entries) == ("setting",):
                return self._setting(tree)
            return Table({name: self.resolved(one) for name, one in tree.entries.items()}, tree.place, tree.keys)
        if isinstance(tree, Listing):
            return Listing(tuple(self.resolved(one) for one in tree.entries if not self._left_out(one)), tree.place)
        return tree

    def _setting(self, tree: Table) -> Tree:
        name = word(tree.get("setting"))
        if name in self.values:
            return self.values[name]
        if not self.settled:
            what = Text("参数的取值里不能再引用参数", "the value of a setting cannot refer to a setting")
            complain(self.problems, "K050", tree.place, what, Text("直接写数。", "Write the number."))
        else:
            self._unknown("setting", name, list(self.values), tree.place)
        return Scalar("0", tree.place)

    def _branch(self, tree: Table) -> Tree:
        """The branch of the chosen reading; every option must have one."""
        name = word(tree.get("by_reading"))
        branches = {one: value for one, value in tree.entries.items() if one != "by_reading"}
        if name not in self.chosen:
            self._unknown("reading", name, list(self.chosen), tree.place)
            return Scalar("0", tree.place)
        lacking = [one for one in self.options[name] if one not in branches]
        strange = [one for one in branches if one not in self.options[name]]
        if lacking or strange:
            zh = "；".join(
                [f"缺 {'、'.join(lacking)}"] * bool(lacking) + [f"多出 {'、'.join(strange)}"] * bool(strange)
            )
            en = "; ".join(
                [f"missing {', '.join(lacking)}"] * bool(lacking)
                + [f"not an option: {', '.join(strange)}"] * bool(strange)
            )
            what = Text(f"读法“{name}”的分支：{zh}", f"branches of reading {name}: {en}")
            fix = Text(
                f"为每个选项各写一支：{'、'.join(self.options[name])}。",
                f"Write one branch each for {', '.join(self.options[name])}.",
            )
            complain(self.problems, "K051", tree.place, what, fix)
        branch = branches.get(self.chosen[name])
        if branch is None:
            return Scalar("0", tree.place)
        return replace(branch, off=True) if _is_none(branch) else self.resolved(branch)

    def _left_out(self, tree: Tree) -> bool:
        """An entry of a list that exists in another reading only.

        Its branch here is `none`, another is a mapping.
        """
        if not (isinstance(tree, Table) and "by_reading" in tree.entries):
            return False
        branch = tree.get(self.chosen.get(word(tree.get("by_reading")), ""))
        things = any(isinstance(one, Table) for one in tree.entries.values())
        return things and branch is not None and _is_none(branch)

    def _unknown(self, sort: str, name: str, known: list[str], place: Place) -> None:
        zh = "参数" if sort == "setting" else "读法"
        what = Text(f"没有声明{zh}“{name}”", f"{sort} {name!r} is not declared")
        complain(self.problems, "K050", place, what, did_you_mean(name, known))
