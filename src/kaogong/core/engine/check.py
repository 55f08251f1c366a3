"""Facts against a rulebook: what no single cell can tell (repetitions, strangers, sheets, circles)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from kaogong.core.engine.intake.complaints import Complaints, did_you_mean
from kaogong.core.engine.intake.pool import Key, Pool
from kaogong.core.engine.intake.values import day_text
from kaogong.core.problem import Place, Text
from kaogong.core.scheme.model import Rulebook, Sheet

NEAR_AMONG = 5000
"""How many subjects are searched for a likely misspelling."""


def check(rulebook: Rulebook, pools: Mapping[str, Pool], complaints: Complaints) -> None:
    """Check every table but the facts themselves (their repetitions are found where they are merged)."""
    subjects = pools["subjects"]
    check_subjects(rulebook, subjects, complaints)
    for name, pool in pools.items():
        if name != "subjects":
            check_refs(pool, subjects, complaints)
            check_key(pool, "K550", complaints)
    if "ratings" in pools:
        check_ratings(pools["ratings"], complaints)
    if "links" in pools:
        check_links(rulebook, pools["links"], subjects, complaints)
    if "history" in pools:
        check_history(rulebook, pools["history"], complaints)


def check_key(pool: Pool, code: str, complaints: Complaints) -> None:
    """Report keys that more than one row has."""
    if not pool.table.key:
        return
    shown = pool.repeated(pool.table.key)
    for key in shown:
        (_, first), (_, second) = pool.find(pool.table.key, key)[:2]
        words = {"subject": key[0]} if code == "K540" else {"key": " ".join(str(one) for one in key)}
        complaints.add(code, second(pool.table.key[0]), other=first(""), **words)
    if shown and (total := pool.count_repeated(pool.table.key)) > len(shown):
        complaints.more(code, second(""), "", total - len(shown))


def check_refs(pool: Pool, subjects: Pool, complaints: Complaints) -> None:
    """Report rows that name a subject nobody knows."""
    for column in pool.table.refs:
        shown, total = pool.strangers(column, subjects)
        if not shown:
            continue
        known = {str(key[0]): "" for _, key in zip(range(NEAR_AMONG), subjects.distinct(("subject",)), strict=False)}
        for word in shown:
            at = pool.find((column,), (word,))
            total -= len(at)
            for _, spot in at:
                complaints.add("K544", spot(column), column, subject=word, near=did_you_mean(str(word), known))
        if total > 0:
            complaints.more("K544", at[0][1](""), column, total)


# --- subjects -------------------------------------------------------------------------------------


def sheets_for(rulebook: Rulebook, kind: str, of_class: str) -> list[Sheet]:
    """The sheets that are for subjects of a kind and class."""
    return [
        sheet
        for sheet in rulebook.sheets.values()
        if sheet.kind == kind and (not sheet.classes or of_class in sheet.classes)
    ]


def kind_of(rulebook: Rulebook, kind: str | None, of_class: str | None) -> str:
    """The kind of a subject: as written, else its class's, else the only (or first) one."""
    if kind:
        return kind
    if of_class and of_class in rulebook.classes:
        return rulebook.classes[of_class].kind
    return next(iter(rulebook.kinds), "unit")


def check_subjects(rulebook: Rulebook, pool: Pool, complaints: Complaints) -> None:
    """Subjects: once each, kind and class in agreement, exactly one sheet of each period, days in order."""
    if not any(True for _ in pool.distinct(("kind", "class"))):
        if not complaints.refused:
            complaints.add("K511", Place("subjects"))
        return
    check_key(pool, "K540", complaints)
    for kind, of_class in pool.distinct(("kind", "class")):
        _check_fit(rulebook, pool, (kind, of_class), complaints)
    for since, until in pool.distinct(("since", "until")):
        if isinstance(since, int) and isinstance(until, int) and since > until:
            for _, spot in pool.find(("since", "until"), (since, until)):
                complaints.add("K556", spot("until"), since=day_text(since), until=day_text(until))


