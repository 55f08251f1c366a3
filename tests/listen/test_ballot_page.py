"""The ballot on a phone: without a name, a cookie or a script."""

import re
from pathlib import Path

import pytest
from django.test import Client

from kaogong.listen import actions
from kaogong.listen.models import Answer, Slip, Ticket


@pytest.fixture
def handed(opened, office, stratum):
    """An open project and its codes."""

    def hand(number=3, **given):
        project = opened(**given)
        _batch, codes = actions.issue_batch(by=office, stratum=stratum(project), way="letter", number=number)
        return project, [one.code for one in codes]

    return hand


def fields(page):
    """What a view carries along."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode()))


def turn(client, page, go, **said):
    """Answer a view and go on."""
    return client.post("/listen/b/", {**fields(page), **said, "go": go})


def choice(page):
    """The name of the question on a view."""
    return re.search(r'type="radio" name="([^"]+)"', page.content.decode()).group(1)


@pytest.mark.clause("YL-26")
def test_the_duties_are_shown_first_and_who_is_too_quick_is_marked(handed, settings, monkeypatch):
    import time

    project, codes = handed(questions=2)
    client, start = Client(), time.time()
    first = client.post("/listen/b/", {"code": codes[0]})
    assert "管公路、公交和货运。" in first.content.decode()
    assert "第 1 / 2 页" in first.content.decode()
    second = turn(client, first, "next", **{choice(first): "good"})
    done = turn(client, second, "send", **{choice(second): "very"})
    assert "答卷已收到" in done.content.decode()
    slow = client.post("/listen/b/", {"code": codes[1]})
    later = turn(client, slow, "next", **{choice(slow): "good"})
    monkeypatch.setattr(time, "time", lambda: start + 600)
    turn(client, later, "send", **{choice(later): "good"})
    monkeypatch.undo()
    assert (project.least_seconds, actions.shuffle_box(project)) == (30, 2)
    assert {one.scores[next(iter(one.scores))]: one.hasty for one in Answer.objects.all()} == {
        "90.0000": True,
        "80.0000": False,
    }


def test_a_double_click_gets_the_same_page_and_counts_once(handed):
    _project, codes = handed()
    client = Client()
    page = client.post("/listen/b/", {"code": codes[0]})
    said = {**fields(page), choice(page): "good", "go": "send"}
    first, again = client.post("/listen/b/", said), client.post("/listen/b/", said)
    assert first.content == again.content
    other = client.post("/listen/b/", said | {choice(page): "bad"})
    assert other.content == first.content
    assert Slip.objects.count() == 1


def test_nothing_of_who_answers_is_asked_kept_or_sent_on(handed, caplog, django_assert_num_queries):
    _project, codes = handed()
    client = Client()
    with django_assert_num_queries(0):
        shown = client.get(f"/listen/b/{codes[0]}/")
    page = client.post("/listen/b/", {"code": codes[0]})
    turn(client, page, "send", **{choice(page): "good"})
    wrong = client.post("/listen/b/", {"code": "2222333344445555"})
    assert not client.cookies
    for one in (shown, page, wrong):
        assert one.status_code == 200, "a page that fails would be logged with its address"
        assert (one["Referrer-Policy"], one["Cache-Control"]) == ("no-referrer", "no-store")
        assert "<script" not in one.content.decode()
    assert codes[0] not in caplog.text


def test_the_page_is_light(handed, files):
    import gzip

    from django.contrib.staticfiles import finders

    _project, codes = handed(questions=5)
    page = Client().post("/listen/b/", {"code": codes[0]}).content
    style, icon = (Path(finders.find(name)).read_bytes() for name in ("kaogong.css", "seal.svg"))
    assert len(page) + len(style) + len(icon) < 60_000
    assert len(gzip.compress(page + style)) < 15_000


def test_a_wrong_answer_is_told_and_the_code_is_not_spent(handed):
    _project, codes = handed()
    client = Client()
    page = client.post("/listen/b/", {"code": codes[0]})
    wrong = turn(client, page, "send")
    assert "一题都没有答" in wrong.content.decode()
    assert Ticket.objects.filter(state="open").count() == 3


def test_one_may_go_back_and_change(handed):
    project, codes = handed(questions=2)
    client = Client()
    first = client.post("/listen/b/", {"code": codes[0]})
    name = choice(first)
    second = turn(client, first, "next", **{name: "bad"})
    back = turn(client, second, "back", **{choice(second): "good"})
    assert re.search(rf'name="{name}" value="bad" checked', back.content.decode())
    again = turn(client, back, "next", **{name: "very"})
    turn(client, again, "send", **{choice(again): "good"})
    actions.shuffle_box(project)
    assert list(Answer.objects.get().scores.values()) == ["90.0000"]


def test_guessing_is_throttled_and_says_until_when(handed):
    _project, codes = handed()
    client = Client()
    for turn_ in range(10):
        client.post("/listen/b/", {"code": f"22223333444455{turn_}{turn_}"})
    assert "试错太多次" in client.post("/listen/b/", {"code": codes[0]}).content.decode()
    assert Client(REMOTE_ADDR="10.1.1.1").post("/listen/b/", {"code": codes[0]}).context["many"] == 1


def test_the_open_link_says_that_it_does_not_count(handed):
    project, _codes = handed(open_link=True)
    client = Client()
    page = client.get(f"/listen/o/{project.open_link}/")
    assert "单列，只供参考，不计分" in page.content.decode()
    sent = client.post(f"/listen/o/{project.open_link}/", {**fields(page), choice(page): "very", "go": "send"})
    assert "答卷已收到" in sent.content.decode()
    assert (Answer.objects.get().channel, Answer.objects.get().stratum) == ("open", None)
    assert client.get("/listen/o/nothing/").status_code == 404


def test_of_several_units_one_is_asked_of_after_the_other(opened, office, stratum, make_unit):
    project = opened(make_unit("市水利局"), questions=2)
    _batch, handed_ = actions.issue_batch(by=office, stratum=stratum(project), way="qr", number=1)
    page = Client().post("/listen/b/", {"code": handed_[0].code})
    assert page.context["many"] == 2
    assert len(re.findall("<fieldset>", page.content.decode())) == 2


def test_a_ballot_reads_well_in_english_too(handed):
    _project, codes = handed()
    page = Client(HTTP_ACCEPT_LANGUAGE="en").post("/listen/b/", {"code": codes[0]})
    assert 'lang="en"' in page.content.decode()
