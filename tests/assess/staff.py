"""A rulebook of monthly staff appraisal, and a bureau whose people rate one another."""

import datetime as dt

from kaogong.assess import actions
from kaogong.assess.queries.drafting import drafted
from kaogong.assess.queries.roster import roster
from kaogong.core.scheme.period import Period
from kaogong.org.models import Account

MONTHLY = """\
kaogong: 1
id: staff_month
title: {zh: 工作人员月度考评办法, en: Monthly staff appraisal}
issuer: {zh: 绩效管理办公室, en: Performance office}
edition: "2026"
effective: {from: 2026-01-01}
basis:
  measure: {name: 工作人员月度考评办法, issuer: 绩效管理办公室, date: 2025-12-01}
readings:
  rater_severity:
    question: 各票按原值计，还是校正松紧后计？
    options: {raw: 按原值, corrected: 按校正值}
    chosen: CHOSEN
subjects:
  kinds: {unit: 单位, person: 人员}
  classes:
    staff: {name: {zh: 工作人员, en: Staff}, kind: person}
ratings:
  month:
    name: {zh: 月度测评, en: Month}
    groups: {self: 自评, peers: 同事互评, leader: 分管领导点评}
    range: [0, 100]
    places: 1
sheets:
  - id: staff
    name: {zh: 工作人员考评, en: Staff}
    for: {kind: person, classes: [staff]}
    every: year
    full: 100
    round: {places: 2, mode: half_up}
    basis: measure 第一条
    items:
      - id: month_value
        name: {zh: 月度得分, en: Month}
        full: 100
        every: month
        rollup: {by: mean, missing: exclude}
        basis: measure 第二条
        method: rating
        ratings: month
        groups: {self: 30%, peers: 40%, leader: 30%}
        minimum: {peers: 3}
        trim: {highest: 1, lowest: 1, from: 5}
        absent: redistribute
ranks:
  - {id: league, sheet: staff, within: class}
"""
"""Self 30 %, peers 40 %, leader 30 %; of five peers and more the best and the worst are dropped."""


def monthly(chosen="raw"):
    """The text of the rulebook."""
    return MONTHLY.replace("CHOSEN", chosen)


class Crew:
    """A bureau of a chief and so many staff, a leader above, each with an account."""

    def __init__(self, unit, make_person, make_account, staff):
        from kaogong.org.models import Portfolio

        self.unit = unit
        self.chief = make_person("钟局长", unit, "chief")
        self.leader = make_person("分管领导")
        Portfolio.objects.create(leader=self.leader, unit=unit, kind="manages", since=dt.date(2020, 1, 1))
        self.staff = [make_person(f"职员{number:02d}", unit, "staff") for number in range(staff)]
        self._make = make_account

    def account(self, person):
        """The account of a person."""
        return Account.objects.filter(person=person).first() or self._make(person=person)


def month_round(cycle, office, name="九月考评", period="2026-09", opens=None, pair=True, **given):
    """A monthly round of staff by the rulebook adopted."""
    adoption = cycle.adoptions.get(appraisal_class="staff")
    found = roster(adoption, "staff", Period.parse(period))
    plan = drafted(adoption, "staff")
    fields = {"cycle": cycle, "name": name, "kind": "month", "period": period, "adoption": adoption, "sheet": "staff"}
    fields |= {"opens": opens or dt.date(2026, 11, 1), "items": plan.items, "sources": plan.sources}
    fields |= {"entrants": found.entrants, "spared": found.spared} | given
    made = actions.prepare_round(by=office, **fields)
    return actions.pair_raters(by=office, one=made, seed="1") if pair else made


def rate_all(account, source, mark):
    """Somebody gives everybody of a source a mark, and hands in. `mark`: a number, or what gives one for a name."""
    pairs = list(source.pairs.filter(rater=account.person_id, state="open").select_related("entrant"))
    given = {one.pk: {"": str(mark(one.entrant.name) if callable(mark) else mark)} for one in pairs}
    actions.rate(by=account, source=source, marks=given)
    return actions.hand_in(by=account, source=source)
