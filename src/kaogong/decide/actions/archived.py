"""What is published enters the archives: results of persons, and of units in two copies."""

from __future__ import annotations

from kaogong.core.scheme.period import Period
from kaogong.decide.models import Proposal, Publication
from kaogong.org.models import Account
from kaogong.org.queries import setting
from kaogong.people.actions.archive import Filing, Told, period_of, write_entries, write_results
from kaogong.people.actions.careers_cases import open_reviews
from kaogong.people.actions.careers_units import fix_unit_grades
from kaogong.people.queries.archive import plain
from kaogong.people.queries.archive_sight import leads, posts_of
from kaogong.people.queries.careers_cases import unreviewed


def archive_published(account: Account | None, made: Publication) -> dict[str, int]:
    """File what a publication says of persons and units, inside the act of publishing; gives how many."""
    held = made.settlement
    lines = list(held.proposals.select_related("unit", "person"))
    when = period_of(held.period)
    people = [one for one in lines if one.person_id is not None]
    posts = posts_of([one.person_id for one in people if one.person_id], when.last)
    told = [
        Told(
            one.person, str(when), one.total, one.final, "leader" if leads(posts.get(one.person_id)) else "annual",
            reference=made.number, fixed_by=made.issuer, reason=held.why or made.title,
        )
        for one in people
        if one.person is not None and (one.final or one.total is not None) and one.person_id is not None
    ]  # fmt: skip
    results = write_results(account=account, told=told, room="decide", fixed_on=made.publish_on)
    entries = write_entries(
        account=account,
        told=[_filing(one, made, str(when)) for one in lines if one.person_id is None and one.unit is not None],
        filed_on=made.publish_on,
    )
    if when.every == "year" and results and unreviewed(when.year):
        open_reviews(by=None, year=when.year)
    _leaders_follow(made, [one for one in lines if one.person_id is None], when)
    return {"results": len(results), "entries": len(entries)}


def _leaders_follow(made: Publication, lines: list[Proposal], when: Period) -> None:
    """What the grade of a unit means for its head and those responsible (LZ-32, LZ-36), where the grades are such."""
    telling = {*setting("careers.unit_top"), *setting("careers.unit_low")}
    grades = [(one.unit, one.final) for one in lines if one.unit is not None and one.final]
    if when.every == "year" and grades and telling & set(made.settlement.grades):
        fix_unit_grades(by=None, year=when.year, grades=grades, source=made.number)


def _filing(one: Proposal, made: Publication, period: str) -> Filing:
    line = {"name": one.name, "score": plain(one.total), "rank": one.rank, "grade": one.final}
    return Filing(
        title=made.title,
        content={"考核结果": [line], "有关资料": [{"name": made.number, "sm3": made.sm3}]},
        kind="result",
        room="decide",
        unit=one.unit,
        period=period,
        reference=made.number,
        twice=True,
    )
