"""The demonstration city has a month of attendance of one bureau, exams, training and talks."""

import datetime as dt

import pytest

from kaogong.people.models import Absence, Article, AttendanceSheet, DayRecord, Exam, ExamInterview, IntegrityTalk
from kaogong.people.queries.learning import barred, cards
from kaogong.people.queries.presence import board, counted
from kaogong.people.queries.talks import heads_without_talk, teams
from kaogong.web.city.city_presence import load_presence
from people.presence import *  # noqa: F403


@pytest.mark.slow
def test_the_city_gets_its_presence(small_city):
    bureau, officers = small_city
    assert load_presence() > 600
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
    assert len(heads_without_talk(2026)) == 1
    assert len(teams([bureau.pk], 2026)[0].open) == 1
    assert DayRecord.objects.filter(late__gt=0).exists()
