"""One month of staff appraisal in a bureau, by the pages alone: from the rulebook to what each may see of it."""

import pytest
from django.test import Client
from django.urls import reverse

from assess.conftest import (
    adopt,
    bureau,
    city,
    cycle,
    folders_here,
    make_account,
    make_person,
    make_unit,
    november,
    office,
    on,
)
from assess.staff import Crew, monthly
from kaogong.assess.actions.runs import perform_run
from kaogong.assess.models import Pair, Result, Round, Run

__all__ = [
    "adopt", "bureau", "city", "cycle", "folders_here", "make_account", "make_person", "make_unit", "november", "office", "on",
]  # fmt: skip
pytestmark = pytest.mark.usefixtures("files", "november")


def words(answer):
    return answer.content.decode()


def window(account):
    found = Client()
    found.force_login(account)
    return found


def test_a_month_of_staff_appraisal_in_a_bureau(cycle, office, bureau, adopt, make_person, make_account):
    """By hand, number 0: self 95; peers 81…85 without 81 and 85: 83; leader 90. 0.3×95 + 0.4×83 + 0.3×90 = 88.7."""
    crew = Crew(bureau, make_person, make_account, 6)
    away = make_person("休假职员", bureau, "staff")
    adopt(monthly(), {"staff": "staff"})
    desk = window(office)
    leave = {"person": away.code, "kind": "leave", "since": "2026-10-01", "until": "2026-12-01", "reason": "产假"}
    assert "已登记" in words(desk.post(reverse("assess:post_person"), leave, follow=True))
    chosen = f"{cycle.adoptions.get().pk}:staff"
    given = {
        "of": chosen,
        "name": "十一月考评",
        "kind": "month",
        "period": "2026-11",
        "opens": "2026-11-01",
        "whom": "staff",
    }
    given |= {"enter_from": "2026-11-10", "enter_until": "2026-11-30"}
    given |= {f"use_{number}": "on" for number in range(3)} | {f"kind_{number}": "rate" for number in range(3)}
    given |= {"who_0": "self", "who_1": "peers", "who_2": "leader"}
    desk.post(reverse("assess:new_round"), given)
    one = Round.objects.get()
    desk.post(reverse("assess:pair_raters", args=[one.pk]))
    assert "休假离岗" in words(desk.get(reverse("assess:raters", args=[one.pk])))
    desk.post(reverse("assess:open_round", args=[one.pk]))
    own, peers, leader = (one.sources.get(group=group) for group in ("self", "peers", "leader"))

    def rates(person, source, mark):
        who = window(crew.account(person))
        pairs = Pair.objects.filter(source=source, rater=person)
        typed = {f"m_{pair.pk}_0": str(mark) for pair in pairs}
        assert "已交" in words(who.post(reverse("assess:rate", args=[source.pk]), typed | {"submit": "1"}, follow=True))

    for number, person in enumerate(crew.staff):
        rates(person, own, 95)
        rates(person, peers, 80 + number)
    close = reverse("assess:close_round", args=[one.pk])
    assert "还有 6 张票没有交" in words(desk.post(close, follow=True)), "those of the leader"
    assert "已办结" in words(desk.post(close, {"accepted": "1"}, follow=True))
    again = words(
        window(crew.account(crew.leader)).post(reverse("assess:rate", args=[leader.pk]), {"submit": "1"}, follow=True)
    )
    assert "不在评分期" in again
    assert Round.objects.get().state == "closed"


def test_the_score_of_the_month(cycle, office, bureau, adopt, make_person, make_account):
    crew = Crew(bureau, make_person, make_account, 6)
    adopt(monthly(), {"staff": "staff"})
    desk, chosen = window(office), f"{cycle.adoptions.get().pk}:staff"
    given = {
        "of": chosen,
        "name": "十一月考评",
        "kind": "month",
        "period": "2026-11",
        "opens": "2026-11-01",
        "whom": "staff",
    }
    given |= {f"use_{number}": "on" for number in range(3)} | {f"kind_{number}": "rate" for number in range(3)}
    desk.post(reverse("assess:new_round"), given | {"who_0": "self", "who_1": "peers", "who_2": "leader"})
    one = Round.objects.get()
    desk.post(reverse("assess:pair_raters", args=[one.pk]))
    desk.post(reverse("assess:open_round", args=[one.pk]))
    marks = {"self": lambda _n: 95, "peers": lambda n: 80 + n, "leader": lambda _n: 90}
    for number, person in enumerate([*crew.staff, crew.leader]):
        who = window(crew.account(person))
        for source in one.sources.all():
            pairs = Pair.objects.filter(source=source, rater=person)
            typed = {f"m_{pair.pk}_0": str(marks[source.group](number)) for pair in pairs}
            if typed:
                who.post(reverse("assess:rate", args=[source.pk]), typed | {"submit": "1"})
    assert "已办结" in words(desk.post(reverse("assess:close_round", args=[one.pk]), follow=True))
    page = reverse("assess:runs")
    desk.post(page, {"edition": one.adoption.edition_id, "purpose": "formal"})
    run = Run.objects.latest("pk")
    perform_run(run)
    assert f"{Result.objects.get(run=run, name='职员00', period='2026').total}" == "88.70"
    mine = words(window(crew.account(crew.staff[0])).get(reverse("assess:mine")))
    assert "看测评结果" in mine
    whole = words(desk.get(reverse("assess:tallies", args=[one.pk])))
    assert "校正估计" in whole
