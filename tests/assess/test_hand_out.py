"""What is taken away of a score is on record; a run says which rounds it left out."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from kaogong.assess import actions
from kaogong.assess.models import Result

pytestmark = pytest.mark.usefixtures("files")


def test_packages_and_annexes_are_on_record(client, office, head, scored, bureau, events, denied):
    mine = Result.objects.get(run=scored, unit=bureau)
    client.force_login(head)
    events()
    assert client.get(reverse("assess:score", args=[mine.pk])).status_code == 200
    assert events() == [], "looking is no act"
    b"".join(client.get(reverse("assess:score_package", args=[mine.pk])).streaming_content)
    client.get(reverse("assess:score", args=[mine.pk]), {"print": "1"})
    assert events() == ["hand_out_score", "hand_out_score"]
    client.force_login(office)
    b"".join(client.get(reverse("assess:run_package", args=[scored.pk])).streaming_content)
    assert events() == ["hand_out_run"]
    denied(actions.hand_out_run, run=scored)
    denied(actions.hand_out_score, result=mine, form="package")


def test_a_trial_says_which_rounds_it_left_out(client, office, cycle, town, bureau):
    adoption = cycle.adoptions.get()
    given = {"cycle": cycle, "kind": "year", "period": "2026", "opens": dt.date(2026, 1, 5), "adoption": adoption}
    given |= {"items": [{"code": "a", "name": "作风", "full": Decimal(100)}], "entrants": [(bureau, None)]}
    given |= {"sources": [{"kind": "self", "name": "自评"}]}
    actions.prepare_round(by=None, name="年终考评", **given)
    going = actions.prepare_round(by=None, name="专项考评", **given | {"kind": "special"})
    type(going).objects.filter(pk=going.pk).update(state="open")
    asked = actions.ask_run(by=None, cycle=cycle, edition=town, purpose="trial", queue=False)
    run = actions.perform_run(asked)
    first, second = run.warnings[:2]
    assert first == "“年终考评”（2026）筹备，没有计入：作风等 1 项。"
    assert second.startswith("“专项考评”（2026）进行中，没有计入：作风等 1 项。还缺 1 项：")
    client.force_login(office)
    assert "没有计入：作风" in client.get(reverse("assess:run", args=[run.pk])).content.decode()