def _check_fit(rulebook: Rulebook, pool: Pool, pair: Key, complaints: Complaints) -> None:
    """One combination of kind and class: do they agree, and which sheets are for it."""
    written, of_class = (str(one or "") for one in pair)
    kind = kind_of(rulebook, written or None, of_class or None)
    if of_class and rulebook.classes[of_class].kind != kind:
        names = {key: Text(name.zh, key) for key, name in rulebook.kinds.items()}
        want = rulebook.classes[of_class].kind
        for _, spot in pool.find(("kind", "class"), pair):
            ends = {"want": names.get(want, want), "is": names.get(kind, kind)}
            complaints.add("K541", spot("kind"), "kind", **{"class": of_class}, **ends)
        return
    if not rulebook.sheets or (rulebook.classes and not of_class):
        return
    sheets = sheets_for(rulebook, kind, of_class)
    periods = [sheet.every for sheet in sheets]
    doubled = [sheet.id for sheet in sheets if periods.count(sheet.every) > 1]
    if sheets and not doubled:
        return
    for row, spot in pool.find(("kind", "class"), pair):
        if doubled:
            complaints.add("K543", spot("class"), subject=row["subject"], sheets="、".join(doubled))
        else:
            complaints.add("K542", spot("class"), subject=row["subject"])


# --- ratings --------------------------------------------------------------------------------------

BALLOT = ("ratings", "question", "subject", "month", "rater", "rater_group")


def check_ratings(pool: Pool, complaints: Complaints) -> None:
    """A rater votes once, and only a group called `self` rates itself."""
    for key in pool.repeated(BALLOT):
        (_, first), (_, second) = pool.find(BALLOT, key)[:2]
        said = " ".join(str(one) for one in key if one != "")
        complaints.add("K550", second("rater"), "rater", key=said, other=first(""))
    for row in pool.same("subject", "rater"):
        if row.get("rater_group") not in {"self", None}:
            key = tuple(row.get(name) for name in BALLOT)
            for _, spot in pool.find(BALLOT, key)[:1]:
                words = {"subject": row["subject"], "group": row["rater_group"]}
                complaints.add("K551", spot("rater"), "rater", **words)


# --- links, history -------------------------------------------------------------------------------


def check_links(rulebook: Rulebook, pool: Pool, subjects: Pool, complaints: Complaints) -> None:
    """Links join the declared kinds, never a subject with itself, and run in no circle."""
    for row in pool.same("from_subject", "to_subject"):
        for _, spot in pool.find(pool.table.key, tuple(row.get(one) for one in pool.table.key))[:1]:
            complaints.add("K553", spot("to_subject"), subject=row["to_subject"])
    kinds = {
        str(subject): kind_of(rulebook, str(kind or "") or None, str(of_class or "") or None)
        for subject, kind, of_class in subjects.distinct(("subject", "kind", "class"))
    }
    edges: dict[str, dict[str, set[str]]] = {}
    for key in pool.distinct(("link", "from_subject", "to_subject")):
        link, start, end = (str(one or "") for one in key)
        if link in rulebook.links and start in kinds and end in kinds and start != end:
            _check_ends(rulebook, pool, key, (kinds[start], kinds[end]), complaints)
            edges.setdefault(link, {}).setdefault(end, set()).add(start)
    for link, graph in edges.items():
        _check_circle(link, graph, pool, complaints)


def _check_ends(rulebook: Rulebook, pool: Pool, key: Key, kinds: tuple[str, str], complaints: Complaints) -> None:
    """The two ends of a link are of the declared kinds."""
    link = rulebook.links[str(key[0])]
    if kinds == (link.from_kind, link.to_kind):
        return
    for _, spot in pool.find(pool.table.key, key)[:1]:
        words = {"want_from": link.from_kind, "want_to": link.to_kind, "from": kinds[0], "to": kinds[1]}
        complaints.add("K552", spot("link"), "link", link=link.id, **words)


def _check_circle(link: str, graph: dict[str, set[str]], pool: Pool, complaints: Complaints) -> None:
    """A link of subjects of one kind must not lead back to where it began."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle: Sequence[str] = error.args[1]
        for _, spot in pool.find(pool.table.key, (link, circle[0], circle[1]))[:1]:
            complaints.add("K554", spot("link"), link=link, cycle=" → ".join(circle))


def check_history(rulebook: Rulebook, pool: Pool, complaints: Complaints) -> None:
    """Past grades should have names that conditions can match."""
    ladders = {rung.grade for scheme in rulebook.grades for rung in scheme.ladder}
    if not ladders:
        return
    for key in pool.distinct(("grade",)):
        if key[0] is not None and key[0] not in ladders:
            for _, spot in pool.find(("grade",), key):
                complaints.add("K555", spot("grade"), "grade", text=key[0])
