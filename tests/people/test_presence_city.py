"""The demonstration city has a month of attendance of one bureau, exams, training and talks."""

import datetime as dt

import pytest

from kaogong.org.models import Setting
from kaogong.people.models import Absence, Article, AttendanceSheet, DayRecord, Exam, ExamInterview, IntegrityTalk
from kaogong.people.queries.learning import barred, cards
from kaogong.people.queries.presence import board, counted
from kaogong.people.queries.talks import teams
from kaogong.web.city.city_presence import load_presence
from people.presence import *  # noqa: F403


@pytest.mark.slow
def test_the_city_gets_its_presence(make_unit, employ, make_account, on):
    on(dt.date(2026, 9, 4))
    assert Setting.objects.count() == 0
    bureau, other = make_unit("甲局", code="u01"), make_unit("乙委", code="u07")
    made = [
        employ(unit=bureau, title="局长", grade="chief"),
        *(employ(unit=bureau, title="副局长", grade="deputy") for _n in range(3)),
    ]
    made += [employ(unit=bureau) for _n in range(40)]
    officers = [employ(unit=other) for _n in range(24)]
    employ(unit=make_unit("丙局"), title="局长", grade="chief")
    for name, power, person in (
        ("office", "office", None), ("liaison", ("liaison", bureau), None), ("head", ("head", bureau), made[0]),
        ("discipline", "discipline", None),
    ):  # fmt: skip
        account = make_account(power, person=person)
        account.username = name
        account.save()
    assert load_presence() > 800
    assert load_presence() == 0
    shown = counted(board({bureau.pk}, dt.date(2026, 9, 4)))
    assert (shown["leave"], shown["trip"], shown["out"]) == (2, 1, 3)
    assert AttendanceSheet.objects.get().state == "issued"
    assert Absence.objects.filter(state="asked").count() == 1
    assert [one.interviews for one in barred(2026).values()] == [2]
    assert Exam.objects.filter(state="draft").count() == 1
    assert ExamInterview.objects.filter(state="open").exists()
    assert set(Article.objects.values_list("state", flat=True)) == {"sent", "accepted", "chosen"}
    assert cards([one.pk for one in officers])
    assert IntegrityTalk.objects.filter(follow_up="").count() == 1
    assert len(teams([bureau.pk], 2026)[0].open) == 1
    assert DayRecord.objects.filter(late__gt=0).exists()
