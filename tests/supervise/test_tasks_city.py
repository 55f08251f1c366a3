"""The demonstration city has tasks in every state, made the same every time."""

import datetime as dt

import pytest

from kaogong.org.models import Person, Post
from kaogong.supervise.models import Alert, Matter, Task, TaskClosing, TaskEdition, TaskExtension, TaskUrging, Watched
from kaogong.supervise.queries.tasks import task_counts, uncovered
from kaogong.web.city.city_tasks import load_tasks

DAY = dt.date(2026, 9, 4)


@pytest.mark.slow
def test_the_city_gets_its_tasks(make_unit, make_person, on):
    on(DAY)
    for n in range(1, 21):
        unit = make_unit(f"第{n}局", code=f"u{n:02}")
        for title in ("局长", "科员"):
            Post.objects.create(unit=unit, person=make_person(), title=title, grade="staff", main=True, since=DAY)
    assert Person.objects.count() == 40
    assert load_tasks() == 600
    counts = task_counts(Task.objects.all(), DAY)
    assert Task.objects.count() == 600
    for state in ("open", "reported", "done", "dropped", "overdue", "near"):
        assert counts[state], state
    assert {1} == set(TaskEdition.objects.values_list("number", flat=True))
    assert TaskClosing.objects.filter(state="refused").exists()
    assert {"asked", "agreed"} == set(TaskExtension.objects.values_list("state", flat=True))
    assert TaskUrging.objects.exists()
    assert uncovered().count() == 1
    assert (Matter.objects.count(), Watched.objects.count()) == (12, 180)
    assert Alert.objects.filter(escalated_on__isnull=False).exists()
    assert load_tasks() == 0
