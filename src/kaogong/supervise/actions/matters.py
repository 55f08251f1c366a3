"""Matters of efficiency supervision: mandated, chosen, followed, closed; breaches and what must follow them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.models import Evidence
from kaogong.audit.states import after
from kaogong.org.models import Account, Docket, Person, Unit
from kaogong.org.queries import today
from kaogong.supervise.actions.tasks import next_number
from kaogong.supervise.guards.matters import may_close_matter
from kaogong.supervise.guards.tasks import demand_here, may_keep, powers_of
from kaogong.supervise.models import (
    Breach,
    Circumstance,
    Matter,
    MatterPoint,
    MatterRecord,
    SupervisionMandate,
    SupervisionRule,
)
from kaogong.supervise.queries.matters import codes_fit, mandate_on, phases_lacking, serves
from kaogong.supervise.queries.sight import ROOM
from kaogong.supervise.states.tasks import CHANNELS, CHOSEN, LEVELS, MATTER, MODES, PHASES, PROBLEMS


@action
def give_mandate(
    *,
    by: Account | None,
    unit: Unit,
    kind: str,
    since: dt.date,
    until: dt.date | None = None,
    letter: str = "",
) -> SupervisionMandate:
    """A unit may supervise: by its office, or by a letter (HB-15)."""
    where = f"org.unit:{unit.code}"
    demand_here(by, may_keep(by) if by else "", "give_mandate", where, unit.code)
    if kind == "delegated" and not letter.strip():
        raise Refused(_("受委托组织须有委托书。"), "letter")
    made = SupervisionMandate.objects.create(unit=unit, kind=kind, letter=letter.strip(), since=since, until=until)
    new = {"kind": kind, "letter": letter, "since": str(since)}
    record(by=by, room=ROOM, verb="give_mandate", subject=where, unit=unit.code, powers=powers_of(by), new=new)
    return made


@action
def draft_rule(
    *,
    by: Account | None,
    title: str,
    matters: str,
    division: str,
    methods: str,
    circumstances: Sequence[tuple[str, str]],
) -> SupervisionRule:
    """A supervision rule with its circumstances: level and words, in order (XM-45)."""
    demand_here(by, may_keep(by) if by else "", "draft_rule", f"{ROOM}.supervisionrule")
    if SupervisionRule.objects.filter(title=title).exists():
        raise Refused(_("已有名为“%(title)s”的规定。") % {"title": title}, "title")
    made = SupervisionRule.objects.create(title=title, matters=matters, division=division, methods=methods)
    numbers = dict.fromkeys(LEVELS, 0)
    for level, words in circumstances:
        numbers[level] += 1
        Circumstance.objects.create(rule=made, level=level, number=numbers[level], words=words)
    where = f"{ROOM}.supervisionrule:{made.pk}"
    record(by=by, room=ROOM, verb="draft_rule", subject=where, powers=powers_of(by), new={"title": title} | numbers)
    return made


@action
def issue_rule(*, by: Account | None, rule: SupervisionRule) -> SupervisionRule:
    """The rule holds, once it lists as many circumstances as it must."""
    where = f"{ROOM}.supervisionrule:{rule.pk}"
    demand_here(by, may_keep(by) if by else "", "issue_rule", where)
    if rule.issued_on is not None:
        raise Refused(_("这份规定已经印发。"))
    for level, (there, wanted) in codes_fit(rule).items():
        if there != wanted:
            told = {"level": LEVELS[level], "wanted": wanted, "n": there}
            raise Refused(_("%(level)s须列 %(wanted)s 种情形，现有 %(n)s 种。") % told, "circumstances")
    if not all((rule.matters.strip(), rule.division.strip(), rule.methods.strip())):
        raise Refused(_("监察事项、分工和工作方法都要写明。"), "matters")
    rule.issued_on = today()
    rule.save(update_fields=["issued_on"])
    record(by=by, room=ROOM, verb="issue_rule", subject=where, powers=powers_of(by), new={"on": str(rule.issued_on)})
    return rule


@action
def plan_matter(
    *,
    by: Account | None,
    name: str,
    mode: str,
    problem: str,
    aspect: str,
    chosen: str,
    reason: str,
    channel: str,
    opener: Unit,
    unit: Unit,
    year: int | None = None,
    key: bool = False,
    points: Sequence[tuple[str, dt.date | None]] = (),
) -> Matter:
    """A matter of the annual plan: chosen for a reason, of one problem type; a major project with its milestones."""
    demand_here(by, may_keep(by) if by else "", "plan_matter", f"{ROOM}.matter")
    for field, value, known in (
        ("problem", problem, PROBLEMS), ("mode", mode, MODES), ("chosen", chosen, CHOSEN), ("channel", channel, CHANNELS),
    ):  # fmt: skip
        if value not in known:
            raise Refused(_("请从列表里选：%(known)s。") % {"known": _("、").join(known.values())}, field)
    if not reason.strip():
        raise Refused(_("请写立项理由。效能监察有选择地立项，不搞全面铺开。"), "reason")
    when = year or today().year
    made = Matter.objects.create(
        number=next_number(f"JC-{when}-", Matter), year=when, name=name, mode=mode, problem=problem, aspect=aspect,
        chosen=chosen, reason=reason.strip(), channel=channel, opener=opener, unit=unit, key=key, by=by,
    )  # fmt: skip
    rows = [MatterPoint(matter=made, place=n, name=words, due=due) for n, (words, due) in enumerate(points, 1)]
    MatterPoint.objects.bulk_create(rows)
    where, new = f"{ROOM}.matter:{made.pk}", {"number": made.number, "mode": mode, "problem": problem}
    record(by=by, room=ROOM, verb="plan_matter", subject=where, powers=powers_of(by), new=new, reason=reason)
    return made


def _held(matter: Matter, verb: str) -> tuple[Matter, str | None]:
    found = Matter.objects.select_for_update(of=("self",)).select_related("unit", "opener").get(pk=matter.pk)
    return found, after(MATTER, found.state, verb)


def _now(matter: Matter, state: str | None) -> str:
    if state is None:
        raise Refused(_("这个项目现在是“%(state)s”，不能这样办。") % {"state": matter.get_state_display()})
    return state


@action
def open_matter(*, by: Account | None, matter: Matter) -> Matter:
    """Supervision begins, by a body with a mandate."""
    matter, state = _held(matter, "open_matter")
    where = f"{ROOM}.matter:{matter.pk}"
    demand_here(by, may_keep(by) if by else "", "open_matter", where)
    matter.state = _now(matter, state)
    if mandate_on(matter.opener, today()) is None:
        raise Refused(_("立项单位没有监察授权，也没有有效的委托书。"), "opener")
    matter.opened_on = today()
    matter.save(update_fields=["state", "opened_on"])
    new, code = {"state": matter.state}, matter.unit.code
    record(by=by, room=ROOM, verb="open_matter", subject=where, unit=code, powers=powers_of(by), new=new)
    return matter


@action
def upgrade_matter(*, by: Account | None, matter: Matter, reason: str) -> Matter:
    """A complaint that is upheld becomes a case, under its own number (HB-17)."""
    matter, state = _held(matter, "upgrade_matter")
    where = f"{ROOM}.matter:{matter.pk}"
    demand_here(by, may_keep(by) if by else "", "upgrade_matter", where)
    _now(matter, state)
    if matter.mode != "complaint":
        raise Refused(_("只有受理的投诉查实后才转为立案调查。"))
    matter.was, matter.mode = matter.mode, "case"
    matter.save(update_fields=["was", "mode"])
    new = {"mode": "case", "number": matter.number}
    record(by=by, room=ROOM, verb="upgrade_matter", subject=where, unit=matter.unit.code, powers=powers_of(by), new=new,
           reason=reason)  # fmt: skip
    return matter


@action
def record_matter(
    *,
    by: Account | None,
    matter: Matter,
    phase: str,
    manner: str,
    on: dt.date,
    words: str,
    point: MatterPoint | None = None,
    evidence: Evidence | None = None,
) -> MatterRecord:
    """What was done of a matter, in which phase and of which kind."""
    matter, _state = _held(matter, "close_matter")
    where = f"{ROOM}.matter:{matter.pk}"
    demand_here(by, may_keep(by) if by else "", "record_matter", where)
    if matter.state != "open":
        raise Refused(_("督查中的项目才能登记活动。"))
    if phase not in PHASES:
        raise Refused(_("请选事前、事中或事后。"), "phase")
    made = MatterRecord.objects.create(
        matter=matter, phase=phase, manner=manner, on=on, words=words, point=point, evidence=evidence, by=by
    )
    new = {"phase": phase, "manner": manner, "on": str(on)}
    record(by=by, room=ROOM, verb="record_matter", subject=where, powers=powers_of(by), new=new)
    return made


@action
def reach_point(*, by: Account | None, point: MatterPoint, on: dt.date) -> MatterPoint:
    """A milestone of a major project is reached."""
    where = f"{ROOM}.matter:{point.matter_id}"
    demand_here(by, may_keep(by) if by else "", "reach_point", where)
    if point.done_on is not None:
        raise Refused(_("这个节点已经完成。"))
    point.done_on = on
    point.save(update_fields=["done_on"])
    record(by=by, room=ROOM, verb="reach_point", subject=where, powers=powers_of(by), new={"point": point.name})
    return point


@action
def find_breach(
    *,
    by: Account | None,
    matter: Matter,
    circumstance: Circumstance,
    words: str,
    on: dt.date,
    person: Person | None = None,
) -> Breach:
    """A breach coded to a circumstance, which proposes its consequence; of a person of the unit, where one answers for it."""
    matter, _state = _held(matter, "close_matter")
    where = f"{ROOM}.matter:{matter.pk}"
    demand_here(by, may_keep(by) if by else "", "find_breach", where)
    if circumstance.rule.issued_on is None:
        raise Refused(_("这份规定还没有印发，不能引用。"), "circumstance")
    if on > today():
        raise Refused(_("日期不能晚于今天。"), "on")
    if person is not None and not serves(person, matter.unit, on):
        raise Refused(_("%(person)s当日不在被监察单位任职。") % {"person": person}, "person")
    made = Breach.objects.create(matter=matter, circumstance=circumstance, words=words, on=on, by=by, person=person)
    new = {"level": circumstance.level, "number": circumstance.number, "person": person.code if person else None}
    record(by=by, room=ROOM, verb="find_breach", subject=where, unit=matter.unit.code, powers=powers_of(by), new=new)
    return made


@action
def call_to_account(*, by: Account | None, breach: Breach, docket: Docket) -> Breach:
    """The case file in which a breach is answered for."""
    where = f"{ROOM}.matter:{breach.matter_id}"
    demand_here(by, may_keep(by) if by else "", "call_to_account", where)
    if docket.kind != "accountability":
        raise Refused(_("请选责任追究案卷。"), "docket")
    breach.docket = docket
    breach.save(update_fields=["docket"])
    record(by=by, room=ROOM, verb="call_to_account", subject=where, powers=powers_of(by), new={"docket": docket.pk})
    return breach


@action
def close_matter(*, by: Account | None, matter: Matter, conclusion: str) -> Matter:
    """Somebody else closes a matter; key work only with a record of every phase (XM-52)."""
    matter, state = _held(matter, "close_matter")
    where = f"{ROOM}.matter:{matter.pk}"
    demand_here(by, may_close_matter(by, matter) if by else "", "close_matter", where)
    matter.state = _now(matter, state)
    if matter.key and (lacking := phases_lacking(matter)):
        raise Refused(_("重点工作须事前、事中、事后都有监察记录，还缺：%(words)s。") % {"words": _("、").join(lacking)})
    if not conclusion.strip():
        raise Refused(_("请写结论。"), "conclusion")
    matter.closed_on, matter.conclusion = today(), conclusion.strip()
    matter.save(update_fields=["state", "closed_on", "conclusion"])
    new, code = {"state": matter.state}, matter.unit.code
    record(by=by, room=ROOM, verb="close_matter", subject=where, unit=code, powers=powers_of(by), new=new)
    return matter


@action
def archive_matter(*, by: Account | None, matter: Matter) -> Matter:
    """A closed matter goes to the archive, once every breach has its accountability."""
    matter, state = _held(matter, "archive_matter")
    where = f"{ROOM}.matter:{matter.pk}"
    demand_here(by, may_keep(by) if by else "", "archive_matter", where)
    matter.state = _now(matter, state)
    if number := matter.breaches.filter(docket__isnull=True).count():
        raise Refused(_("有 %(n)s 条违规情形还没有问责，不能归档。") % {"n": number})
    matter.save(update_fields=["state"])
    new = {"state": matter.state}
    record(by=by, room=ROOM, verb="archive_matter", subject=where, powers=powers_of(by), new=new)
    return matter
