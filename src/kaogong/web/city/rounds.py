"""Rounds of assessment in the year that runs: one that is over, one in all its steps, one of the staff of a unit.

Done in the background by the accounts of the city, through the same actions as the pages, each on its day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q

from kaogong.assess import actions as assess
from kaogong.assess.models import Entrant, Item, Round, Run, ScoreSheet, SelfReport, Source
from kaogong.audit.actions import seal
from kaogong.core.engine.city.register import DAY
from kaogong.org.models import Account, Person, Post, Unit
from kaogong.org.queries import set_in
from kaogong.plan.models import Cycle
from kaogong.plan.queries import book_of
from kaogong.plan.queries.figures import exact
from kaogong.web.city.decided import who
from kaogong.web.city.people import account_name
from kaogong.web.city.year import YEAR, at

OVER, RUNNING = "service", "economic"
"""The classes with a round that is over and one that runs; the second has the unit of the accounts to try the house with."""
SIX = ("总结述职", "民主测评", "个别座谈", "检查核实", "征求意见", "综合评价")
OPTIONS = ("优秀", "良好", "一般", "较差")
ON_SITE = ("law_area", "petition_area", "open_area")
SHOWN = 2
"""For so many items a paper is asked for."""
LESS = Decimal("0.5")
VISITORS = ("office", "discipline", "supervisor")
VIRTUES = ("德", "能", "勤", "绩", "廉")
WORDS = (
    "按计划推进，主要指标达到序时进度，台账齐全。",
    "重点任务全部启动，两项提前完成，其余按月调度。",
    "总体平稳；个别事项受前期手续影响偏慢，已列入三季度清单。",
    "制度已修订并印发，检查发现的问题全部整改到位。",
)
TOLD = "第 3 项完成情况与二季度台账不一致，请核对后重报；并补传佐证。"


def hold(name: str) -> None:
    """A round of the year, unless it is there already."""
    cycle = Cycle.objects.get(year=YEAR)
    if not Round.objects.filter(cycle=cycle, name=name).exists():
        with transaction.atomic():
            ROUNDS[name](cycle, name)


def try_out() -> None:
    """The figures of the year so far are scored on trial, so that everybody sees where they stand."""
    cycle = Cycle.objects.get(year=YEAR)
    edition = cycle.adoptions.select_related("edition").earliest("id").edition
    if not Run.objects.filter(cycle=cycle, purpose="trial").exists():
        assess.ask_run(by=who("office"), cycle=cycle, edition=edition, upto=f"{YEAR}-08", reason="八月试算")


# --- units ------------------------------------------------------------------------------------------------------------


def _over(cycle: Cycle, name: str) -> None:
    """The first quarter of a class: reported, signed, reviewed, closed."""
    sources = [{"kind": "self", "name": "自评"}, {"kind": "review", "name": "绩效办复核", "who": "office"}]
    days = (dt.date(YEAR, 4, 1), dt.date(YEAR, 4, 15), dt.date(YEAR, 4, 16), dt.date(YEAR, 4, 30))
    one = _prepared(cycle, name, OVER, ("quarter", f"{YEAR}-Q1"), days, sources)
    for place, entrant in enumerate(_entrants(one)):
        _reported(entrant, place, dt.date(YEAR, 4, 8 + place % 7))
        _signed(entrant, dt.date(YEAR, 4, 14))
        _reviewed(entrant, place, dt.date(YEAR, 4, 20))
    with set_in(dt.date(YEAR, 4, 29)):
        assess.close_round(by=who("office"), one=one)
    Round.objects.filter(pk=one.pk).update(closed_at=at(dt.date(YEAR, 4, 29), 16))


def _running(cycle: Cycle, name: str) -> None:
    """The first half of a class, with self-reports, reviews, sheets and votes as far as they are in month nine."""
    sources: list[dict[str, Any]] = [
        {"kind": "self", "name": "自评", "step": SIX[0]},
        {"kind": "vote", "name": "民主测评", "options": list(OPTIONS), "step": SIX[1]},
        {"kind": "review", "name": "绩效办复核", "who": "office", "step": SIX[3]},
        {"kind": "sheet", "name": "现场核验", "who": "assessors", "items": list(ON_SITE), "step": SIX[3]},
        {"kind": "sheet", "name": "分管领导评分", "who": "leader", "items": list(ON_SITE[:1]), "step": SIX[4]},
    ]
    days = (dt.date(YEAR, 8, 3), dt.date(YEAR, 8, 21), dt.date(YEAR, 8, 17), dt.date(YEAR, 9, 18))
    one = _prepared(cycle, name, RUNNING, ("half", f"{YEAR}-H1"), days, sources, SIX)
    several = _entrants(one)
    for place, entrant in enumerate(several):
        if place % 8 != 7:
            _reported(entrant, place, dt.date(YEAR, 8, 10 + place % 10), draft=place % 8 == 6)
    for place, entrant in enumerate(several):
        if place % 8 < 5:
            _signed(entrant, dt.date(YEAR, 8, 20))
    with set_in(dt.date(YEAR, 8, 27)):
        report = SelfReport.objects.select_related("entrant__unit").get(entrant=several[0])
        assess.return_self(by=who("office"), report=report, reason=TOLD)
    _step(one, SIX[0], dt.date(YEAR, 8, 3))
    stand = _entrants(one, report__state="signed")
    for place, entrant in enumerate(stand[: len(stand) // 2]):
        _reviewed(entrant, place, dt.date(YEAR, 8, 28))
    _voted(one.sources.get(kind="vote"), stand[: len(stand) * 2 // 3])
    _visited(one.sources.get(who="assessors"), stand[: len(stand) // 2])
    with set_in(dt.date(YEAR, 8, 31)):
        assess.release_bundles(by=who("office"), one=one)


def _prepared(
    cycle: Cycle,
    name: str,
    klass: str,
    when: tuple[str, str],
    days: tuple[dt.date, dt.date, dt.date, dt.date],
    sources: Sequence[dict[str, Any]],
    steps: Sequence[str] = (),
) -> Round:
    """A round of a class about the heads of its sheet, open. `days`: from when, reports until, marks from and until."""
    adoption = cycle.adoptions.get(book_class=klass)
    opens, report_due, enter_from, enter_until = days
    heads = [one for one in book_of(adoption.edition).sheets[klass].root.items if one.id.endswith("_area")]
    items = [
        {"code": one.id, "name": one.name.zh, "full": exact(Fraction(one.full or 0), 2), "evidence": n < SHOWN}
        for n, one in enumerate(heads)
    ]
    with set_in(opens):
        one = assess.prepare_round(
            by=who("office"), cycle=cycle, name=name, kind=when[0], period=when[1], opens=opens,
            items=items, sources=sources, adoption=adoption, steps=steps, documents=(),
            sheet=klass, report_due=report_due, enter_from=enter_from, enter_until=enter_until,
        )  # fmt: skip
        _name_assessors(one)
        assess.open_round(by=who("office"), one=one)
    Round.objects.filter(pk=one.pk).update(opened_at=at(opens, 9))
    return one


def _entrants(one: Round, **held: Any) -> list[Entrant]:
    found = one.entrants.filter(**held).select_related("unit", "person", "round")
    return list(found.order_by("unit__code", "id"))


def _mine(entrant: Entrant, role: str) -> Account:
    return who(account_name(role, entrant.unit.code))


def _reported(entrant: Entrant, place: int, day: dt.date, *, draft: bool = False) -> None:
    """A self-report of a unit, with a paper for the first items; handed in unless it stays a draft."""
    by = _mine(entrant, "liaison")
    items = list(Item.objects.filter(round=entrant.round_id).order_by("place"))
    marks = {
        item.pk: {
            "words": WORDS[(place + n) % len(WORDS)],
            "score": None if draft and n > len(items) // 2 else _claim(item, place + n),
        }
        for n, item in enumerate(items)
    }
    with set_in(day):
        report = assess.write_self(by=by, entrant=entrant, words="上述情况属实，佐证附后。", marks=marks)
        paper = ContentFile(f"{entrant.name} {entrant.round.name}佐证清单\n".encode("utf-8-sig"), name="佐证清单.txt")
        proof = seal(by=by, file=paper)
        for item in items[:SHOWN]:
            assess.show_proof(by=by, report=report, evidence=[(proof, "佐证清单.txt")], item=item)
        if not draft:
            assess.submit_self(by=by, report=report)
            SelfReport.objects.filter(pk=report.pk).update(submitted_at=at(day, 9 + place % 8))


def _claim(item: Item, turn: int) -> Decimal:
    """What a unit gives itself: close to full marks."""
    full = item.full or Decimal(0)
    return full - Decimal("0.25") * (turn * 7 % 4) if full >= 1 else full


def _signed(entrant: Entrant, day: dt.date) -> None:
    report = SelfReport.objects.get(entrant=entrant)
    with set_in(day):
        assess.sign_self(by=_mine(entrant, "head"), report=report)
    SelfReport.objects.filter(pk=report.pk).update(signed_at=at(day, 17))


def _reviewed(entrant: Entrant, place: int, day: dt.date) -> None:
    """The office marks every item, here and there lower, and lets the result stand."""
    entrant, office = Entrant.objects.select_related("unit", "round").get(pk=entrant.pk), who("office")
    claims = SelfReport.objects.get(entrant=entrant).marks.order_by("item__place").values_list("item_id", "score")
    marks = {
        item: (score - LESS, "台账与现场情况不完全一致") if (place * 5 + n) % 11 == 0 else (score, "")
        for n, (item, score) in enumerate(claims)
        if score is not None
    }
    with set_in(day):
        assess.review(by=office, entrant=entrant, marks=marks)
        assess.finish_review(by=office, entrant=entrant)
    Entrant.objects.filter(pk=entrant.pk).update(fixed_at=at(day, 15))


def _step(one: Round, name: str, day: dt.date) -> None:
    with set_in(day):
        assess.open_step(by=who("office"), step=one.steps.get(name=name))


def _name_assessors(one: Round) -> None:
    """Those who go on site: of the office, of the discipline body, of the supervisors."""
    several = [who(name).person for name in VISITORS]
    for source in one.sources.filter(who="assessors"):
        assess.name_assessors(by=who("office"), source=source, people=[each for each in several if each is not None])


def _voted(source: Source, entrants: Iterable[Entrant]) -> None:
    for place, entrant in enumerate(entrants):
        counts = {"优秀": 18 + place % 5, "良好": 7 - place % 3, "一般": place % 3, "较差": place % 2}
        with set_in(dt.date(YEAR, 8, 25)):
            assess.count_votes(
                by=who("office"), source=source, entrant=entrant, issued=32, counts=counts, held_on=dt.date(YEAR, 8, 25)
            )


def _visited(source: Source, entrants: Iterable[Entrant]) -> None:
    """Sheets of those who went on site; one of them has not handed in the last ones."""
    several = list(entrants)
    for username in VISITORS:
        by = who(username)
        ready = several if username == "office" else several[: len(several) // 2 + 1]
        for place, entrant in enumerate(ready):
            if entrant.unit_id in _posts(by):
                continue
            items = source.asked.select_related("item")
            marks = {
                one.item_id: {"score": _claim(one.item, place + n), "reason": "抽查台账三份，属实"}
                for n, one in enumerate(items)
            }
            with set_in(dt.date(YEAR, 9, 1)):
                sheet = assess.score(by=by, source=source, entrant=entrant, marks=marks)
                if username == "office" or place + 1 < len(ready):
                    assess.submit_sheet(by=by, sheet=sheet)
            ScoreSheet.objects.filter(pk=sheet.pk, submitted_at__isnull=False).update(
                submitted_at=at(DAY.replace(day=1), 16)
            )


def _posts(account: Account) -> set[int]:
    return set(Post.objects.filter(person=account.person_id).values_list("unit_id", flat=True))


# --- people -----------------------------------------------------------------------------------------------------------


def _staff(cycle: Cycle, name: str) -> None:
    """The staff of a unit report on themselves for August; their chief marks them."""
    unit = Unit.objects.get(code="u01")
    chief = who("head").person_id
    held = Person.objects.filter(pk__in=Post.objects.filter(~Q(person=chief), unit=unit).values("person")).order_by(
        "code"
    )
    items = [
        {"code": f"virtue{n}", "name": one, "full": Decimal(20), "evidence": False} for n, one in enumerate(VIRTUES, 1)
    ]
    sources = [{"kind": "self", "name": "自评"}, {"kind": "sheet", "name": "单位主要负责人评分", "who": "head"}]
    opens = dt.date(YEAR, 9, 1)
    with set_in(opens):
        one = assess.prepare_round(
            by=who("office"), cycle=cycle, name=name, kind="month", period=f"{YEAR}-08", opens=opens, items=items,
            sources=sources, entrants=[(unit, person) for person in held], documents=(),
            report_due=dt.date(YEAR, 9, 8), enter_from=opens, enter_until=dt.date(YEAR, 9, 15), signed=False,
        )  # fmt: skip
        assess.open_round(by=who("office"), one=one)
    Round.objects.filter(pk=one.pk).update(opened_at=at(opens, 9))
    liaison = who("liaison")
    for place, entrant in enumerate(_entrants(one)):
        if entrant.person_id == liaison.person_id:
            _own_report(entrant, liaison, place)


def _own_report(entrant: Entrant, by: Account, place: int) -> None:
    marks = {
        item.pk: {"words": WORDS[(place + n) % len(WORDS)], "score": Decimal(19 - n % 2)}
        for n, item in enumerate(Item.objects.filter(round=entrant.round_id).order_by("place"))
    }
    with set_in(DAY):
        report = assess.write_self(by=by, entrant=entrant, words="八月履职情况如下。", marks=marks)
        assess.submit_self(by=by, report=report)
    SelfReport.objects.filter(pk=report.pk).update(submitted_at=at(DAY, 9))


ROUNDS = {"一季度绩效考评": _over, "上半年绩效考评": _running, "干部八月履职考评": _staff}
"""The rounds by name, with what sets each up."""
